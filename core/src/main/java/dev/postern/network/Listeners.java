package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.PortRef;
import dev.postern.model.ProbePort;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what is known to listen in one pod. */
final class Listeners {
    private record Key(Protocol protocol, int port) {}

    private static final class Found {
        String container = "";
        final List<Evidence> evidence = new ArrayList<>();
    }

    private final Pod pod;
    private final Map<Key, Found> found = new LinkedHashMap<>();

    private Listeners(Pod pod) {
        this.pod = pod;
    }

    /** Listeners in the order in which they are found: declared ports, ports of Services, probed ports. */
    static ImmutableList<Listener> of(Pod pod, List<ServiceBackends.Leading> services, ServiceBackends backends) {
        Listeners listeners = new Listeners(pod);
        pod.spec().containers().forEach(listeners::addDeclared);
        services.forEach(leading -> listeners.addTargets(leading, backends));
        pod.spec().containers().forEach(listeners::addProbed);
        return listeners.build();
    }

    private void addDeclared(Container container) {
        if (!NamedPorts.serving(container)) {
            return;
        }
        for (int i = 0; i < container.ports().size(); i++) {
            ContainerPort port = container.ports().get(i);
            String field = pod.field(container.field() + ".ports[" + i + "].containerPort");
            String value = String.valueOf(port.containerPort());
            add(port.protocol(), port.containerPort(), container.name(), Evidence.stated(pod.object(), field, value));
        }
    }

    private void addTargets(ServiceBackends.Leading leading, ServiceBackends backends) {
        Service service = leading.service();
        for (int i = 0; i < service.ports().size(); i++) {
            Protocol protocol = service.ports().get(i).protocol();
            backends.target(service, i, leading.backend())
                    .ifPresent(target ->
                            add(protocol, target.port(), "", target.facts().get(0)));
        }
    }

    private void addProbed(Container container) {
        if (!NamedPorts.serving(container)) {
            return;
        }
        for (ProbePort probe : container.probePorts()) {
            // A probe of another host says nothing about this pod.
            Optional<Integer> port = probe.host().isEmpty() ? number(container, probe.port()) : Optional.empty();
            String field = pod.field(container.field() + "." + probe.field() + ".port");
            port.ifPresent(number -> add(
                    Protocol.TCP,
                    number,
                    container.name(),
                    Evidence.stated(pod.object(), field, probe.port().toString())));
        }
    }

    private static Optional<Integer> number(Container container, PortRef port) {
        if (!port.isNamed()) {
            return Optional.of(port.number());
        }
        return container.ports().stream()
                .filter(declared -> declared.name().equals(port.name()))
                .map(ContainerPort::containerPort)
                .findFirst();
    }

    private void add(Protocol protocol, int port, String container, Evidence evidence) {
        if (port < PortSet.MIN_PORT || port > PortSet.MAX_PORT) {
            return;
        }
        Found listener = found.computeIfAbsent(new Key(protocol, port), key -> new Found());
        listener.container = listener.container.isEmpty() ? container : listener.container;
        listener.evidence.add(evidence);
    }

    private ImmutableList<Listener> build() {
        if (found.isEmpty()) {
            Evidence silent = Evidence.byDefault(
                    pod.object(), pod.field("containers"), "no port is declared: what listens is not known");
            return ImmutableList.of(new Listener(Protocol.TCP, Listener.UNKNOWN_PORT, "", ImmutableList.of(silent)));
        }
        ImmutableList.Builder<Listener> listeners = ImmutableList.builder();
        found.forEach((key, listener) -> listeners.add(
                new Listener(key.protocol(), key.port(), listener.container, ImmutableList.copyOf(listener.evidence))));
        return listeners.build();
    }
}
