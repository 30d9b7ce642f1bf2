package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.network.IpAddress.Family;
import java.util.Optional;
import java.util.Set;

/**
 * One concrete end of a packet.
 *
 * @param name for messages
 * @param networkClass {@link Network#NO_CLASS} for anything but a pod
 * @param addresses those it uses, at most one a family; empty when not known
 * @param families those it can use
 * @param node where it is, when known
 * @param within the addresses one of which it has, for {@link Kind#SOMEWHERE}; else none
 */
record Party(
        Kind kind,
        String name,
        Optional<Pod> pod,
        int networkClass,
        ImmutableList<IpAddress> addresses,
        ImmutableSet<Family> families,
        Optional<String> node,
        IpRanges within) {
    /** What stands at an end. */
    enum Kind {
        /** A pod in the pod network: the only kind that policies bind and selectors match. */
        POD,
        /** A pod on the host network. */
        HOST_POD,
        NODE,
        /** An address of the pod network that no pod of the input has. */
        STRANGER,
        /** An address outside the cluster. */
        OUTSIDE,
        /** Some address of a set: whichever suits it best. */
        SOMEWHERE
    }

    static Party ofPod(Pod pod, int networkClass, Hosts hosts) {
        ImmutableList<IpAddress> addresses = ImmutableList.copyOf(hosts.addresses(pod));
        return new Party(
                hosts.onHost(pod) ? Kind.HOST_POD : Kind.POD,
                pod.object().toString(),
                Optional.of(pod),
                networkClass,
                addresses,
                ImmutableSet.copyOf(hosts.families(addresses)),
                pod.nodeName(),
                IpRanges.NONE);
    }

    static Party ofNode(String name, ImmutableList<IpAddress> addresses, Set<Family> families) {
        return new Party(
                Kind.NODE,
                "Node " + name,
                Optional.empty(),
                Network.NO_CLASS,
                addresses,
                ImmutableSet.copyOf(families),
                Optional.of(name),
                IpRanges.NONE);
    }

    static Party ofAddress(Kind kind, String text, IpAddress address) {
        return new Party(
                kind,
                text,
                Optional.empty(),
                Network.NO_CLASS,
                ImmutableList.of(address),
                ImmutableSet.of(address.family()),
                Optional.empty(),
                IpRanges.NONE);
    }

    /** Somebody on the internet. */
    static Party internet() {
        return somewhere("the internet", PublicAddresses.ALL);
    }

    /** Somebody with one of these addresses, who is no pod. */
    static Party somewhere(String name, IpRanges within) {
        return new Party(
                Kind.SOMEWHERE,
                name,
                Optional.empty(),
                Network.NO_CLASS,
                ImmutableList.of(),
                ImmutableSet.copyOf(Family.values()),
                Optional.empty(),
                within);
    }

    /** Somebody of whom nothing is known: a pod of any labels for a {@link Kind#STRANGER}, else no pod. */
    static Party unknown(Kind kind, String name) {
        return new Party(
                kind,
                name,
                Optional.empty(),
                Network.NO_CLASS,
                ImmutableList.of(),
                ImmutableSet.copyOf(Family.values()),
                Optional.empty(),
                IpRanges.NONE);
    }

    /** The same party, using one of its addresses only. */
    Party at(IpAddress address) {
        return new Party(
                kind,
                name,
                pod,
                networkClass,
                ImmutableList.of(address),
                ImmutableSet.of(address.family()),
                node,
                IpRanges.NONE);
    }

    Optional<IpAddress> address(Family family) {
        return Hosts.of(family, addresses);
    }

    /** Whether it is in a node's own network. */
    boolean onHost() {
        return kind == Kind.NODE || kind == Kind.HOST_POD;
    }

    /** Whether it belongs to the cluster and its node matters. */
    boolean hasNode() {
        return kind == Kind.POD || onHost();
    }

    /** Why no policy binds it; for pods in the pod network, nothing. */
    Support unbound() {
        return kind == Kind.HOST_POD && pod.isPresent()
                ? Support.of(Evidence.stated(pod.get().object(), pod.get().field("hostNetwork"), "true"))
                : Support.NONE;
    }
}
