package dev.postern.internal.graph;

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

        private final Map<Kind, Integer> index = new HashMap<>();

        int number(int label, int weight, int confidence, boolean assumption) {
            return index.computeIfAbsent(new Kind(label, weight, confidence, assumption), kind -> index.size());
        }

        ArcKinds freeze() {
            return new ArcKinds(this);
        }
    }
}
