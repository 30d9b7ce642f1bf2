package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Node;
import dev.postern.model.Pod;

/**
 * The authority on what a pod specification lets a process do to its node, what it puts into a container, and which pods
 * admission lets in. Immutable and safe to share.
 */
public final class PodSecurity {
    private PodSecurity() {}

    /** Reads what the questions below need; O(objects). The server's version is the newest kubelet's. */
    public static PodSecurity of(Cluster cluster) {
        return of(cluster, cluster.newestKubelet().orElse(KubernetesVersion.LATEST_KNOWN));
    }

    /** As {@link #of(Cluster)}, with the API server's version stated. */
    public static PodSecurity of(Cluster cluster, KubernetesVersion serverVersion) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** What the container may do. */
    public ContainerFacts facts(Pod pod, Container container) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Every way from this container to its node, sorted. Escapes belong to one container: a privileged sidecar does not
     * make its neighbour privileged. Two of one kind differ in confidence or effect.
     */
    public ImmutableList<Escape> escapes(Pod pod, Container container) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** What Pod Security admission lets into the namespace, whether or not the input holds the Namespace object. */
    public Admission admission(String namespace) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Whether a token of the pod's service account for the API server is mounted into this container: allowed when it is,
     * with each mount a support. Never unknown.
     */
    public Decision token(Pod pod, Container container) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The Secrets that a process in this container can read as files or variables, sorted. */
    public ImmutableList<SecretUse> secrets(Pod pod, Container container) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The Secrets that this pod brings to its node but to none of its containers, sorted. */
    public ImmutableList<SecretUse> nodeSecrets(Pod pod) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The node the pod runs on, or the nodes it may run on. O(nodes) for a pod that is not scheduled. */
    public Placement placement(Pod pod) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Whether the node belongs to the control plane, so that root on it is root over the cluster. */
    public Decision controlPlane(Node node) {
        throw new UnsupportedOperationException("not built yet");
    }
}
