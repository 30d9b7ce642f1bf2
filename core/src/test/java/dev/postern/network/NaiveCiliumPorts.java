package dev.postern.network;

import dev.postern.model.CiliumPort;
import dev.postern.model.CiliumPortRule;
import dev.postern.model.Container;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.PortRef;
import java.util.List;
import java.util.Locale;

/** Which ports rules mean: rows 16 to 18, and those of NetworkPolicies. */
final class NaiveCiliumPorts {
    private NaiveCiliumPorts() {}

    /** What narrows a rule above layer 4 is left out: the connection itself is possible. */
    static boolean matches(List<CiliumPortRule> toPorts, NaiveCilium.Packet packet) {
        return toPorts.isEmpty()
                || toPorts.stream().flatMap(item -> item.ports().stream()).anyMatch(port -> matches(port, packet));
    }

    private static boolean matches(CiliumPort item, NaiveCilium.Packet packet) {
        String protocol = item.protocol().toUpperCase(Locale.ROOT);
        if (!List.of("", "ANY", packet.protocol().name()).contains(protocol)) {
            return false;
        }
        if (item.port().chars().anyMatch(Character::isLetter)) {
            return isNamed(item.port().toLowerCase(Locale.ROOT), packet);
        }
        boolean octal = item.port().length() > 1 && item.port().startsWith("0");
        int first = Integer.parseInt(item.port(), octal ? 8 : 10);
        int last = item.endPort().orElse(0);
        return first == 0 && last == 0 || packet.port() == first || first <= packet.port() && packet.port() <= last;
    }

    private static boolean isNamed(String name, NaiveCilium.Packet packet) {
        return packet.destination().isPresent()
                && packet.destination().get().spec().containers().stream()
                        .filter(container ->
                                container.role() == Container.Role.MAIN || container.role() == Container.Role.SIDECAR)
                        .flatMap(container -> container.ports().stream())
                        .anyMatch(port -> port.name().equals(name)
                                && port.protocol() == packet.protocol()
                                && port.containerPort() == packet.port());
    }

    static boolean allows(List<NetworkPolicyPort> ports, NaiveCilium.Packet packet) {
        return ports.isEmpty() || ports.stream().anyMatch(port -> allows(port, packet));
    }

    private static boolean allows(NetworkPolicyPort item, NaiveCilium.Packet packet) {
        if (item.protocol() != packet.protocol()) {
            return false;
        }
        if (item.port().isEmpty()) {
            return true;
        }
        PortRef port = item.port().get();
        return port.isNamed()
                ? isNamed(port.name(), packet)
                : port.number() <= packet.port()
                        && packet.port() <= item.endPort().orElse(port.number());
    }
}
