package dev.postern.internal.graph;

/**
 * The k cheapest distinct plans of a {@link Question}: minimal derivations of its target, each from one alternative of its
 * footholds and within its budget of assumptions.
 *
 * <p>Exact for the additive cost: unless {@link Plans#truncated()}, no plan with another set of signatures precedes the last
 * one in the order (additive cost, hops, canonical order of the arcs from the target downwards), and each plan given is the
 * first of all that have its signatures. Cycles are allowed. One reverse search over the whole graph, then at most two
 * directed searches per arc of each plan found, which settle only what could be part of a plan at most as dear as the k-th;
 * see {@link PlanEnumeration}, {@link ConstrainedSearch}, {@link Novelty}.
 */
public final class KCheapestPlans {

    private KCheapestPlans() {}

    /**
     * The {@code k} cheapest plans of which no two have the same set of signatures; fewer if there are fewer.
     *
     * @param signature what makes arcs look alike to the reader
     */
    public static Plans of(Question question, int k, ArcSignature signature, Limits limits) {
        return Inquiry.into(question, limits).cheapest(k, signature);
    }
}
