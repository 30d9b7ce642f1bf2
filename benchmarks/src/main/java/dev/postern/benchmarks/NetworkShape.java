package dev.postern.benchmarks;

import dev.postern.model.Cluster;
import java.util.function.Supplier;

/**
 * A synthetic cluster of pods and NetworkPolicies; the same for the same sizes.
 *
 * @param buildGoal seconds to build the model
 * @param heapGoal megabytes it keeps
 * @param pairsGoal seconds to count the pairs that may talk
 */
record NetworkShape(String name, int buildGoal, int heapGoal, int pairsGoal, Supplier<Cluster> cluster) {
    private static final int MANY = 100_000;

    /**
     * The shape of a name: {@code plain}, {@code plain-1k}, {@code plain-1m}, {@code nested-labels}, {@code antrea}, {@code
     * real}.
     *
     * @throws IllegalArgumentException if there is none
     */
    static NetworkShape of(String name) {
        return switch (name) {
            case "plain" -> new NetworkShape(name, 1, 150, 3, () -> PlainShape.cluster(MANY, 10_000));
            case "plain-1k" -> new NetworkShape(name, 1, 150, 3, () -> PlainShape.cluster(MANY, 1_000));
            case "plain-1m" -> new NetworkShape(name, 15, 1000, 0, () -> PlainShape.cluster(10 * MANY, MANY));
            case "nested-labels" -> new NetworkShape(name, 6, 400, 0, NestedLabelsShape::cluster);
            case "antrea" -> new NetworkShape(name, 6, 400, 15, AntreaShape::cluster);
            case "real" -> new NetworkShape(name, 6, 400, 0, RealShape::cluster);
            default ->
                throw new IllegalArgumentException(
                        name + ": there is plain, plain-1k, plain-1m, nested-labels, antrea and real");
        };
    }
}
