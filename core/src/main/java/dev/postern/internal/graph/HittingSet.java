package dev.postern.internal.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cheapest choice of elements that hits each of some sets: branch and bound, after the usual reductions (a set that
 * holds another says nothing; an element that a cheaper one does the work of is not needed; what is alone in its set is
 * chosen). The bound is a feasible solution of the dual of the linear relaxation, found by greedy ascent: each set raises its price until
 * one of its elements is paid for. E. Balas and A. Ho, "Set covering algorithms using cutting planes, heuristics, and
 * subgradient optimization", Mathematical Programming Study 12, 1980.
 *
 * <p>The problem is NP-hard: the number of nodes is bounded, and a search that meets the bound says so. The answer depends
 * on the numbers alone; of several cheapest choices it is always the same.
 */
public final class HittingSet {
    /**
     * A choice.
     *
     * @param elements ascending
     * @param lowerBound no choice costs less; equal to the cost when the choice is {@link #optimal}
     */
    public record Choice(int[] elements, long cost, long lowerBound) {
        public boolean optimal() {
            return cost == lowerBound;
        }
    }

    private final int[] costs;
    /** Of the component at hand. */
    private final List<BitSet> sets;

    private final BitSet chosen = new BitSet();
    private long budget;
    private BitSet best = new BitSet();
    private long bestCost = Long.MAX_VALUE;

    private HittingSet(int[] costs, List<BitSet> sets, long budget) {
        this.costs = costs;
        this.sets = sets;
        this.budget = budget;
    }

    /**
     * The cheapest choice.
     *
     * @param costs of each element, 1 or more
     * @param sets none of them empty
     * @param nodes how many nodes of the search tree at most, for each part of the problem that is independent of the others
     */
    public static Choice cheapest(int[] costs, List<int[]> sets, long nodes) {
        BitSet all = new BitSet();
        List<BitSet> left = new ArrayList<>();
        for (int[] set : sets) {
            if (set.length == 0) {
                throw new IllegalArgumentException("nothing hits an empty set");
            }
            BitSet bits = new BitSet();
            Arrays.stream(set).forEach(bits::set);
            left.add(bits);
        }
        reduce(costs, left, all);
        long cost = all.stream().mapToLong(element -> costs[element]).sum();
        long bound = cost;
        for (List<BitSet> component : components(left)) {
            HittingSet search = new HittingSet(costs, component, nodes);
            long root = search.bound(new BitSet(), component);
            search.greedy();
            search.branch(new BitSet(), 0);
            all.or(search.best);
            cost += search.bestCost;
            bound += search.budget < 0 ? root : search.bestCost;
        }
        return new Choice(all.stream().toArray(), cost, bound);
    }

    /** Takes away what needs no search; what must be chosen goes to {@code forced}. */
    private static void reduce(int[] costs, List<BitSet> sets, BitSet forced) {
        boolean changed = true;
        while (changed) {
            changed = false;
            sets.removeIf(set -> set.intersects(forced));
            withoutSupersets(sets);
            changed |= withoutDominated(costs, sets);
            for (BitSet set : sets) {
                if (set.cardinality() == 1) {
                    forced.or(set);
                    changed = true;
                }
            }
        }
    }

    private static void withoutSupersets(List<BitSet> sets) {
        sets.sort(HittingSet::compare);
        List<BitSet> kept = new ArrayList<>();
        for (BitSet set : sets) {
            if (kept.stream().noneMatch(smaller -> contains(set, smaller))) {
                kept.add(set);
            }
        }
        sets.clear();
        sets.addAll(kept);
    }

    private static int compare(BitSet a, BitSet b) {
        int bySize = Integer.compare(a.cardinality(), b.cardinality());
        if (bySize != 0 || a.equals(b)) {
            return bySize;
        }
        BitSet difference = (BitSet) a.clone();
        difference.xor(b);
        return a.get(difference.nextSetBit(0)) ? -1 : 1;
    }

    private static boolean contains(BitSet set, BitSet other) {
        BitSet rest = (BitSet) other.clone();
        rest.andNot(set);
        return rest.isEmpty();
    }

