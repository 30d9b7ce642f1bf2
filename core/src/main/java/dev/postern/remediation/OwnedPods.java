package dev.postern.remediation;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The pods that exist, by name and by owner. Looked up in O(1); the first question takes O(pods). */
final class OwnedPods {
    private record Index(Map<ObjectRef, Pod> pods, ImmutableListMultimap<ObjectRef, Pod> byOwner) {
        static Index of(Cluster cluster) {
            Map<ObjectRef, Pod> pods = new HashMap<>();
            ImmutableListMultimap.Builder<ObjectRef, Pod> byOwner = ImmutableListMultimap.builder();
            cluster.existingPods().forEach(pod -> {
                pods.put(pod.object(), pod);
                byOwner.put(pod.owner(), pod);
            });
            return new Index(pods, byOwner.build());
        }
    }

    private final Supplier<Index> index;

    OwnedPods(Cluster cluster) {
        index = Suppliers.memoize(() -> Index.of(cluster));
    }

    Optional<Pod> find(ObjectRef object) {
        return object.kind().equals("Pod")
                ? Optional.ofNullable(index.get().pods().get(object))
                : Optional.empty();
    }

    ImmutableList<Pod> of(ObjectRef owner) {
        return index.get().byOwner().get(owner);
    }
}
