package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeType;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ApiServerReach;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Plan;
import dev.postern.model.Basis;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the arcs of a plan into steps. A silent arc belongs to the step that uses its head: that step then starts from
 * what the silent arc started from, and cites its facts as well. A silent arc into the target belongs to the step before
 * it.
 */
final class StepList {
    /** What a vertex stands for once silent arcs are folded: the vertices before them, and their facts. */
    private record Folded(
            Set<Vertex> from, Set<Evidence> evidence, int grounds, boolean onDefaults, Confidence confidence) {}

    private final SearchSpace space;
    private final GraphView view;
    private final Map<Integer, Folded> silent = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Integer> stepInto = new HashMap<>();

    private StepList(SearchSpace space) {
        this.space = space;
        this.view = space.view();
    }

    static ImmutableList<Step> of(SearchSpace space, Plan plan) {
        StepList list = new StepList(space);
        for (int arc : plan.arcs()) {
            list.add(arc);
        }
        list.finish(plan.target());
        return ImmutableList.copyOf(list.steps);
    }

    private void add(int arc) {
        Set<Vertex> from = new LinkedHashSet<>();
        Set<Evidence> evidence = new LinkedHashSet<>();
        int grounds = 0;
        boolean onDefaults = false;
        Confidence confidence = Confidence.values()[view.confidence(arc)];
        for (int tail : view.tails(arc)) {
            Folded folded = silent.get(tail);
            if (folded == null) {
                from.add(space.vertex(tail));
            } else {
                // That the API server can be reached is a fact about the step, not something the step starts from.
                if (!(space.vertex(tail) instanceof ApiServerReach)) {
                    from.addAll(folded.from());
                }
                evidence.addAll(folded.evidence());
                grounds += folded.grounds();
                onDefaults |= folded.onDefaults();
                confidence = confidence.and(folded.confidence());
            }
        }
        List<Support> supports = space.supports(arc, from);
        evidence.addAll(supports.get(0).facts());
        grounds += supports.size() - 1;
        onDefaults |= supports.stream().allMatch(StepList::needsDefault);
        Optional<EdgeType> type = space.type(arc);
        if (type.isEmpty()) {
            silent.put(view.head(arc), new Folded(from, evidence, grounds, onDefaults, confidence));
            return;
        }
        stepInto.put(view.head(arc), steps.size());
        steps.add(new Step(
                type.get(),
                ImmutableList.copyOf(from),
                space.vertex(view.head(arc)),
                view.weight(arc),
                confidence,
                ImmutableList.copyOf(evidence),
                grounds,
                onDefaults));
    }

    private static boolean needsDefault(Support support) {
        return support.facts().stream().anyMatch(fact -> fact.basis() == Basis.DEFAULT);
    }

    private void finish(int target) {
        Folded folded = silent.get(target);
        if (folded == null || folded.from().size() != 1) {
            return;
        }
        Vertex before = folded.from().iterator().next();
        int last = steps.size() - 1;
        if (last < 0 || !steps.get(last).to().equals(before)) {
            return;
        }
        Step step = steps.get(last);
        Set<Evidence> evidence = new LinkedHashSet<>(step.evidence());
        evidence.addAll(folded.evidence());
        steps.set(
                last,
                new Step(
                        step.type(),
                        step.from(),
                        named(before, space.vertex(target)),
                        step.effort(),
                        step.confidence().and(folded.confidence()),
                        ImmutableList.copyOf(evidence),
                        step.otherGrounds() + folded.grounds(),
                        step.onDefaults() || folded.onDefaults()));
    }

    /** "A node" says less than the node's name; "cluster-admin" says more than the role's. */
    private static Vertex named(Vertex before, Vertex target) {
        return target instanceof Vertex.ClusterAdmin ? target : before;
    }
}
