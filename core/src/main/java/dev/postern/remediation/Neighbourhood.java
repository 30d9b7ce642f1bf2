package dev.postern.remediation;

import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.RoleBinding;
import dev.postern.model.Workload;
import java.util.HashSet;
import java.util.Set;

/**
 * A cluster without the bindings and pods that some plans do not rest on. Only what can never keep a plan from being there
 * is left out: a right more, a pod more open things. Policies, namespaces, nodes and all that admits or denies stay.
 */
final class Neighbourhood {
    private Neighbourhood() {}

    /** What is left around some objects. O(objects). */
    static Cluster of(Cluster cluster, Set<ObjectRef> kept) {
        Set<ObjectRef> owners = new HashSet<>();
        for (Pod pod : cluster.pods()) {
            if (kept.contains(pod.object()) || kept.contains(pod.owner())) {
                owners.add(pod.owner());
            }
        }
        Set<ObjectRef> gone = new HashSet<>();
        for (RoleBinding binding : cluster.roleBindings()) {
            if (!kept.contains(binding.ref())) {
                gone.add(binding.ref());
            }
        }
        // A workload without its pods would get one made up, and pods without their workload another owner.
        for (Pod pod : cluster.pods()) {
            if (!owners.contains(pod.owner())) {
                gone.add(pod.object());
            }
        }
        for (Workload workload : cluster.workloads()) {
            boolean made = workload.meta().controller().filter(owners::contains).isPresent();
            if (!made && !owners.contains(workload.ref())) {
                gone.add(workload.ref());
            }
        }
        return cluster.with(Cluster.builder().build(), gone);
    }
}
