package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The ways in over a node's own address: a {@code hostPort}, which keeps the client's address, and whatever
 * listens in a pod on the host network.
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

    /** @param listeners what is known to listen in a pod */
    void each(Pod pod, Function<Pod, List<Listener>> listeners, Sink sink) {
        if (pod.spec().hostNetwork()) {
            listeners
                    .apply(pod)
                    .forEach(listener -> sink.accept(hostNetwork(pod, listener), listener.protocol(), listener.port()));
            return;
        }
        for (Container container : pod.spec().containers()) {
            if (!NamedPorts.serving(container)) {
                continue;
            }
            for (int i = 0; i < container.ports().size(); i++) {
                ContainerPort port = container.ports().get(i);
                String field = pod.field(container.field() + ".ports[" + i + "]");
                Optional<Way> way =
                        port.containerPort() < PortSet.MIN_PORT ? Optional.empty() : hostPort(pod, port, field);
                way.ifPresent(open -> sink.accept(open, port.protocol(), port.containerPort()));
            }
        }
    }

    /** Whatever listens there listens on the node's address. Where nothing is declared, that something does is a guess. */
    private Way hostNetwork(Pod pod, Listener listener) {
        NodeExposure.Reach reach = nodes.node(pod.nodeName(), pod.object());
        Evidence network = Evidence.stated(pod.object(), pod.field("hostNetwork"), "true");
        return new Way(
                pod.object(),
                "hostNetwork",
                listener.isUnknown() ? Confidence.POSSIBLE : reach.confidence(),
                ImmutableList.of(network, listener.evidence().get(0), reach.fact()),
                PublicAddresses.ALL,
                true);
    }

    private Optional<Way> hostPort(Pod pod, ContainerPort port, String field) {
        if (port.hostPort() == 0) {
            return Optional.empty();
        }
        Evidence fact = Evidence.stated(pod.object(), field + ".hostPort", String.valueOf(port.hostPort()));
        NodeExposure.Reach reach = nodes.node(pod.nodeName(), pod.object());
        Optional<IpAddress> bound = IpAddress.parse(port.hostIP()).filter(address -> !isAny(address));
        if (bound.isPresent()) {
            if (isLoopback(bound.get())) {
                return Optional.empty();
            }
            boolean open = PublicAddresses.ALL.contains(bound.get());
            reach = new NodeExposure.Reach(
                    open ? Confidence.LIKELY : Confidence.POSSIBLE,
                    Evidence.stated(pod.object(), field + ".hostIP", port.hostIP()));
        }
        ImmutableList<Evidence> facts = ImmutableList.of(fact, reach.fact());
        return Optional.of(new Way(pod.object(), "hostPort", reach.confidence(), facts, PublicAddresses.ALL, true));
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
