package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A pod: one that exists, or the virtual pod of a workload that has none in the input.
 *
 * @param object the object whose text describes this pod: the Pod, or the workload of a virtual pod
 * @param meta the pod's metadata; of a virtual pod, the workload's with the template's labels
 * @param specField path of the pod spec in {@code object}, for instance {@code spec} or {@code spec.template.spec}
 * @param nodeName where it is scheduled; empty when it is not, or virtual
 * @param phase {@code status.phase}, or empty
 * @param ips addresses of {@code status.podIPs}
 * @param owner the top-most owner in the input (the Deployment, not its ReplicaSet); {@code object} when there is none
 * @param mirror whether this is the mirror of a static pod
 */
public record Pod(
        ObjectRef object,
        ObjectMeta meta,
        PodSpec spec,
        String specField,
        Optional<String> nodeName,
        String phase,
        ImmutableList<String> ips,
        ObjectRef owner,
        boolean virtual,
        boolean mirror) {
    public String namespace() {
        return meta.namespace();
    }

    /** The service account this pod runs as: the stated one, or {@code default}. */
    public Subject.ServiceAccount serviceAccount() {
        return Subject.serviceAccount(namespace(), spec.serviceAccountName().orElse("default"));
    }

    /** Succeeded or Failed: nothing of it runs any more, and its addresses may belong to another pod. */
    public boolean isTerminated() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** The same as an existing pod of that owner; this very one if that is what it is. */
    Pod withOwner(ObjectRef other) {
        return !virtual && owner.equals(other)
                ? this
                : new Pod(object, meta, spec, specField, nodeName, phase, ips, other, false, mirror);
    }

    /** Path of a field below the pod spec, for evidence. */
    public String field(String belowSpec) {
        return specField + "." + belowSpec;
    }
}
