package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Whether the ingress policies of a pod admit what comes from outside, and how sure that is.
 *
 * <p>Where a node hides the client's address ({@code externalTrafficPolicy: Cluster}), the pod sees a node's address when
 * the packet came in through another node, and with some network plugins the client's when it came in through its own.
 */
final class Admission {
    /** Admitted with that confidence, for one of these reasons. */
    record Pass(Confidence confidence, ImmutableList<Support> supports) {}

    private final Judge judge;
    private final Party someNode;

    Admission(Cluster cluster, Judge judge) {
        this.judge = judge;
        List<IpRanges> nodes = new ArrayList<>();
        cluster.nodes()
                .forEach(node -> node.internalAddresses()
                        .forEach(ip -> IpAddress.parse(ip).map(IpRanges::of).ifPresent(nodes::add)));
        someNode = nodes.isEmpty()
                ? Party.unknown(Party.Kind.NODE, "the nodes")
                : Party.somewhere("a node", IpRanges.union(nodes));
    }

    /** Whether a way's packets are let in by the pod they are sent to. */
    Optional<Pass> admits(Way way, Party pod, Protocol protocol, int port) {
        Party client = Party.somewhere("the internet", way.clients());
        if (way.keepsClient() || pod.kind() != Party.Kind.POD) {
            return admits(client, pod, protocol, port);
        }
        Decision asClient = ingress(judge, client, pod, protocol, port);
        if (!asClient.isAllowed()
                || ingress(judge, someNode, pod, protocol, port).isAllowed()) {
            return admits(someNode, pod, protocol, port);
        }
        Evidence kept = Evidence.assumed(
                way.via(), "spec.externalTrafficPolicy", "the client's address is seen by pods on the node it enters");
        return Optional.of(new Pass(
                Confidence.POSSIBLE,
                asClient.supports().stream()
                        .map(support -> support.and(Support.of(kept)))
                        .collect(ImmutableList.toImmutableList())));
    }

    /** Whether a pod admits packets of a given source; UNKNOWN is a possibility. */
    Optional<Pass> admits(Party source, Party pod, Protocol protocol, int port) {
        return pass(judge.isNarrowed(pod, Direction.INGRESS), asked -> ingress(asked, source, pod, protocol, port));
    }

    /** Whether packets of one pod (an Ingress controller's) reach another. */
    Optional<Pass> passes(Party source, Party pod, Protocol protocol, int port) {
        return pass(
                judge.isNarrowed(source, Direction.EGRESS) || judge.isNarrowed(pod, Direction.INGRESS),
                asked -> asked.decide(new Judge.Packet(source, pod, protocol, port)));
    }

    /** Less sure where a proxy tells requests apart: those that a later step needs may not be among those that it lets through. */
    private Optional<Pass> pass(boolean narrowed, Function<Judge, Decision> question) {
        Decision decision = question.apply(judge);
        if (decision.outcome() == Outcome.DENIED) {
            return Optional.empty();
        }
        boolean whole = !narrowed || question.apply(judge.ofWholes()).isAllowed();
        Confidence confidence =
                decision.isAllowed() ? whole ? Confidence.CERTAIN : Confidence.LIKELY : Confidence.POSSIBLE;
        ImmutableList<Support> supports =
                decision.supports().isEmpty() ? ImmutableList.of(Support.NONE) : decision.supports();
        return Optional.of(new Pass(confidence, supports));
    }

    private static Decision ingress(Judge judge, Party source, Party pod, Protocol protocol, int port) {
        Judge.Packet packet = new Judge.Packet(source, pod, protocol, port);
        Set<Family> families = new TreeSet<>(source.families());
        families.retainAll(pod.families());
        Decision best = Decision.denied();
        for (Family family : families) {
            Decision next = judge.side(Direction.INGRESS, packet, family);
            if (next.isAllowed() || (next.outcome() == Outcome.UNKNOWN && best.outcome() == Outcome.DENIED)) {
                best = next;
            }
            if (best.isAllowed()) {
                break;
            }
        }
        return best;
    }
}
