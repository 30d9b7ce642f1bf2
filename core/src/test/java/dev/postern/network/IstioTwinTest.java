package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The network of random meshes against the twin, and its rows against its judge. */
class IstioTwinTest {
    private static final int SEEDS = 1_000_000_000;

    private static Cluster cluster(List<Map<String, Object>> objects) {
        ClusterSnapshot snapshot =
                IstioManifests.snapshot(Map.of("apiVersion", "v1", "kind", "List", "items", objects));
        return snapshot.cluster();
    }

    private static Cluster withoutMesh(List<Map<String, Object>> objects) {
        return cluster(objects.stream()
                .filter(object -> !String.valueOf(object.get("apiVersion")).startsWith("security.istio.io"))
                .toList());
    }

    private static List<String> addresses(Cluster cluster) {
        List<String> addresses = new ArrayList<>(RandomMeshes.OUTSIDE);
        cluster.pods().forEach(pod -> addresses.addAll(pod.ips()));
        return addresses;
    }

    private interface Packets {
        void accept(String source, String destination, Protocol protocol, int port);
    }

    private static void each(Cluster cluster, Packets packets) {
        for (String source : addresses(cluster)) {
            for (String destination : addresses(cluster)) {
                if (source.contains(":") == destination.contains(":") && !source.equals(destination)) {
                    RandomMeshes.PORTS.forEach(port -> packets.accept(source, destination, Protocol.TCP, port));
                    packets.accept(source, destination, Protocol.UDP, 80);
                }
            }
        }
    }

    private static Optional<NaiveIstio.Request> naive(HttpRequest request) {
        return Optional.of(new NaiveIstio.Request(request.method(), request.path(), request.host(), request.headers()));
    }

    @Property(tries = 300)
    void connections_with_a_request_pass_as_the_twin_has_it(@ForAll @IntRange(max = SEEDS) int seed) {
        List<Map<String, Object>> objects = RandomMeshes.of(seed);
        Cluster cluster = cluster(objects);
        Network plain = Network.of(withoutMesh(objects));
        NaiveIstio twin = new NaiveIstio(cluster);
        HttpRequest request = RandomMeshes.REQUESTS.get(seed % RandomMeshes.REQUESTS.size());
        Network network = Network.of(cluster).carrying(request);
        assertThat(network.diagnostics()).noneMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
        each(cluster, (source, destination, protocol, port) -> {
            Outcome expected = twin.allows(source, destination, protocol, port, naive(request))
                    ? plain.decide(source, destination, protocol, port).outcome()
                    : Outcome.DENIED;
            Decision decision = network.decide(source, destination, protocol, port);
            assertThat(decision.outcome())
                    .as("%s to %s %s %d: %s", source, destination, protocol, port, decision)
                    .isEqualTo(expected);
        });
    }

    @Property(tries = 300)
    void connections_pass_that_can_carry_a_request_that_passes(@ForAll @IntRange(max = SEEDS) int seed) {
        List<Map<String, Object>> objects = RandomMeshes.of(seed);
        Cluster cluster = cluster(objects);
        Network plain = Network.of(withoutMesh(objects));
        NaiveIstio twin = new NaiveIstio(cluster);
        Network network = Network.of(cluster);
        each(cluster, (source, destination, protocol, port) -> {
            boolean raw = twin.allows(source, destination, protocol, port, Optional.empty());
            boolean any = raw
                    || RandomMeshes.REQUESTS.stream()
                            .anyMatch(request -> twin.allows(source, destination, protocol, port, naive(request)));
            Outcome passes = plain.decide(source, destination, protocol, port).outcome();
            Outcome outcome =
                    network.decide(source, destination, protocol, port).outcome();
            boolean exact = twin.layer(destination, port) == NaiveIstio.Layer.TCP;
            if (any || exact) {
                assertThat(outcome)
                        .as("%s to %s %s %d", source, destination, protocol, port)
                        .isEqualTo(any ? passes : Outcome.DENIED);
            }
        });
    }

    @Property(tries = 300)
    void what_some_requests_do_not_get_through_is_narrowed(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = cluster(RandomMeshes.of(seed));
        NaiveIstio twin = new NaiveIstio(cluster);
        Network network = Network.of(cluster);
        for (Pod source : cluster.pods()) {
            for (Pod destination : cluster.pods()) {
                if (!source.object().equals(destination.object())
                        && network.isInPodNetwork(source)
                        && network.isInPodNetwork(destination)
                        && !source.ips().isEmpty()
                        && !destination.ips().isEmpty()) {
                    PortSet narrowed = network.narrowed(network.classOf(source), network.classOf(destination));
                    for (int port : RandomMeshes.PORTS) {
                        compare(network, twin, source, destination, port, narrowed.contains(Protocol.TCP, port));
                    }
                }
            }
        }
    }

