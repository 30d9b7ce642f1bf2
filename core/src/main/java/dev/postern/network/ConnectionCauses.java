package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ClusterDiff;
import dev.postern.model.ObjectChange;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The changed objects that bear on each workload, as the end from which packets go out or to which they come in. */
final class ConnectionCauses {
    private final Map<ObjectRef, Set<ObjectChange>> outgoing = new HashMap<>();
    private final Map<ObjectRef, Set<ObjectChange>> incoming = new HashMap<>();
    private final Map<ObjectRef, ObjectChange> changed;

    private ConnectionCauses(ImmutableList<ObjectChange> changes) {
        changed = changes.stream().collect(Collectors.toMap(ObjectChange::object, change -> change));
    }

    /** O(objects, and what the changed policies select). */
    static ConnectionCauses of(Network older, Network newer) {
        ConnectionCauses causes = new ConnectionCauses(ClusterDiff.between(older.cluster(), newer.cluster()));
        causes.read(older);
        causes.read(newer);
        return causes;
    }

    private void read(Network network) {
        CompiledPolicies compiled = network.compiled();
        WorkloadIndex workloads = new WorkloadIndex(network.cluster(), compiled.classes());
        for (int policy = 0; policy < compiled.policies().size(); policy++) {
            Policy owner = compiled.policies().get(policy);
            ObjectChange change = changed.get(owner.ref());
            if (change != null) {
                for (Direction direction : Direction.values()) {
                    if (owner.appliesTo(direction)) {
                        compiled.selected().get(policy).forEach((int networkClass) -> {
                            for (int workload : workloads.ofClass(networkClass)) {
                                add(workloads.workload(workload), direction, change);
                            }
                        });
                    }
                }
            }
        }
        for (Pod pod : network.cluster().pods()) {
            ObjectChange change = changed.get(pod.object());
            if (change != null) {
                add(pod.owner(), Direction.EGRESS, change);
                add(pod.owner(), Direction.INGRESS, change);
            }
        }
    }

    private void add(ObjectRef workload, Direction direction, ObjectChange change) {
        (direction == Direction.EGRESS ? outgoing : incoming)
                .computeIfAbsent(workload, first -> new LinkedHashSet<>())
                .add(change);
    }

    /** What bears on one end: policies that are for it, itself, its pods and its namespace. */
    Set<ObjectChange> of(ConnectionEnd end, Direction direction) {
        if (!(end instanceof ConnectionEnd.OfWorkload known)) {
            return Set.of();
        }
        ObjectRef workload = known.workload();
        Set<ObjectChange> all = new LinkedHashSet<>(
                (direction == Direction.EGRESS ? outgoing : incoming).getOrDefault(workload, Set.of()));
        for (ObjectRef object : ImmutableList.of(workload, ObjectRef.cluster("Namespace", workload.namespace()))) {
            ObjectChange change = changed.get(object);
            if (change != null) {
                all.add(change);
            }
        }
        return all;
    }
}
