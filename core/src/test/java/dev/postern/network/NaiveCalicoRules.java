package dev.postern.network;

import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoPort;
import dev.postern.model.CalicoProtocol;
import dev.postern.model.CalicoRule;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.EndpointSlice;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.network.NaiveCalicoSelectors.Of;
import dev.postern.network.NaiveCalicoThings.Thing;
import java.util.List;

/** For the twin: whether one rule of one policy of Calico matches one packet. ALLOWED is yes, DENIED no. */
final class NaiveCalicoRules {
    /** The first packet of a connection; its source port can be any. */
    record Packet(IpAddress source, IpAddress destination, Protocol protocol, int port) {}

    private final Cluster cluster;
    private final List<Thing> things;

    NaiveCalicoRules(Cluster cluster, List<Thing> things) {
        this.cluster = cluster;
        this.things = things;
    }

    Outcome matches(CalicoPolicy policy, CalicoRule rule, Packet packet) {
        int number = CalicoProtocol.number(packet.protocol());
        int version = packet.source().family() == IpAddress.Family.IPV4 ? 4 : 6;
        if (rule.protocol().isPresent() && rule.protocol().get().number() != number
                || rule.notProtocol().isPresent() && rule.notProtocol().get().number() == number
                || rule.ipVersion().isPresent() && rule.ipVersion().get() != version
                || rule.icmp()
                || !isAt(policy, rule.source(), packet.source())
                || !isAt(policy, rule.destination(), packet.destination())
                || !isPort(policy, rule.destination(), packet)) {
            return Outcome.DENIED;
        }
        boolean anySourcePort =
                rule.source().ports().isEmpty() && rule.source().notPorts().isEmpty();
        Outcome services =
                and(service(policy, rule.source(), packet, false), service(policy, rule.destination(), packet, true));
        return and(services, anySourcePort ? Outcome.ALLOWED : Outcome.UNKNOWN);
    }

    private static Outcome and(Outcome a, Outcome b) {
        return a == Outcome.DENIED || b == Outcome.DENIED ? Outcome.DENIED : a == Outcome.UNKNOWN ? Outcome.UNKNOWN : b;
    }

    /** All but ports and services. */
    private boolean isAt(CalicoPolicy policy, CalicoEntity end, IpAddress address) {
        if (!end.nets().isEmpty() && end.nets().stream().noneMatch(net -> NaiveCalicoThings.inNet(net, address))) {
            return false;
        }
        if (!end.notNets().isEmpty()
                && (end.notNets().stream().anyMatch(net -> NaiveCalicoThings.inNet(net, address))
                        || end.notNets().stream()
                                .noneMatch(net -> NaiveCalicoThings.isOfFamily(net, address.family())))) {
            return false;
        }
        if (selects(policy, end)) {
            return things.stream().anyMatch(thing -> thing.has(address) && isSelected(policy, end, thing));
        }
        return end.notSelector().isEmpty()
                || things.stream()
                        .noneMatch(thing -> thing.has(address)
                                && NaiveCalicoSelectors.matches(
                                        end.notSelector().get(), Of.THING, thing.labels()));
    }

    private static boolean hasAccounts(CalicoEntity end) {
        return end.serviceAccounts().filter(accounts -> !accounts.isEmpty()).isPresent();
    }

    /** Whether the end must be a thing that is known. */
    private static boolean selects(CalicoPolicy policy, CalicoEntity end) {
        return end.selector().isPresent()
                || end.namespaceSelector().isPresent()
                || hasAccounts(end)
                || end.notSelector().isPresent() && !policy.isGlobal();
    }

    /** Whether one thing satisfies every selector. */
    private static boolean isSelected(CalicoPolicy policy, CalicoEntity end, Thing thing) {
        if (end.namespaceSelector().isPresent()) {
            if (!NaiveCalicoSelectors.matches(end.namespaceSelector().get(), Of.NAMESPACE, thing.labels())) {
                return false;
            }
        } else if (!policy.isGlobal()
                && !policy.meta().namespace().equals(thing.labels().get(NaiveCalicoSelectors.NAMESPACE))) {
            return false;
        }
        if (end.selector().isPresent()
                && !NaiveCalicoSelectors.matches(end.selector().get(), Of.THING, thing.labels())) {
            return false;
        }
        if (end.notSelector().isPresent()
                && NaiveCalicoSelectors.matches(end.notSelector().get(), Of.THING, thing.labels())) {
            return false;
        }
        return !hasAccounts(end)
                || thing.pod().isPresent() && isAccount(end.serviceAccounts().get(), thing);
    }

    private static boolean isAccount(CalicoEntity.ServiceAccounts accounts, Thing pod) {
        String name = pod.labels().get("projectcalico.org/serviceaccount");
        return (accounts.names().isEmpty() || accounts.names().contains(name))
                && (accounts.selector().isEmpty()
                        || NaiveCalicoSelectors.matches(accounts.selector().get(), Of.SERVICE_ACCOUNT, pod.labels()));
    }

    private boolean isPort(CalicoPolicy policy, CalicoEntity end, Packet packet) {
        return (end.ports().isEmpty() || end.ports().stream().anyMatch(port -> isPort(policy, end, port, packet)))
                && end.notPorts().stream().noneMatch(port -> isPort(policy, end, port, packet));
    }

    private boolean isPort(CalicoPolicy policy, CalicoEntity end, CalicoPort port, Packet packet) {
        if (port instanceof CalicoPort.Numbers numbers) {
            return numbers.first() <= packet.port() && packet.port() <= numbers.last();
        }
        return port instanceof CalicoPort.Named named
                && things.stream()
                        .filter(thing -> thing.pod().isPresent() && thing.has(packet.destination()))
                        .filter(thing -> !selects(policy, end) || isSelected(policy, end, thing))
                        .anyMatch(thing -> offers(thing.pod().get(), named.name(), packet));
    }

    static boolean offers(Pod pod, String name, Packet packet) {
        return pod.spec().containers().stream()
                .filter(container ->
                        container.role() == Container.Role.MAIN || container.role() == Container.Role.SIDECAR)
                .flatMap(container -> container.ports().stream())
                .anyMatch(offered -> offered.name().equals(name)
                        && offered.protocol() == packet.protocol()
                        && offered.containerPort() == packet.port());
    }

    /** A Service whose endpoints are not in the input may have any. */
    private Outcome service(CalicoPolicy policy, CalicoEntity end, Packet packet, boolean destination) {
        if (end.services().isEmpty()) {
            return Outcome.ALLOWED;
        }
        CalicoEntity.Service service = end.services().get();
        String namespace = service.namespace().isEmpty() ? policy.meta().namespace() : service.namespace();
        List<EndpointSlice> slices = cluster.endpointSlices().stream()
                .filter(slice -> slice.meta().namespace().equals(namespace)
                        && slice.serviceName().equals(service.name()))
                .toList();
        if (slices.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        IpAddress address = destination ? packet.destination() : packet.source();
        boolean any = slices.stream()
                .anyMatch(slice -> slice.endpoints().stream()
                                .flatMap(endpoint -> endpoint.addresses().stream())
                                .anyMatch(ip -> IpAddress.parse(ip)
                                        .filter(address::equals)
                                        .isPresent())
                        && (!destination
                                || slice.ports().stream()
                                        .anyMatch(port ->
                                                port.protocol() == packet.protocol() && port.port() == packet.port())));
        return any ? Outcome.ALLOWED : Outcome.DENIED;
    }
}
