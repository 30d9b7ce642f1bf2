package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;

/**
 * Which packets pass in one cluster. Immutable and safe to share between threads.
 *
 * <p>Succeeded and failed pods take no part. A pod on the host network is bound by no policy, is matched by no pod or
 * namespace selector, and sends from its node's address. The virtual pod of a workload is judged by its template's
 * labels; its address and node are unknown.
 */
public final class Network {
    /** The class of a pod that takes no part: it is terminated, or not of this cluster. */
    public static final int NO_CLASS = -1;

    private Network() {}

    /** Reads the policies of a cluster. Time and space grow with the input and the matches of its selectors. */
    public static Network of(Cluster cluster) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Whether a flow passes. An end that stands for several pods is judged as "one of them": allowed if any pair passes,
     * denied only if none does.
     */
    public Decision decide(Flow flow) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Whether packets of one pod to another pass, to the other's own address. */
    public Decision decide(Pod source, Pod destination, Protocol protocol, int port) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Whether a packet between two addresses passes: of pods, of nodes, or of anything outside the cluster. Addresses
     * are compared as addresses, not as text.
     *
     * @throws IllegalArgumentException if one of them is not an IP literal
     */
    public Decision decide(String sourceIp, String destinationIp, Protocol protocol, int port) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The verdict between two classes without its reasons; what {@link #reachableFrom} says about this port. */
    public Outcome outcome(int sourceClass, int destinationClass, Protocol protocol, int port) {
        throw new UnsupportedOperationException("not yet");
    }

    /** How many network classes there are; they are numbered from 0. */
    public int classCount() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The network class of a pod: pods of one class reach the same and are reached by the same. */
    public int classOf(Pod pod) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The pods of a class, in canonical order. */
    public ImmutableList<Pod> podsOf(int networkClass) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Every class that a class reaches, itself included where one of its pods reaches another, each once and in no
     * particular order. Left out, because they hold between pods and not between classes: a pod and its own address, and
     * {@link #ownNode}.
     */
    public void reachableFrom(int sourceClass, ReachSink sink) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Every class that reaches a class; the reverse of {@link #reachableFrom}. */
    public void reachedBy(int destinationClass, ReachSink sink) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * The pods that a pod reaches, and is reached by, on every port whatever policy says, because traffic between a pod
     * and its own node is never stopped: for a pod on the host network, the pods of its node; for any other, the
     * host-network pods of its node. Empty when its node is not known.
     */
    public ImmutableList<Pod> ownNode(Pod pod) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * The ports of a pod that something listens on: container ports, target ports of Services that select it, probe
     * ports; one entry per (protocol, port). A pod that declares none has one unknown listener.
     */
    public ImmutableList<Listener> listeners(Pod pod) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Every way in from the internet, in canonical order. */
    public ImmutableList<EntryPoint> entryPoints() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Whether a pod can send requests to the API server, as far as network policy decides. */
    public Decision reachesApiServer(Pod pod) {
        throw new UnsupportedOperationException("not yet");
    }
}