    /** Whether any element went: one whose sets another hits as well, for no more; of equals the first stays. */
    private static boolean withoutDominated(int[] costs, List<BitSet> sets) {
        BitSet[] hits = hits(costs.length, sets);
        BitSet gone = new BitSet();
        for (int element = 0; element < costs.length; element++) {
            if (hits[element].isEmpty()) {
                continue;
            }
            // Whoever dominates is in each of its sets, so in the first.
            BitSet rivals = sets.get(hits[element].nextSetBit(0));
            for (int other = rivals.nextSetBit(0); other >= 0; other = rivals.nextSetBit(other + 1)) {
                boolean cheaper = costs[other] <= costs[element];
                if (other != element
                        && !gone.get(other)
                        && cheaper
                        && contains(hits[other], hits[element])
                        && (costs[other] < costs[element] || !hits[other].equals(hits[element]) || other < element)) {
                    gone.set(element);
                    break;
                }
            }
        }
        sets.forEach(set -> set.andNot(gone));
        return !gone.isEmpty();
    }

    private static BitSet[] hits(int elements, List<BitSet> sets) {
        BitSet[] hits = new BitSet[elements];
        Arrays.setAll(hits, i -> new BitSet());
        for (int i = 0; i < sets.size(); i++) {
            int set = i;
            sets.get(i).stream().forEach(element -> hits[element].set(set));
        }
        return hits;
    }

    private static List<List<BitSet>> components(List<BitSet> sets) {
        List<List<BitSet>> components = new ArrayList<>();
        List<BitSet> unions = new ArrayList<>();
        for (BitSet set : sets) {
            BitSet union = (BitSet) set.clone();
            List<BitSet> members = new ArrayList<>(List.of(set));
            for (int i = unions.size() - 1; i >= 0; i--) {
                if (unions.get(i).intersects(union)) {
                    union.or(unions.remove(i));
                    members.addAll(components.remove(i));
                }
            }
            members.sort(HittingSet::compare);
            unions.add(union);
            components.add(members);
        }
        return components;
    }

    /** A first choice, so that the search has something to beat: the most sets for the money. */
    private void greedy() {
        BitSet picked = new BitSet();
        List<BitSet> open = new ArrayList<>(sets);
        while (!open.isEmpty()) {
            BitSet[] hits = hits(costs.length, open);
            int pick = IntStream.range(0, costs.length)
                    .filter(element -> !hits[element].isEmpty())
                    .boxed()
                    .max(Comparator.<Integer>comparingDouble(
                                    element -> hits[element].cardinality() / (double) costs[element])
                            .thenComparing(Comparator.<Integer>naturalOrder().reversed()))
                    .orElseThrow();
            picked.set(pick);
            open.removeIf(set -> set.get(pick));
        }
        best = picked;
        bestCost = picked.stream().mapToLong(element -> costs[element]).sum();
    }

    private void branch(BitSet excluded, long cost) {
        if (budget-- <= 0) {
            budget = -1;
            return;
        }
        List<BitSet> open = sets.stream().filter(set -> !set.intersects(chosen)).toList();
        if (open.isEmpty()) {
            if (cost < bestCost) {
                best = (BitSet) chosen.clone();
                bestCost = cost;
            }
            return;
        }
        long bound = bound(excluded, open);
        if (bound == Long.MAX_VALUE || cost + bound >= bestCost) {
            return;
        }
        BitSet narrow = open.stream()
                .map(set -> allowed(set, excluded))
                .min(HittingSet::compare)
                .orElseThrow();
        BitSet tried = (BitSet) excluded.clone();
        BitSet[] hits = hits(costs.length, open);
        List<Integer> order = narrow.stream()
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                element -> costs[element] / (double) hits[element].cardinality())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (int element : order) {
            chosen.set(element);
            branch(tried, cost + costs[element]);
            chosen.clear(element);
            tried.set(element);
            if (budget < 0) {
                return;
            }
        }
    }

    private static BitSet allowed(BitSet set, BitSet excluded) {
        BitSet allowed = (BitSet) set.clone();
        allowed.andNot(excluded);
        return allowed;
    }

    /** No choice without the excluded elements that hits these sets costs less; the greatest number if there is none. */
    private long bound(BitSet excluded, List<BitSet> open) {
        int[] unpaid = costs.clone();
        long bound = 0;
        for (BitSet set : open) {
            int least = Integer.MAX_VALUE;
            for (int element = set.nextSetBit(0); element >= 0; element = set.nextSetBit(element + 1)) {
                if (!excluded.get(element)) {
                    least = Math.min(least, unpaid[element]);
                }
            }
            if (least == Integer.MAX_VALUE) {
                return Long.MAX_VALUE;
            }
            bound += least;
            for (int element = set.nextSetBit(0); element >= 0; element = set.nextSetBit(element + 1)) {
                unpaid[element] -= least;
            }
        }
        return bound;
    }
}
