package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The few distinct combinations of label, weight, confidence and assumption that a million arcs share: one int per arc
 * instead of four.
 */
final class ArcKinds {

    private final int[] labels;
    private final int[] weights;
    private final byte[] confidences;
    private final boolean[] assumptions;

    private ArcKinds(Collector collected) {
        int n = collected.index.size();
        labels = new int[n];
        weights = new int[n];
        confidences = new byte[n];
        assumptions = new boolean[n];
        collected.index.forEach((kind, i) -> {
            labels[i] = kind.label;
            weights[i] = kind.weight;
            confidences[i] = (byte) kind.confidence;
            assumptions[i] = kind.assumption;
        });
    }

    private ArcKinds(ArcKinds known) {
        int n = known.labels.length;
        labels = Arrays.copyOf(known.labels, n + 1);
        weights = Arrays.copyOf(known.weights, n + 1);
        confidences = Arrays.copyOf(known.confidences, n + 1);
        assumptions = Arrays.copyOf(known.assumptions, n + 1);
        labels[n] = -1;
        confidences[n] = Hypergraph.MAX_CONFIDENCE;
    }

    /** The same and, as its last, that of certain arcs without label and weight. */
    ArcKinds withSilent() {
        return new ArcKinds(this);
    }

    int last() {
        return labels.length - 1;
    }

    int label(int kind) {
        return labels[kind];
    }

    int weight(int kind) {
        return weights[kind];
    }

    int confidence(int kind) {
        return confidences[kind];
    }

    boolean assumption(int kind) {
        return assumptions[kind];
    }

    /** What follows the tails in the canonical order of arcs: weight, the more certain first, facts before assumptions. */
    int compareRest(int a, int b) {
        int byWeight = Integer.compare(weights[a], weights[b]);
        if (byWeight != 0) {
            return byWeight;
        }
        int byConfidence = Byte.compare(confidences[b], confidences[a]);
        return byConfidence != 0 ? byConfidence : Boolean.compare(assumptions[a], assumptions[b]);
    }

    private record Kind(int label, int weight, int confidence, boolean assumption) {}

    /** Numbers kinds as they come; the numbers are never shown. */
    static final class Collector {

        private final Map<Kind, Integer> index;

        /** Arcs of one kind mostly come one after the other. */
        private Kind last = new Kind(-1, -1, -1, false);

        private int lastNumber = -1;

        Collector() {
            index = new HashMap<>();
        }

        Collector(Collector other) {
            index = new HashMap<>(other.index);
        }

        int number(int label, int weight, int confidence, boolean assumption) {
            boolean again = last.label == label
                    && last.weight == weight
                    && last.confidence == confidence
                    && last.assumption == assumption;
            if (!again) {
                last = new Kind(label, weight, confidence, assumption);
                lastNumber = index.computeIfAbsent(last, kind -> index.size());
            }
            return lastNumber;
        }

        ArcKinds freeze() {
            return new ArcKinds(this);
        }
    }
}
