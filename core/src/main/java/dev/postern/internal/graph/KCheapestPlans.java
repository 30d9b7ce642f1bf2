package dev.postern.internal.graph;

/** The k cheapest distinct plans of a {@link Question}. */
public final class KCheapestPlans {

    private KCheapestPlans() {}

    /**
     * The {@code k} cheapest plans of which no two have the same set of signatures; fewer if there are fewer.
     *
     * @param signature what makes arcs look alike to the reader
     */
    public static Plans of(Question question, int k, ArcSignature signature, Limits limits) {
        throw new UnsupportedOperationException("in the making");
    }
}
