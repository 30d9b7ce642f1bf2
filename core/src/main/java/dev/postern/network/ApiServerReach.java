package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.EndpointSlice;
import dev.postern.model.Evidence;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether pods reach the API server. Its addresses come from the endpoints of {@code default/kubernetes}, else from its
 * static pods, else from the control-plane nodes. Policy judges a packet after Service translation; where that leaves a
 * plugin a choice, the answer is UNKNOWN.
 */
final class ApiServerReach {
    static final ObjectRef SERVICE = ObjectRef.of("Service", "default", "kubernetes");
    private static final int SERVICE_PORT = 443;
    private static final int DEFAULT_PORT = 6443;
    private static final ImmutableSet<String> CONTROL_PLANE =
            ImmutableSet.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");

    /** One place where the API server answers. */
    private record Place(IpAddress address, int port, Evidence fact) {}

    private final Judge judge;
    private final Parties parties;
    private final ImmutableList<Place> places;
    private final ImmutableList<Integer> ports;
    private final Optional<IpAddress> clusterIp;
    private final ImmutableSet<String> nodes;

    ApiServerReach(Cluster cluster, Judge judge, Parties parties, Hosts hosts) {
        this.judge = judge;
        this.parties = parties;
        Optional<Service> service = cluster.find(Service.class, SERVICE);
        clusterIp = service.flatMap(found -> IpAddress.parse(found.clusterIP()));
        Optional<Integer> target = service.flatMap(found -> found.ports().stream()
                .filter(port -> !port.targetPort().isNamed() && port.port() == SERVICE_PORT)
                .map(port -> port.targetPort().number())
                .findFirst());
        ports = target.map(ImmutableList::of).orElse(ImmutableList.of(DEFAULT_PORT, SERVICE_PORT));
        List<Place> found = fromEndpoints(cluster, target.orElse(DEFAULT_PORT));
        found = found.isEmpty() ? fromPods(cluster, hosts, target.orElse(DEFAULT_PORT)) : found;
        found = found.isEmpty() ? fromNodes(cluster, hosts, target.orElse(DEFAULT_PORT)) : found;
        places = ImmutableList.copyOf(found);
        nodes = places.stream()
                .flatMap(place -> parties.at(place.address()).stream())
                .flatMap(party -> party.node().stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    /** See {@link Network#apiServerDials}. */
    static Decision dials(Service service) {
        Support type = Support.of(Evidence.stated(service.ref(), "spec.type", service.type()));
        if (service.type().equals("ExternalName")) {
            return Decision.denied(type);
        }
        return service.isHeadless()
                ? Decision.unknown(
                        "the API server runs with --enable-aggregator-routing",
                        Support.of(Evidence.stated(service.ref(), "spec.clusterIP", "None")))
                : Decision.allowed(Support.NONE);
    }

    private static List<Place> fromEndpoints(Cluster cluster, int port) {
        List<Place> places = new ArrayList<>();
        for (EndpointSlice slice : cluster.endpointSlices()) {
            if (!slice.meta().namespace().equals(SERVICE.namespace())
                    || !slice.serviceName().equals(SERVICE.name())) {
                continue;
            }
            int known = slice.ports().stream()
                    .filter(item -> item.protocol() == Protocol.TCP)
                    .map(EndpointSlice.Port::port)
                    .findFirst()
                    .orElse(port);
            for (int i = 0; i < slice.endpoints().size(); i++) {
                String field = slice.kind().equals("Endpoints") ? "subsets" : "endpoints[" + i + "].addresses";
                for (String ip : slice.endpoints().get(i).addresses()) {
                    Evidence fact = Evidence.stated(slice.ref(), field, ip);
                    IpAddress.parse(ip).ifPresent(address -> places.add(new Place(address, known, fact)));
                }
            }
        }
        return places;
    }

    private static List<Place> fromPods(Cluster cluster, Hosts hosts, int port) {
        List<Place> places = new ArrayList<>();
        for (Pod pod : cluster.pods()) {
            boolean apiServer = pod.namespace().equals("kube-system")
                    && (pod.meta().labels().getOrDefault("component", "").equals("kube-apiserver")
                            || pod.meta().name().startsWith("kube-apiserver-"));
            if (apiServer && !pod.isTerminated()) {
                for (IpAddress address : hosts.addresses(pod)) {
                    Evidence fact = Evidence.stated(pod.object(), "status.podIPs", address.toString());
                    places.add(new Place(address, port, fact));
                }
            }
        }
        return places;
    }

    private static List<Place> fromNodes(Cluster cluster, Hosts hosts, int port) {
        List<Place> places = new ArrayList<>();
        for (Node node : cluster.nodes()) {
            if (isControlPlane(node)) {
                for (IpAddress address : hosts.nodeAddresses(node.meta().name())) {
                    Evidence fact = Evidence.stated(node.ref(), "status.addresses", address.toString());
                    places.add(new Place(address, port, fact));
                }
            }
        }
        return places;
    }

    /** See {@link Network#apiServerNodes}. */
    ImmutableSet<String> nodes() {
        return nodes;
    }

    static boolean isControlPlane(Node node) {
        return node.meta().labels().keySet().stream().anyMatch(CONTROL_PLANE::contains);
    }

    Decision decide(Party pod) {
        return places.isEmpty() ? anywhere(pod) : knownPlaces(pod);
    }

    /** The other direction; an address that a policy refuses may not be the one that the pod sees. */
    Decision reaches(Party pod, Protocol protocol, int port) {
        Decision decision = places.stream()
                .flatMap(place -> parties.at(place.address()).stream())
                .map(server -> judge.decide(new Judge.Packet(server, pod, protocol, port)))
                .filter(Decision::isAllowed)
                .findFirst()
                .orElseGet(() -> judge.decide(
                        new Judge.Packet(Party.unknown(Party.Kind.OUTSIDE, "the API server"), pod, protocol, port)));
        return decision.outcome() == Outcome.DENIED
                ? Decision.unknown("whether the pod's policies admit the address that the API server comes with")
                : decision;
    }

    private Decision knownPlaces(Party pod) {
        Optional<Decision> unknown = Optional.empty();
        Optional<Decision> denied = Optional.empty();
        for (Place place : places) {
            for (Party server : parties.at(place.address())) {
                Decision decision = judge.decide(packet(pod, server, place.port()));
                if (decision.isAllowed()) {
                    return pod.kind() == Party.Kind.POD ? withFact(decision, place.fact()) : decision;
                }
                Optional<Decision> next = Optional.of(decision);
                unknown = decision.outcome() == Outcome.UNKNOWN ? unknown.or(() -> next) : unknown;
                denied = decision.outcome() == Outcome.DENIED ? denied.or(() -> next) : denied;
            }
        }
        Optional<Decision> refusal = denied;
        return unknown.or(() -> beforeTranslation(pod)).or(() -> refusal).orElseGet(Decision::denied);
    }

    /** The address matters only where a rule names addresses: not for a pod that nothing isolates. */
    private static Decision withFact(Decision decision, Evidence fact) {
        return Decision.allowed(decision.supports().stream()
                .map(support -> support.facts().stream().anyMatch(ApiServerReach::isByAddress)
                        ? support.and(Support.of(fact))
                        : support)
                .collect(ImmutableList.toImmutableList()));
    }

    private static boolean isByAddress(Evidence fact) {
        return fact.field().endsWith(".ipBlock")
                || fact.field().contains(".networks[")
                || fact.field().contains(".toCIDR")
                || fact.field().contains(".toEntities[")
                || fact.field().endsWith(".nodes");
    }

    /** A plugin that judges before translation sees the Service's own address and port. */
    private Optional<Decision> beforeTranslation(Party pod) {
        List<IpAddress> seen = new ArrayList<>();
        clusterIp.ifPresent(seen::add);
        places.forEach(place -> seen.add(place.address()));
        for (IpAddress address : seen) {
            Party service = Party.ofAddress(Party.Kind.OUTSIDE, "Service default/kubernetes", address);
            Decision decision = judge.decide(packet(pod, service, SERVICE_PORT));
            if (decision.isAllowed()) {
                return Optional.of(Decision.unknown(
                        "whether the network plugin judges a packet to Service default/kubernetes before or after its"
                                + " address and port are translated",
                        decision.supports().toArray(new Support[0])));
            }
        }
        return Optional.empty();
    }

    /** Nothing is known of the server but that no selector matches it. */
    private Decision anywhere(Party pod) {
        Party server = Party.unknown(Party.Kind.OUTSIDE, "the API server");
        List<Decision> decisions = new ArrayList<>();
        for (int port : ports) {
            decisions.add(judge.decide(packet(pod, server, port)));
        }
        if (decisions.stream().allMatch(Decision::isAllowed)) {
            return decisions.get(0);
        }
        for (Decision decision : decisions) {
            if (decision.outcome() == Outcome.UNKNOWN) {
                return decision;
            }
        }
        for (Decision decision : decisions) {
            if (decision.isAllowed()) {
                return Decision.unknown(
                        "the port of the API server: 6443 and 443 are usual, and the policy admits one of them only",
                        decision.supports().toArray(new Support[0]));
            }
        }
        return decisions.get(0);
    }

    private static Judge.Packet packet(Party pod, Party server, int port) {
        return new Judge.Packet(pod, server, Protocol.TCP, port);
    }
}
