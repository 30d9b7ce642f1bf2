package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyPort;
import dev.postern.model.Cluster;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The number of pairs that may talk, against asking the naive evaluator about every pair on every port that can matter. */
class AllowedPairsTest {
    private static final int SEEDS = 1_000_000_000;

    @Property(tries = 300)
    void the_number_is_that_of_the_pairs_which_the_twin_allows(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = RandomClusters.of(seed);
        assertThat(Network.of(cluster).allowedPairs()).isEqualTo(pairs(cluster, ports(cluster), Protocol.values()));
    }

    @Property(tries = 300)
    void so_it_is_for_one_port(
            @ForAll @IntRange(max = SEEDS) int seed, @ForAll Protocol protocol, @ForAll @IntRange(max = 3) int port) {
        Cluster cluster = RandomClusters.of(seed);
        int number = RandomClusters.PORTS.get(port);
        assertThat(Network.of(cluster).allowedPairs(protocol, number))
                .isEqualTo(pairs(cluster, Set.of(number), protocol));
    }

    /** Several pods a class, so that what is counted is products; the replicas of a pod share everything but the name. */
    @Property(tries = 150)
    void replicas_are_counted_one_by_one(
            @ForAll @IntRange(max = SEEDS) int seed, @ForAll @IntRange(min = 2, max = 4) int replicas) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Map<String, Object> object : RandomClusters.objects(seed)) {
            objects.add(object);
            for (int i = 1; i < replicas && "Pod".equals(object.get("kind")); i++) {
                objects.add(renamed(object, i));
            }
        }
        Cluster cluster = RandomClusters.build(objects);
        assertThat(Network.of(cluster).allowedPairs(Protocol.TCP, 80))
                .isEqualTo(pairs(cluster, Set.of(80), Protocol.TCP));
    }

    private static Map<String, Object> renamed(Map<String, Object> object, int replica) {
        Map<String, Object> meta = new HashMap<>(Fields.child(object, "metadata"));
        meta.put("name", meta.get("name") + "-" + replica);
        Map<String, Object> copy = new HashMap<>(object);
        copy.put("metadata", meta);
        return copy;
    }

    @Test
    void a_cluster_without_policies_allows_all_pairs_of_different_pods() {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            objects.add(
                    Map.of("kind", "Pod", "metadata", Map.of("namespace", "a", "name", "p" + i, "labels", Map.of())));
        }
        Network network = Network.of(RandomClusters.build(objects));
        assertThat(network.classCount()).isEqualTo(1);
        assertThat(network.allowedPairs()).isEqualTo(20);
        assertThat(network.allowedPairs(Protocol.SCTP, 7)).isEqualTo(20);
    }

    /** The egress rule for one peer, beside one for all, and the ingress rule for one peer concern the same pair. */
    @Test
    void a_pair_that_rules_with_few_peers_on_both_sides_concern_is_counted_once() {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (String name : List.of("s", "d", "x", "y", "z")) {
            objects.add(Map.of(
                    "kind", "Pod", "metadata", Map.of("namespace", "a", "name", name, "labels", Map.of("n", name))));
        }
        objects.add(policy(
                "s",
                "Egress",
                "egress",
                Map.of("ports", ports(80)),
                Map.of("to", List.of(Map.of("podSelector", named("d"))), "ports", ports(81))));
        objects.add(policy(
                "d",
                "Ingress",
                "ingress",
                Map.of("from", List.of(Map.of("podSelector", named("s"))), "ports", ports(81))));
        objects.add(policy("x", "Ingress", "ingress"));
        objects.add(policy("y", "Egress", "egress"));
        Cluster cluster = RandomClusters.build(objects);
        Network network = Network.of(cluster);
        assertThat(network.classCount()).isEqualTo(5);
        assertThat(network.allowedPairs(Protocol.TCP, 81)).isEqualTo(pairs(cluster, Set.of(81), Protocol.TCP));
        assertThat(network.allowedPairs()).isEqualTo(pairs(cluster, ports(cluster), Protocol.values()));
    }

    @SafeVarargs
    private static Map<String, Object> policy(
            String pod, String type, String rulesField, Map<String, Object>... rules) {
        return Map.of(
                "kind", "NetworkPolicy",
                "metadata", Map.of("namespace", "a", "name", "of-" + pod),
                "spec", Map.of("podSelector", named(pod), "policyTypes", List.of(type), rulesField, List.of(rules)));
    }

    private static Map<String, Object> named(String pod) {
        return Map.of("matchLabels", Map.of("n", pod));
    }

    private static List<Map<String, Object>> ports(int port) {
        return List.of(Map.of("protocol", "TCP", "port", port));
    }

    private static long pairs(Cluster cluster, Set<Integer> ports, Protocol... protocols) {
        NaiveNetwork twin = new NaiveNetwork(cluster);
        long pairs = 0;
        for (Pod source : cluster.pods()) {
            for (Pod destination : cluster.pods()) {
                boolean different = !source.object().equals(destination.object());
                pairs += different && talk(twin, source, destination, ports, protocols) ? 1 : 0;
            }
        }
        return pairs;
    }

    private static boolean talk(
            NaiveNetwork twin, Pod source, Pod destination, Set<Integer> ports, Protocol... protocols) {
        for (Protocol protocol : protocols) {
            for (int port : ports) {
                if (twin.verdict(source, destination, protocol, port) == Outcome.ALLOWED) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A verdict changes at the first port of a range and behind its last: one port of each stretch between is enough. */
    private static Set<Integer> ports(Cluster cluster) {
        Set<Integer> ports = new TreeSet<>(RandomClusters.PORTS);
        ports.add(PortSet.MIN_PORT);
        for (NetworkPolicy policy : cluster.networkPolicies()) {
            Stream.concat(policy.ingress().stream(), policy.egress().stream())
                    .map(NetworkPolicyRule::ports)
                    .forEach(items -> items.forEach(item -> add(item, ports)));
        }
        for (AdminPolicy policy : cluster.adminPolicies()) {
            Stream.concat(policy.ingress().stream(), policy.egress().stream())
                    .flatMap(rule -> rule.ports().stream())
                    .forEach(item -> {
                        if (item instanceof AdminPolicyPort.Numbers numbers) {
                            ports.add(numbers.first());
                            ports.add((numbers.range() ? numbers.last() : numbers.first()) + 1);
                        }
                    });
        }
        RandomClusters.PORTS.forEach(port -> ports.add(port + 1));
        ports.removeIf(port -> port > PortSet.MAX_PORT);
        return ports;
    }

    private static void add(NetworkPolicyPort item, Set<Integer> ports) {
        item.port().filter(port -> !port.isNamed()).ifPresent(port -> {
            ports.add(port.number());
            ports.add(item.endPort().orElse(port.number()) + 1);
        });
    }
}
