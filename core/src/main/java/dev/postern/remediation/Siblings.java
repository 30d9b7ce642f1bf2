package dev.postern.remediation;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableListMultimap;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a fact about one pod would be about the others of its owner. An edit of the owner's template takes it away from all of
 * them, so that no plan need be looked at for each: a DaemonSet has one on every node.
 */
final class Siblings {
    private record Owners(Map<ObjectRef, ObjectRef> ofPods, ImmutableListMultimap<ObjectRef, ObjectRef> pods) {
        static Owners in(Cluster cluster) {
            Map<ObjectRef, ObjectRef> ofPods = new HashMap<>();
            ImmutableListMultimap.Builder<ObjectRef, ObjectRef> pods = ImmutableListMultimap.builder();
            cluster.existingPods().forEach((Pod pod) -> {
                ofPods.put(pod.object(), pod.owner());
                pods.put(pod.owner(), pod.object());
            });
            return new Owners(ofPods, pods.build());
        }
    }

    private final Supplier<Owners> owners;

    Siblings(Cluster cluster) {
        owners = Suppliers.memoize(() -> Owners.in(cluster));
    }

    /** The same of the other pods, whether it holds of them or not; nothing for what is no pod. */
    Stream<Evidence> of(Evidence fact) {
        ObjectRef owner =
                fact.object().kind().equals("Pod") ? owners.get().ofPods().get(fact.object()) : null;
        return owner == null
                ? Stream.empty()
                : owners.get().pods().get(owner).stream()
                        .filter(pod -> !pod.equals(fact.object()))
                        .map(pod -> new Evidence(pod, fact.field(), fact.value(), fact.basis()));
    }
}