    private static void compare(
            Network network, NaiveIstio twin, Pod source, Pod destination, int port, boolean narrowed) {
        boolean some = false;
        boolean all = true;
        for (HttpRequest request : RandomMeshes.REQUESTS) {
            boolean passes = source.ips().stream()
                    .anyMatch(from -> destination.ips().stream()
                            .anyMatch(to -> from.contains(":") == to.contains(":")
                                    && twin.allows(from, to, Protocol.TCP, port, naive(request))));
            some |= passes;
            all &= passes;
        }
        String text = source.object() + " to " + destination.object() + " " + port;
        if (network.decide(source, destination, Protocol.TCP, port).isAllowed() && some && !all) {
            assertThat(narrowed).as(text).isTrue();
        }
        if (twin.layer(destination, port) == NaiveIstio.Layer.TCP) {
            assertThat(narrowed).as(text).isFalse();
        }
    }

    @Property(tries = 200)
    void of_a_block_of_one_address_is_said_what_is_said_of_the_address(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = cluster(RandomMeshes.of(seed));
        Network network = Network.of(cluster);
        for (String source : RandomMeshes.OUTSIDE) {
            String block = source + (source.contains(":") ? "/128" : "/32");
            for (Pod pod : cluster.pods()) {
                for (String ip : pod.ips()) {
                    Flow.From from = Flow.from(Endpoint.cidr(block));
                    boolean oneFamily = source.contains(":") == ip.contains(":");
                    for (int port : oneFamily ? RandomMeshes.PORTS : List.<Integer>of()) {
                        assertThat(network.decide(from.to(Endpoint.address(ip)).tcp(port))
                                        .outcome())
                                .as("%s to %s %d", source, ip, port)
                                .isEqualTo(network.decide(source, ip, Protocol.TCP, port)
                                        .outcome());
                    }
                }
            }
        }
    }

    @Property(tries = 300)
    void rows_say_of_classes_what_the_judge_says_of_pods(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = cluster(RandomMeshes.of(seed));
        Network network = Network.of(cluster);
        long[] pairs = {0};
        for (Pod source : cluster.pods()) {
            Map<Integer, PortSet[]> reached = new HashMap<>();
            network.reachableFrom(
                    network.classOf(source),
                    (other, allowed, unknown) -> reached.put(other, new PortSet[] {allowed, unknown}));
            for (Pod destination : cluster.pods()) {
                if (!source.object().equals(destination.object())) {
                    pairs[0] += compare(network, source, destination, reached);
                }
            }
        }
        assertThat(network.allowedPairs()).isEqualTo(pairs[0]);
        assertThat(arcs(network, false)).isEqualTo(arcs(network, true));
    }

    /** Every pair of classes with its ports, from either end. */
    private static Set<List<Object>> arcs(Network network, boolean backward) {
        Set<List<Object>> arcs = new HashSet<>();
        for (int i = 0; i < network.classCount(); i++) {
            int own = i;
            ReachSink sink = (other, allowed, unknown) ->
                    arcs.add(List.of(backward ? other : own, backward ? own : other, allowed, unknown));
            if (backward) {
                network.reachedBy(own, sink);
            } else {
                network.reachableFrom(own, sink);
            }
        }
        return arcs;
    }

    /** 1 if something passes. */
    private static int compare(Network network, Pod source, Pod destination, Map<Integer, PortSet[]> reached) {
        boolean beside = network.ownNode(source).contains(destination);
        int to = network.classOf(destination);
        Hosts hosts = new Hosts(network.cluster(), CniProfile.KUBERNETES);
        Judge wholes = new Judge(network.cluster(), network.compiled(), network.flows(), hosts).ofWholes();
        boolean any = false;
        for (int port : List.of(80, 5432, 8080, 9000, 15020, 1, 65535)) {
            Outcome read =
                    network.decide(source, destination, Protocol.TCP, port).outcome();
            any |= read == Outcome.ALLOWED;
            Outcome row = network.outcome(network.classOf(source), to, Protocol.TCP, port);
            boolean always = beside && network.ownNodePorts(source, destination).contains(Protocol.TCP, port);
            String text = source.object() + " to " + destination.object() + " " + port;
            boolean unsaid = read == Outcome.UNKNOWN
                    && source.spec().hostNetwork()
                    && source.nodeName().isPresent()
                    && source.nodeName().equals(destination.nodeName());
            if (unsaid) {
                // What a proxy perhaps takes from its own node is for single pods to say.
                continue;
            }
            assertThat(always ? Outcome.ALLOWED : row).as(text).isEqualTo(read);
            if (!always) {
                boolean some = read == Outcome.ALLOWED
                        && !wholes.decide(new Judge.Packet(
                                        Party.ofPod(source, network.classOf(source), hosts),
                                        Party.ofPod(destination, to, hosts),
                                        Protocol.TCP,
                                        port))
                                .isAllowed();
                assertThat(network.narrowed(network.classOf(source), to).contains(Protocol.TCP, port))
                        .as(text)
                        .isEqualTo(some);
            }
            PortSet[] ports = reached.getOrDefault(to, new PortSet[] {PortSet.NONE, PortSet.NONE});
            assertThat(ports[0].contains(Protocol.TCP, port)).as(text).isEqualTo(row == Outcome.ALLOWED);
            assertThat(ports[1].contains(Protocol.TCP, port)).as(text).isEqualTo(row == Outcome.UNKNOWN);
        }
        return any || network.decide(source, destination, Protocol.UDP, 80).isAllowed() ? 1 : 0;
    }
}
