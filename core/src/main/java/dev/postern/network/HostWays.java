package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.Optional;

/**
 * The ways in over a node's own address: a {@code hostPort}, which keeps the client's address, and the declared ports of a
 * pod on the host network.
 */
final class HostWays {
    private final NodeExposure nodes;

    HostWays(NodeExposure nodes) {
        this.nodes = nodes;
    }

    /** Receives one way and the port on the pod. */
    interface Sink {
        void accept(Way way, Protocol protocol, int port);
    }

    void each(Pod pod, Sink sink) {
        for (Container container : pod.spec().containers()) {
            if (!NamedPorts.serving(container)) {
                continue;
            }
            for (int i = 0; i < container.ports().size(); i++) {
                ContainerPort port = container.ports().get(i);
                String field = pod.field(container.field() + ".ports[" + i + "]");
                Optional<Way> way = port.containerPort() < PortSet.MIN_PORT
                        ? Optional.empty()
                        : pod.spec().hostNetwork() ? hostNetwork(pod, port, field) : hostPort(pod, port, field);
                way.ifPresent(open -> sink.accept(open, port.protocol(), port.containerPort()));
            }
        }
    }

    private Optional<Way> hostNetwork(Pod pod, ContainerPort port, String field) {
        Evidence network = Evidence.stated(pod.object(), pod.field("hostNetwork"), "true");
        Evidence declared =
                Evidence.stated(pod.object(), field + ".containerPort", String.valueOf(port.containerPort()));
        return way(pod, port, "hostNetwork", ImmutableList.of(network, declared));
    }

    private Optional<Way> hostPort(Pod pod, ContainerPort port, String field) {
        if (port.hostPort() == 0) {
            return Optional.empty();
        }
        Evidence fact = Evidence.stated(pod.object(), field + ".hostPort", String.valueOf(port.hostPort()));
        return way(pod, port, "hostPort", ImmutableList.of(fact));
    }

    private Optional<Way> way(Pod pod, ContainerPort port, String how, ImmutableList<Evidence> facts) {
        NodeExposure.Reach reach = nodes.node(pod.nodeName(), pod.object());
        Optional<IpAddress> bound = IpAddress.parse(port.hostIP()).filter(address -> !isAny(address));
        if (how.equals("hostPort") && bound.isPresent()) {
            if (isLoopback(bound.get())) {
                return Optional.empty();
            }
            boolean open = PublicAddresses.ALL.contains(bound.get());
            reach = new NodeExposure.Reach(
                    open ? Confidence.LIKELY : Confidence.POSSIBLE,
                    Evidence.stated(pod.object(), facts.get(0).field().replace(".hostPort", ".hostIP"), port.hostIP()));
        }
        ImmutableList<Evidence> all = ImmutableList.<Evidence>builder()
                .addAll(facts)
                .add(reach.fact())
                .build();
        return Optional.of(new Way(pod.object(), how, reach.confidence(), all, PublicAddresses.ALL, true));
    }

    private static boolean isAny(IpAddress address) {
        return address.high() == 0 && address.low() == 0;
    }

    private static boolean isLoopback(IpAddress address) {
        return address.family() == IpAddress.Family.IPV4
                ? address.low() >>> 24 == 127
                : address.high() == 0 && address.low() == 1;
    }
}
