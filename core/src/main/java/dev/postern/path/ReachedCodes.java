package dev.postern.path;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.attack.SearchSpace;
import dev.postern.internal.graph.ReachSearch;
import dev.postern.model.Confidence;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is reached, the worst first, a number for each: whoever controls much reaches hundreds of thousands of vertices, of
 * which an answer lists a few. Numbers order as kind, effort, confidence (the surer first) and vertex, because vertices are
 * numbered in their order.
 */
final class ReachedCodes {
    private static final int VERTEX_BITS = 27;
    private static final int LOSS_BITS = 2;
    /** Efforts are below 2^30, kinds below 2^4. */
    private static final int EFFORT_BITS = 30;

    private static final int EFFORT_SHIFT = VERTEX_BITS + LOSS_BITS;
    private static final int KIND_SHIFT = EFFORT_SHIFT + EFFORT_BITS;
    private static final Reached.Kind[] KINDS = Reached.Kind.values();
    private static final int SUREST = Confidence.CERTAIN.ordinal();

    private final long[] codes;

    private ReachedCodes(long[] codes) {
        this.codes = codes;
    }

    int count() {
        return codes.length;
    }

    Reached get(SearchSpace space, int i) {
        long code = codes[i];
        int lost = (int) (code >>> VERTEX_BITS) & ((1 << LOSS_BITS) - 1);
        return new Reached(space.vertex(vertex(code)), kind(code), effort(code), Confidence.values()[SUREST - lost]);
    }

    /** How many of each kind, and the effort of the first. */
    ImmutableSortedMap<Reached.Kind, BlastRadius.Count> kinds() {
        ImmutableSortedMap.Builder<Reached.Kind, BlastRadius.Count> kinds = ImmutableSortedMap.naturalOrder();
        int next;
        for (int first = 0; first < codes.length; first = next) {
            Reached.Kind kind = kind(codes[first]);
            next = first + 1;
            while (next < codes.length && kind(codes[next]) == kind) {
                next++;
            }
            kinds.put(kind, new BlastRadius.Count(next - first, effort(codes[first])));
        }
        return kinds.buildOrThrow();
    }

    private static int vertex(long code) {
        return (int) code & ((1 << VERTEX_BITS) - 1);
    }

    private static int effort(long code) {
        return (int) (code >>> EFFORT_SHIFT) & ((1 << EFFORT_BITS) - 1);
    }

    private static Reached.Kind kind(long code) {
        return KINDS[(int) (code >>> KIND_SHIFT)];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReachedCodes that && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(codes);
    }

    /** Puts several searches from the same sources together. */
    static final class Collector {
        private final SearchSpace space;
        private final int[] sources;
        private final int maxEffort;
        /** By vertex; the least code of each. Only filled when there is more than one search. */
        private final Map<Integer, Long> best = new HashMap<>();

        private long[] first = {};
        private boolean several;

        /** @param sources ascending; they are not counted as reached */
        Collector(SearchSpace space, int[] sources, int maxEffort) {
            if (space.view().vertexCount() > 1 << VERTEX_BITS) {
                throw new IllegalArgumentException("a blast radius needs a graph of less than " + (1 << VERTEX_BITS)
                        + " vertices: ask about a part of the cluster");
            }
            this.space = space;
            this.sources = sources;
            this.maxEffort = maxEffort;
        }

        void add(ReachSearch search) {
            long[] codes = codes(search);
            if (!several && first.length == 0) {
                first = codes;
                return;
            }
            if (!several) {
                several = true;
                for (long code : first) {
                    best.put(vertex(code), code);
                }
            }
            for (long code : codes) {
                best.merge(vertex(code), code, Math::min);
            }
        }

        private long[] codes(ReachSearch search) {
            int[] reached = search.reached();
            int[] confidences = search.confidences();
            long[] codes = new long[reached.length];
            int count = 0;
            for (int i = 0; i < reached.length; i++) {
                int index = reached[i];
                int effort = search.cost(index);
                Optional<Reached.Kind> kind = effort > maxEffort || Arrays.binarySearch(sources, index) >= 0
                        ? Optional.empty()
                        : Reached.Kind.of(space.vertex(index));
                if (kind.isPresent()) {
                    codes[count++] = (long) kind.get().ordinal() << KIND_SHIFT
                            | (long) effort << EFFORT_SHIFT
                            | (long) (SUREST - confidences[i]) << VERTEX_BITS
                            | index;
                }
            }
            return Arrays.copyOf(codes, count);
        }

        ReachedCodes worstFirst() {
            long[] codes =
                    several ? best.values().stream().mapToLong(Long::longValue).toArray() : first;
            Arrays.sort(codes);
            return new ReachedCodes(codes);
        }
    }
}
