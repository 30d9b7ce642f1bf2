package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.Table;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Classes, rows and the judge against a naive evaluator, on random small clusters. */
class NetworkTwinTest {
    private static final List<Integer> PORTS = List.of(53, 80, 81, 100, 8080);
    private static final int SEEDS = 1_000_000_000;

    /** Receives one packet between two pods. */
    private interface Packets {
        void accept(Pod source, Pod destination, Protocol protocol, int port);
    }

    private static void each(Cluster cluster, Packets packets) {
        for (Pod source : cluster.pods()) {
            for (Pod destination : cluster.pods()) {
                for (Protocol protocol : Protocol.values()) {
                    PORTS.forEach(port -> packets.accept(source, destination, protocol, port));
                }
            }
        }
    }

    @Property(tries = 300)
    void the_judge_agrees_with_the_twin(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = RandomClusters.of(seed);
        Network network = Network.of(cluster);
        NaiveNetwork twin = new NaiveNetwork(cluster);
        assertThat(network.diagnostics()).noneMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
        each(
                cluster,
                (source, destination, protocol, port) -> assertThat(network.decide(source, destination, protocol, port)
                                .outcome())
                        .as("%s to %s %s %d", source.object(), destination.object(), protocol, port)
                        .isEqualTo(twin.verdict(source, destination, protocol, port)));
    }

    @Property(tries = 300)
    void the_rows_agree_with_the_twin_for_every_member_of_a_class(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = RandomClusters.of(seed);
        Network network = Network.of(cluster);
        NaiveNetwork twin = new NaiveNetwork(cluster);
        each(cluster, (source, destination, protocol, port) -> {
            if (!source.isTerminated() && !destination.isTerminated()) {
                assertThat(network.outcome(network.classOf(source), network.classOf(destination), protocol, port))
                        .as("%s to %s %s %d", source.object(), destination.object(), protocol, port)
                        .isEqualTo(twin.byPolicy(source, destination, protocol, port));
            }
        });
    }

    @Property(tries = 300)
    void expanding_either_way_says_what_the_rows_say(@ForAll @IntRange(max = SEEDS) int seed) {
        Network network = Network.of(RandomClusters.of(seed));
        Table<Integer, Integer, List<PortSet>> forward = HashBasedTable.create();
        Table<Integer, Integer, List<PortSet>> backward = HashBasedTable.create();
        for (int c = 0; c < network.classCount(); c++) {
            int own = c;
            network.reachableFrom(c, (other, allowed, unknown) -> put(forward, own, other, allowed, unknown));
            network.reachedBy(c, (other, allowed, unknown) -> put(backward, other, own, allowed, unknown));
        }
        assertThat(forward).isEqualTo(backward);
        for (int source = 0; source < network.classCount(); source++) {
            for (int destination = 0; destination < network.classCount(); destination++) {
                if (source != destination || network.podsOf(source).size() > 1) {
                    compare(network, source, destination, forward);
                }
            }
        }
    }

    private static void put(
            Table<Integer, Integer, List<PortSet>> table,
            int source,
            int destination,
            PortSet allowed,
            PortSet unknown) {
        assertThat(allowed.isEmpty() && unknown.isEmpty()).isFalse();
        assertThat(allowed.intersect(unknown).isEmpty()).isTrue();
        assertThat(table.put(source, destination, List.of(allowed, unknown)))
                .as("each class once")
                .isNull();
    }

    private static void compare(
            Network network, int source, int destination, Table<Integer, Integer, List<PortSet>> reach) {
        List<PortSet> ports = reach.contains(source, destination)
                ? reach.get(source, destination)
                : List.of(PortSet.NONE, PortSet.NONE);
        for (Protocol protocol : Protocol.values()) {
            for (int port : PORTS) {
                Outcome expected = ports.get(0).contains(protocol, port)
                        ? Outcome.ALLOWED
                        : ports.get(1).contains(protocol, port) ? Outcome.UNKNOWN : Outcome.DENIED;
                assertThat(network.outcome(source, destination, protocol, port)).isEqualTo(expected);
            }
        }
    }

