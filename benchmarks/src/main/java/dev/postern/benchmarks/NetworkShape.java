package dev.postern.benchmarks;

import dev.postern.model.Cluster;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A synthetic cluster of pods and policies; the same for the same sizes.
 *
 * @param buildGoal seconds to build the model
 * @param heapGoal megabytes it keeps
 * @param pairsGoal seconds to count the pairs that may talk
 */
record NetworkShape(String name, int buildGoal, int heapGoal, int pairsGoal, Supplier<Cluster> cluster) {
    private static final int MANY = 100_000;

    /**
     * The shape of a name: {@code plain}, {@code plain-1k}, {@code plain-1m}, {@code nested-labels}, {@code antrea}, {@code
     * real}, {@code calico}, {@code cilium}, {@code istio}.
     *
     * @throws IllegalArgumentException if there is none
     */
    static NetworkShape of(String name) {
        return switch (name) {
            case "plain" -> new NetworkShape(name, 1, 150, 3, () -> PlainShape.cluster(MANY, 10_000));
            case "plain-1k" -> new NetworkShape(name, 1, 150, 3, () -> PlainShape.cluster(MANY, 1_000));
            case "plain-1m" -> new NetworkShape(name, 15, 1000, 0, () -> PlainShape.cluster(10 * MANY, MANY));
            case "calico" -> new NetworkShape(name, 1, 150, 3, () -> FamilyShape.calico(MANY, 10_000));
            case "cilium" -> new NetworkShape(name, 1, 150, 3, () -> FamilyShape.cilium(MANY, 10_000));
            case "istio" -> new NetworkShape(name, 1, 150, 3, () -> FamilyShape.istio(MANY, 10_000));
            case "nested-labels" -> new NetworkShape(name, 6, 400, 0, NestedLabelsShape::cluster);
            case "antrea" -> new NetworkShape(name, 6, 400, 15, AntreaShape::cluster);
            case "real" -> new NetworkShape(name, 6, 400, 0, RealShape::cluster);
            default ->
                throw new IllegalArgumentException(name
                        + ": there is plain, plain-1k, plain-1m, nested-labels, antrea, real, calico, cilium and"
                        + " istio");
        };
    }

    /** The same written as NetworkPolicies, for who reads these literally; empty where there is no such thing. */
    Optional<Cluster> literal(Cluster itself) {
        return switch (name) {
            case "calico", "cilium" -> Optional.of(FamilyShape.literal(MANY, 10_000));
            case "istio" -> Optional.empty();
            default -> Optional.of(itself);
        };
    }
}
