package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Derived;
import dev.postern.model.Basis;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says why there is no path: the cheapest sets of facts whose presence would complete one.
 *
 * <p>What would be possible is asked of the rules themselves, by deriving the graph again from relaxed clusters; an edge
 * that only such a graph has is offered at a price far above any effort, and the cheapest plans among all these edges say
 * what to buy. Each purchase is then made: the graph of the changed cluster is derived, the question asked of it, and
 * whatever is not needed given back. So an answer is right whatever the search left out; that none is cheaper holds by the
 * prices of {@link MissingFact.Kind} and for the facts that are offered.
 *
 * <p>Time: up to five derivations of the whole graph to search, and one for each trial.
 */
public final class MissFinder {
    private final Derived own;
    private final PathFinder finder;

    /** A finder for one cluster. */
    public MissFinder(Derived own) {
        this.own = own;
        this.finder = new PathFinder(own.facts(), own.graph());
    }

    /**
     * Why there is no path, or that there is one.
     *
     * @throws IllegalArgumentException as {@link PathFinder#find}
     */
    public WhyNot find(PathQuery query) {
        AttackPaths real = finder.find(query.cheapest(1));
        if (!real.paths().isEmpty()) {
            return present(query, real);
        }
        if (real.notes().contains(PathFinder.ALREADY_THERE)) {
            return answer(query, WhyNot.Outcome.PRESENT, real, ImmutableList.of(), false, real.notes());
        }
        if (query.minConfidence() != Confidence.POSSIBLE) {
            AttackPaths unsure = finder.find(query.cheapest(1).withMinConfidence(Confidence.POSSIBLE));
            if (!unsure.paths().isEmpty()) {
                return present(query, unsure);
            }
        }
        List<String> notes = new ArrayList<>(real.notes());
        noteBounds(query, notes);
        MissSearch search = new MissSearch(own, query);
        ImmutableList<NearestMiss> misses = search.misses();
        if (misses.isEmpty()) {
            notes.add("no set of the facts that are looked for would complete a path");
        }
        return answer(query, WhyNot.Outcome.ABSENT, real, misses, search.truncated(), ImmutableList.copyOf(notes));
    }

    private static WhyNot present(PathQuery query, AttackPaths found) {
        WhyNot.Outcome outcome = found.paths().get(0).confidence() == Confidence.POSSIBLE
                        || found.paths().get(0).confidence().compareTo(query.minConfidence()) < 0
                ? WhyNot.Outcome.UNKNOWN
                : WhyNot.Outcome.PRESENT;
        return answer(query, outcome, found, ImmutableList.of(), found.truncated(), found.notes());
    }

    private static WhyNot answer(
            PathQuery query,
            WhyNot.Outcome outcome,
            AttackPaths found,
            ImmutableList<NearestMiss> misses,
            boolean truncated,
            ImmutableList<String> notes) {
        ImmutableList<Evidence> open =
                outcome == WhyNot.Outcome.UNKNOWN ? open(found.paths().get(0), query) : ImmutableList.of();
        return new WhyNot(query, outcome, found.paths(), open, misses, truncated, notes);
    }

    /** The facts of the uncertain steps that the input leaves open. */
    private static ImmutableList<Evidence> open(AttackPath path, PathQuery query) {
        Set<Evidence> open = new TreeSet<>();
        for (Step step : path.steps()) {
            if (step.confidence() == Confidence.POSSIBLE || step.confidence().compareTo(query.minConfidence()) < 0) {
                step.evidence().stream()
                        .filter(fact -> fact.basis() == Basis.ASSUMED)
                        .forEach(open::add);
            }
        }
        return ImmutableList.copyOf(open);
    }

    /** A path may be there all the same, beyond the bounds of the question. */
    private void noteBounds(PathQuery query, List<String> notes) {
        if (query.maxEffort() != Integer.MAX_VALUE) {
            finder.find(query.cheapest(1).withMaxEffort(Integer.MAX_VALUE)).paths().stream()
                    .findFirst()
                    .ifPresent(path -> notes.add("there is a path of effort " + path.effort() + ", beyond the bound of "
                            + query.maxEffort()));
        }
        int more = query.assumptionBudget() + 1;
        finder.find(query.cheapest(1).assuming(more)).paths().stream()
                .findFirst()
                .ifPresent(path -> notes.add("there is a path that assumes " + more
                        + (more == 1 ? " flaw in a program" : " flaws in programs") + " (--assume " + more
                        + "), of effort " + path.effort()));
    }
}