    @Property(tries = 150)
    void each_support_alone_explains_the_verdict(@ForAll @IntRange(max = SEEDS) int seed) {
        List<Map<String, Object>> objects = RandomClusters.objects(seed);
        Cluster cluster = RandomClusters.build(objects);
        Network network = Network.of(cluster);
        Map<Set<String>, Network> reduced = new HashMap<>();
        each(cluster, (source, destination, protocol, port) -> {
            Decision decision = network.decide(source, destination, protocol, port);
            if (decision.outcome() == Outcome.UNKNOWN) {
                assertThat(decision.missing()).isNotEmpty();
                return;
            }
            for (Support support : decision.supports()) {
                Set<String> cited = cited(support);
                Network less = reduced.computeIfAbsent(cited, names -> Network.of(only(objects, names)));
                assertThat(less.decide(source, destination, protocol, port).outcome())
                        .as("%s from %s", decision, support)
                        .isEqualTo(decision.outcome());
            }
        });
    }

    private static Set<String> cited(Support support) {
        Set<String> cited = new HashSet<>();
        for (Evidence fact : support.facts()) {
            if (fact.object().kind().endsWith("NetworkPolicy")) {
                cited.add(fact.object().name());
            }
        }
        return cited;
    }

    private static Cluster only(List<Map<String, Object>> objects, Set<String> policies) {
        List<Map<String, Object>> kept = new ArrayList<>();
        for (Map<String, Object> object : objects) {
            String name = Fields.text(Fields.child(object, "metadata"), "name");
            String kind = Fields.text(object, "kind");
            if (!kind.endsWith("NetworkPolicy") || policies.contains(name)) {
                kept.add(object);
            } else if (!kind.equals("NetworkPolicy")) {
                kept.add(withoutRules(object));
            }
        }
        return RandomClusters.build(kept);
    }

    /** That there are administrators' policies at all is no fact of a support: it decides about a pod and its own node. */
    private static Map<String, Object> withoutRules(Map<String, Object> policy) {
        Map<String, Object> spec = new HashMap<>(Fields.child(policy, "spec"));
        spec.keySet().removeAll(Set.of("ingress", "egress"));
        Map<String, Object> bare = new HashMap<>(policy);
        bare.put("spec", spec);
        return bare;
    }

    @Property(tries = 150)
    void a_policy_that_only_isolates_never_adds_a_flow(
            @ForAll @IntRange(max = SEEDS) int seed, @ForAll @IntRange(max = 2) int namespace) {
        List<Map<String, Object>> objects = new ArrayList<>(RandomClusters.objects(seed));
        Cluster before = RandomClusters.build(objects);
        objects.add(Map.of(
                "kind", "NetworkPolicy",
                "metadata", Map.of("namespace", List.of("a", "b", "c").get(namespace), "name", "isolate"),
                "spec", Map.of("podSelector", Map.of(), "policyTypes", List.of("Ingress", "Egress"))));
        Network open = Network.of(before);
        Cluster after = RandomClusters.build(objects);
        Network isolated = Network.of(after);
        each(after, (source, destination, protocol, port) -> {
            Outcome then = isolated.decide(source, destination, protocol, port).outcome();
            Outcome first = open.decide(source, destination, protocol, port).outcome();
            assertThat(rank(then)).isGreaterThanOrEqualTo(rank(first));
        });
        assertThat(before.pods()).isEqualTo(after.pods());
    }

    private static int rank(Outcome outcome) {
        return outcome == Outcome.ALLOWED ? 0 : outcome == Outcome.UNKNOWN ? 1 : 2;
    }

    @Property(tries = 150)
    void the_order_of_the_input_changes_nothing(@ForAll @IntRange(max = SEEDS) int seed) {
        List<Map<String, Object>> objects = new ArrayList<>(RandomClusters.objects(seed));
        Network network = Network.of(RandomClusters.build(objects));
        Collections.reverse(objects);
        Cluster reversed = RandomClusters.build(objects);
        Network other = Network.of(reversed);
        assertThat(other.classCount()).isEqualTo(network.classCount());
        each(
                reversed,
                (source, destination, protocol, port) -> assertThat(other.decide(source, destination, protocol, port))
                        .isEqualTo(network.decide(source, destination, protocol, port)));
        reversed.pods().forEach(pod -> assertThat(other.classOf(pod)).isEqualTo(network.classOf(pod)));
    }
}
