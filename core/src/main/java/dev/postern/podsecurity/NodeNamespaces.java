package dev.postern.podsecurity;

import dev.postern.model.KubernetesVersion;
import dev.postern.model.Pod;

/** Which of the node's Linux namespaces a pod shares. */
final class NodeNamespaces {
    private NodeNamespaces() {}

    static Fact processes(Pod pod) {
        return pod.spec().hostPID()
                ? Fact.yes(Fields.stated(pod, "hostPID", true))
                : Fact.no(Fields.byDefault(pod, "hostPID", false));
    }

    /**
     * Whether {@code hostUsers: false} gives the pod a user namespace of its own. Servers before v1.33 drop the field
     * unless a feature gate is set (KEP-127); an object that was read from a server shows what it kept.
     */
    static Fact ownUsers(Pod pod, KubernetesVersion serverVersion) {
        if (pod.spec().hostUsers().isEmpty()) {
            return Fact.no(Fields.byDefault(pod, "hostUsers", true));
        }
        boolean hostUsers = pod.spec().hostUsers().get();
        if (hostUsers) {
            return Fact.no(Fields.stated(pod, "hostUsers", true));
        }
        boolean kept = pod.meta().live() || serverVersion.isAtLeast(1, 33);
        return kept
                ? Fact.yes(Fields.stated(pod, "hostUsers", false))
                : Fact.unknown(Fields.stated(pod, "hostUsers", false));
    }

    /** Whether the pod could have a user namespace: the server keeps the field and nothing of the pod forbids it. */
    static boolean couldHaveOwnUsers(Pod pod, KubernetesVersion serverVersion) {
        return serverVersion.isAtLeast(1, 33)
                && !pod.spec().hostNetwork()
                && !pod.spec().hostPID()
                && !pod.spec().hostIPC();
    }
}
