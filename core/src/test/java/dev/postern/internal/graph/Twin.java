package dev.postern.internal.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** The brute-force twin: enumerates every minimal derivation and looks at all of them. */
final class Twin {

    private Twin() {}

    /** One minimal derivation: the arc of each vertex it establishes. */
    record Derivation(int target, Map<Integer, Step> arcOf, Set<Integer> sources) {

        long cost() {
            return sum(target, Step::weight);
        }

        long hops() {
            return sum(target, step -> 1);
        }

        private long sum(int vertex, ToIntFunction<Step> value) {
            Step step = arcOf.get(vertex);
            if (step == null) {
                return 0;
            }
            long total = value.applyAsInt(step);
            for (int tail : step.tails()) {
                total += sum(tail, value);
            }
            return total;
        }

        long distinctCost() {
            return arcOf.values().stream().mapToLong(Step::weight).sum();
        }

        long assumptions() {
            return arcOf.values().stream().filter(Step::assumption).count();
        }

        Set<Integer> signatures(ToIntFunction<Step> signature) {
            Set<Integer> marks = new TreeSet<>();
            arcOf.values().forEach(step -> marks.add(signature.applyAsInt(step)));
            marks.removeIf(mark -> mark < 0);
            return marks;
        }

        Set<Step> steps() {
            return new HashSet<>(arcOf.values());
        }

        /** Arcs from the target downwards, breadth first, tails ascending; empty for sources. */
        List<Optional<Step>> topDown() {
            List<Optional<Step>> order = new ArrayList<>();
            Set<Integer> seen = new HashSet<>(Set.of(target));
            Deque<Integer> pending = new ArrayDeque<>(List.of(target));
            while (!pending.isEmpty()) {
                Optional<Step> step = Optional.ofNullable(arcOf.get(pending.removeFirst()));
                order.add(step);
                step.ifPresent(s -> s.tails().stream().filter(seen::add).forEach(pending::addLast));
            }
            return order;
        }
    }

    static final Comparator<Derivation> ORDER = Comparator.comparingLong(Derivation::cost)
            .thenComparingLong(Derivation::hops)
            .thenComparing(Derivation::topDown, Twin::compareTopDown);

    private static int compareTopDown(List<Optional<Step>> a, List<Optional<Step>> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order;
            if (a.get(i).isEmpty() || b.get(i).isEmpty()) {
                order = Boolean.compare(a.get(i).isPresent(), b.get(i).isPresent());
            } else {
                order = Step.CANONICAL.compare(a.get(i).get(), b.get(i).get());
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** Every minimal derivation of {@code target}: one arc per needed vertex, no cycle, no arc into a source. */
    static List<Derivation> derivations(List<Step> steps, Set<Integer> sources, int target) {
        List<Derivation> found = new ArrayList<>();
        choose(steps, sources, target, new TreeMap<>(), found);
        return found;
    }

    private static void choose(
            List<Step> steps, Set<Integer> sources, int target, Map<Integer, Step> chosen, List<Derivation> found) {
        Optional<Integer> open = open(sources, target, chosen);
        if (open.isEmpty()) {
            if (acyclic(target, chosen, new HashSet<>())) {
                Set<Integer> used = new TreeSet<>();
                if (sources.contains(target)) {
                    used.add(target);
                }
                chosen.values()
                        .forEach(step ->
                                step.tails().stream().filter(sources::contains).forEach(used::add));
                found.add(new Derivation(target, new HashMap<>(chosen), used));
            }
            return;
        }
        for (Step step : steps) {
            if (step.head() == open.get()) {
                chosen.put(step.head(), step);
                choose(steps, sources, target, chosen, found);
                chosen.remove(step.head());
            }
        }
    }

    private static Optional<Integer> open(Set<Integer> sources, int target, Map<Integer, Step> chosen) {
        Set<Integer> needed = new TreeSet<>(Set.of(target));
        chosen.values().forEach(step -> needed.addAll(step.tails()));
        return needed.stream()
                .filter(vertex -> !sources.contains(vertex) && !chosen.containsKey(vertex))
                .findFirst();
    }

    private static boolean acyclic(int vertex, Map<Integer, Step> chosen, Set<Integer> above) {
        Step step = chosen.get(vertex);
        if (step == null) {
            return true;
        }
        if (!above.add(vertex)) {
            return false;
        }
        boolean fine = step.tails().stream().allMatch(tail -> acyclic(tail, chosen, above));
        above.remove(vertex);
        return fine;
    }

    /** All plans of a sample's question, each alternative alone, in canonical order. */
    static List<Derivation> plans(Sample sample, List<Step> steps, int budget, long maxCost) {
        Set<Derivation> all = new HashSet<>();
        for (Set<Integer> start : sample.starts()) {
            derivations(steps, start, sample.target()).stream()
                    .filter(plan -> plan.assumptions() <= budget && plan.cost() <= maxCost)
                    .forEach(all::add);
        }
        return all.stream().sorted(ORDER).toList();
    }

    /** The first plan of each set of signatures, at most k of them. */
    static List<Derivation> distinct(List<Derivation> ordered, ToIntFunction<Step> signature, int k) {
        Set<Set<Integer>> seen = new HashSet<>();
        return ordered.stream()
                .filter(plan -> seen.add(plan.signatures(signature)))
                .limit(k)
                .toList();
    }

    /** The least fixpoint, by trying all arcs until nothing changes. */
    static Set<Integer> closure(List<Step> steps, Set<Integer> sources) {
        Set<Integer> reached = new TreeSet<>(sources);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Step step : steps) {
                if (reached.containsAll(step.tails())) {
                    changed |= reached.add(step.head());
                }
            }
        }
        return reached;
    }
}
