package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.Node;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The engine in the profile of Cilium against the naive twin: judge, rows, and what holds on one node only. */
class CiliumTwinTest {
    private static final int SEEDS = 1_000_000_000;
    private static final List<Integer> PORTS = List.of(80, 81, 85);
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.TCP, Protocol.UDP);

    private interface Packets {
        void accept(Pod source, Pod destination, Protocol protocol, int port);
    }

    private static void each(Cluster cluster, Packets packets) {
        for (Pod source : cluster.pods()) {
            for (Pod destination : cluster.pods()) {
                for (Protocol protocol : PROTOCOLS) {
                    if (!source.equals(destination)) {
                        PORTS.forEach(port -> packets.accept(source, destination, protocol, port));
                    }
                }
            }
        }
    }

    private static Network network(Cluster cluster) {
        Network network = Network.of(cluster, CniProfile.CILIUM);
        assertThat(network.diagnostics()).noneMatch(fault -> fault.severity() == Diagnostic.Severity.ERROR);
        return network;
    }

    /** IPv4 before IPv6. */
    private static List<String> addresses(Pod pod, Cluster cluster) {
        return pod.spec().hostNetwork()
                ? cluster.node(pod.nodeName().orElseThrow()).orElseThrow().internalAddresses()
                : pod.ips();
    }

    private static Outcome verdict(
            NaiveCilium twin, Cluster cluster, Pod source, Pod destination, Protocol p, int port) {
        Outcome best = Outcome.DENIED;
        for (int family = 0; family < 2; family++) {
            String from = addresses(source, cluster).get(family);
            String to = addresses(destination, cluster).get(family);
            best = NaiveCilium.or(best, twin.decide(from, to, p, port));
        }
        return best;
    }

    /** The twin tries out both cases; reasons are read rule by rule, so some that do not matter stay open. */
    private static boolean isOfUnknownNode(Pod source, Pod destination) {
        return source.spec().hostNetwork() != destination.spec().hostNetwork()
                && (source.nodeName().isEmpty() || destination.nodeName().isEmpty());
    }

    @Property(tries = 300)
    void the_judge_agrees_with_the_twin_about_addresses(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = RandomCilium.of(seed);
        Network network = network(cluster);
        NaiveCilium twin = new NaiveCilium(cluster);
        List<String> addresses = new ArrayList<>(RandomCilium.OUTSIDE);
        Set<String> placeless = new HashSet<>();
        for (Pod pod : cluster.pods()) {
            addresses.addAll(pod.ips());
            placeless.addAll(pod.nodeName().isEmpty() ? pod.ips() : List.of());
        }
        Set<String> nodes = new HashSet<>();
        for (Node node : cluster.nodes()) {
            nodes.addAll(node.internalAddresses());
        }
        addresses.addAll(nodes);
        for (String source : addresses) {
            for (String destination : addresses) {
                if (source.contains(":") != destination.contains(":")) {
                    continue;
                }
                boolean unsure = nodes.contains(source) && placeless.contains(destination)
                        || nodes.contains(destination) && placeless.contains(source);
                for (Protocol protocol : PROTOCOLS) {
                    for (int port : PORTS) {
                        Outcome outcome = network.decide(source, destination, protocol, port)
                                .outcome();
                        if (!unsure || outcome != Outcome.UNKNOWN) {
                            assertThat(outcome)
                                    .as("%s to %s %s %d", source, destination, protocol, port)
                                    .isEqualTo(twin.decide(source, destination, protocol, port));
                        }
                    }
                }
            }
        }
    }

    @Property(tries = 300)
    void the_judge_agrees_with_the_twin_about_pods(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = RandomCilium.of(seed);
        Network network = network(cluster);
        NaiveCilium twin = new NaiveCilium(cluster);
        each(cluster, (source, destination, protocol, port) -> {
            Decision decision = network.decide(source, destination, protocol, port);
            if (!isOfUnknownNode(source, destination) || decision.outcome() != Outcome.UNKNOWN) {
                assertThat(decision.outcome())
                        .as(
                                "%s %s to %s %s %d: %s",
                                seed, source.object(), destination.object(), protocol, port, decision)
                        .isEqualTo(verdict(twin, cluster, source, destination, protocol, port));
            }
        });
    }

    @Property(tries = 300)
    void the_rows_agree_with_the_twin_but_for_what_holds_on_one_node_only(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = RandomCilium.of(seed);
        Network network = network(cluster);
        NaiveCilium twin = new NaiveCilium(cluster);
        each(cluster, (source, destination, protocol, port) -> {
            Outcome row = network.outcome(network.classOf(source), network.classOf(destination), protocol, port);
            Outcome expected = verdict(twin, cluster, source, destination, protocol, port);
            boolean ownNode = network.ownNode(source).contains(destination);
            if (ownNode) {
                assertThat(expected).isEqualTo(Outcome.ALLOWED);
            } else if (row != Outcome.UNKNOWN
                    || !source.spec().hostNetwork() && !destination.spec().hostNetwork()) {
                assertThat(row)
                        .as("%s to %s %s %d", source.object(), destination.object(), protocol, port)
                        .isEqualTo(expected);
            }
        });
    }

    @Property(tries = 150)
    void expanding_either_way_says_what_the_rows_say(@ForAll @IntRange(max = SEEDS) int seed) {
        Network network = network(RandomCilium.of(seed));
        Map<List<Integer>, List<PortSet>> forward = new HashMap<>();
        Map<List<Integer>, List<PortSet>> backward = new HashMap<>();
        for (int c = 0; c < network.classCount(); c++) {
            int own = c;
            network.reachableFrom(
                    c, (other, allowed, unknown) -> forward.put(List.of(own, other), List.of(allowed, unknown)));
            network.reachedBy(
                    c, (other, allowed, unknown) -> backward.put(List.of(other, own), List.of(allowed, unknown)));
        }
        assertThat(forward).isEqualTo(backward);
        for (int source = 0; source < network.classCount(); source++) {
            for (int destination = 0; destination < network.classCount(); destination++) {
                if (source != destination || network.podsOf(source).size() > 1) {
                    List<PortSet> ports =
                            forward.getOrDefault(List.of(source, destination), List.of(PortSet.NONE, PortSet.NONE));
                    for (int port : PORTS) {
                        assertThat(network.outcome(source, destination, Protocol.TCP, port))
                                .isEqualTo(
                                        ports.get(0).contains(Protocol.TCP, port)
                                                ? Outcome.ALLOWED
                                                : ports.get(1).contains(Protocol.TCP, port)
                                                        ? Outcome.UNKNOWN
                                                        : Outcome.DENIED);
                    }
                }
            }
        }
    }

    @Property(tries = 150)
    void pairs_of_pods_are_counted_as_the_judge_judges_them(@ForAll @IntRange(max = SEEDS) int seed) {
        List<Map<String, Object>> objects = RandomCilium.objects(seed);
        objects.removeIf(object -> Fields.child(object, "spec").containsKey("hostNetwork"));
        Cluster cluster = RandomClusters.build(objects);
        Network network = network(cluster);
        long[] count = {0};
        each(cluster, (source, destination, protocol, port) -> {
            boolean asked = protocol == Protocol.TCP && port == 80;
            count[0] +=
                    asked && network.decide(source, destination, protocol, port).isAllowed() ? 1 : 0;
        });
        assertThat(network.allowedPairs(Protocol.TCP, 80)).isEqualTo(count[0]);
    }

    @Property(tries = 150)
    void each_support_alone_explains_the_verdict(@ForAll @IntRange(max = SEEDS) int seed) {
        List<Map<String, Object>> objects = RandomCilium.objects(seed);
        Cluster cluster = RandomClusters.build(objects);
        Network network = network(cluster);
        Map<Set<String>, Network> reduced = new HashMap<>();
        each(cluster, (source, destination, protocol, port) -> {
            Decision decision = network.decide(source, destination, protocol, port);
            if (decision.outcome() == Outcome.UNKNOWN) {
                assertThat(decision.missing()).isNotEmpty();
                return;
            }
            for (Support support : decision.supports()) {
                Network less = reduced.computeIfAbsent(cited(support), names -> network(only(objects, names)));
                assertThat(less.decide(source, destination, protocol, port).outcome())
                        .as("%s to %s %s %d: %s from %s", source, destination, protocol, port, decision, support)
                        .isEqualTo(decision.outcome());
            }
        });
    }

    private static Set<String> cited(Support support) {
        Set<String> cited = new HashSet<>();
        for (Evidence fact : support.facts()) {
            if (fact.object().kind().endsWith("NetworkPolicy")) {
                cited.add(fact.object().kind() + fact.object().name());
            }
        }
        return cited;
    }

    private static Cluster only(List<Map<String, Object>> objects, Set<String> policies) {
        List<Map<String, Object>> kept = new ArrayList<>(objects);
        kept.removeIf(object -> {
            String kind = Fields.text(object, "kind");
            String name = Fields.text(Fields.child(object, "metadata"), "name");
            return kind.endsWith("NetworkPolicy") && !policies.contains(kind + name);
        });
        return RandomClusters.build(kept);
    }
}
