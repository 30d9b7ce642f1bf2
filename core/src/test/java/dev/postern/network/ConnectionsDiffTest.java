package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Differences between two connection lists: cases by hand, and every single verdict before and after. */
class ConnectionsDiffTest {
    private static final List<Integer> PORTS = List.of(53, 80, 81, 100, 8080);

    private static String pod(String name, String labels) {
        return "{kind: Pod, metadata: {namespace: shop, name: " + name + ", labels: {" + labels
                + "}}, spec: {containers: " + "[{name: c}]}, status: {podIP: 10.0.0." + name.length() + "}}\n---\n";
    }

    private static String policy(String name, String rules) {
        return "{kind: NetworkPolicy, metadata: {namespace: shop, name: " + name
                + "}, spec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" + rules
                + "]}}\n---\n";
    }

    private static final String PODS = pod("db", "app: db") + pod("web", "app: web");
    private static final String OUT =
            "{kind: NetworkPolicy, metadata: {namespace: shop, name: out}, spec: {podSelector: {}, "
                    + "policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}}\n---\n";

    private static List<ConnectionChange> changes(Cluster older, Cluster newer) {
        List<ConnectionChange> changes = new ArrayList<>();
        ConnectionsDiff.of(Network.of(older), Network.of(newer)).each(changes::add);
        return changes;
    }

    private static List<String> diff(String older, String newer) {
        return changes(Manifests.cluster(older), Manifests.cluster(newer)).stream()
                .map(change -> change.kind() + " " + change.source() + " => " + change.destination() + " : "
                        + change.before().notation() + " -> " + change.after().notation() + " " + change.causes())
                .toList();
    }

    @Test
    void a_policy_that_came_takes_away_and_is_named() {
        assertThat(diff(PODS + OUT, PODS + OUT + policy("deny", "{from: [{podSelector: {}}], ports: [{port: 5432}]}")))
                .containsExactly(
                        "CHANGED shop/web[Pod] => shop/db[Pod] : All Connections -> TCP 5432"
                                + " [NetworkPolicy shop/deny added]",
                        "REMOVED 0.0.0.0-255.255.255.255[External] => shop/db[Pod] : All Connections -> No Connections"
                                + " [NetworkPolicy shop/deny added]");
    }

    @Test
    void a_policy_of_other_pods_is_not_named() {
        String other =
                "{kind: NetworkPolicy, metadata: {namespace: shop, name: other}, spec: {podSelector: {matchLabels: "
                        + "{app: api}}, policyTypes: [Ingress]}}\n---\n";
        List<String> found =
                diff(PODS + OUT + policy("db", ""), PODS + OUT + other + policy("db", "{from: [{podSelector: {}}]}"));
        assertThat(found)
                .containsExactly("ADDED shop/web[Pod] => shop/db[Pod] : No Connections -> All Connections"
                        + " [NetworkPolicy shop/db changed]");
    }

    @Test
    void addresses_are_cut_where_either_list_is_and_joined_again() {
        String before = policy("db", "{from: [{ipBlock: {cidr: 192.168.0.0/16}}], ports: [{port: 1}]}");
        String after = policy(
                "db",
                "{from: [{ipBlock: {cidr: 192.168.0.0/17}}, {ipBlock: {cidr: 192.168.128.0/18}}, "
                        + "{ipBlock: {cidr: 192.169.0.0/16}}], ports: [{port: 1}]}");
        assertThat(diff(PODS + OUT + before, PODS + OUT + after))
                .containsExactly(
                        "REMOVED 192.168.192.0-192.168.255.255[External] => shop/db[Pod] : TCP 1 -> No Connections"
                                + " [NetworkPolicy shop/db changed]",
                        "ADDED 192.169.0.0-192.169.255.255[External] => shop/db[Pod] : No Connections -> TCP 1"
                                + " [NetworkPolicy shop/db changed]");
    }

    @Test
    void an_end_that_came_or_changed_is_named() {
        String deny = OUT + policy("db", "{from: [{podSelector: {matchLabels: {app: web}}}]}");
        assertThat(diff(pod("db", "app: db") + pod("web", "app: api") + deny, PODS + deny))
                .containsExactly("ADDED shop/web[Pod] => shop/db[Pod] : No Connections -> All Connections"
                        + " [Pod shop/web changed]");
        assertThat(diff(pod("db", "app: db") + deny, PODS + deny))
                .contains(
                        "ADDED shop/web[Pod] => shop/db[Pod] : No Connections -> All Connections [Pod shop/web added]");
    }

    @Test
    void a_policy_that_went_and_a_namespace_that_changed_are_named() {
        assertThat(diff(PODS + OUT + policy("deny", ""), PODS + OUT))
                .contains("ADDED shop/web[Pod] => shop/db[Pod] : No Connections -> All Connections"
                        + " [NetworkPolicy shop/deny removed]");
        String team = "{kind: Namespace, metadata: {name: shop, labels: {team: %s}}}\n---\n";
        String fromTeam = OUT + policy("db", "{from: [{namespaceSelector: {matchLabels: {team: a}}}]}");
        assertThat(diff(PODS + fromTeam + String.format(team, "a"), PODS + fromTeam + String.format(team, "b")))
                .containsExactly("REMOVED shop/web[Pod] => shop/db[Pod] : All Connections -> No Connections"
                        + " [Namespace shop changed]");
    }

    @Test
    void a_pod_that_went_is_named_as_the_source_of_what_it_sent() {
        String deny = OUT + policy("db", "{from: [{podSelector: {matchLabels: {app: web}}}]}");
        assertThat(diff(PODS + deny, pod("db", "app: db") + deny))
                .contains("REMOVED shop/web[Pod] => shop/db[Pod] : All Connections -> No Connections"
                        + " [Pod shop/web removed]");
    }

    private static String blocks(String... cidrs) {
        return policy(
                "db",
                "{from: [{ipBlock: {cidr: " + String.join("}}, {ipBlock: {cidr: ", cidrs) + "}}], ports: [{port: 1}]}");
    }

    /** The ranges outside that differ, as {@code + first-last}. */
    private static List<String> outside(String older, String newer) {
        return changes(Manifests.cluster(PODS + OUT + older), Manifests.cluster(PODS + OUT + newer)).stream()
                .map(change ->
                        (change.after().isEmpty() ? "- " : change.before().isEmpty() ? "+ " : "~ ")
                                + change.source().toString().replace("[External]", ""))
                .toList();
    }

    @Test
    void ranges_may_begin_end_and_go_on_anywhere() {
        assertThat(outside(blocks("192.168.0.0/24"), blocks("192.168.0.0/25")))
                .containsExactly("- 192.168.0.128-192.168.0.255");
        assertThat(outside(blocks("192.168.0.0/24"), blocks("192.168.0.128/25")))
                .containsExactly("- 192.168.0.0-192.168.0.127");
        assertThat(outside(blocks("192.168.0.0/25"), blocks("192.168.0.0/24")))
                .containsExactly("+ 192.168.0.128-192.168.0.255");
        assertThat(outside(blocks("192.168.0.0/24"), blocks("192.168.0.64/26")))
                .as("within")
                .containsExactly("- 192.168.0.0-192.168.0.63", "- 192.168.0.128-192.168.0.255");
        assertThat(outside(blocks("192.168.0.0/24"), blocks("192.168.1.0/24")))
                .as("side by side")
                .containsExactly("- 192.168.0.0-192.168.0.255", "+ 192.168.1.0-192.168.1.255");
        assertThat(outside(blocks("192.168.0.7/32"), blocks("192.168.0.8/32")))
                .as("single addresses")
                .containsExactly("- 192.168.0.7-192.168.0.7", "+ 192.168.0.8-192.168.0.8");
        assertThat(outside(blocks("192.168.0.0/24", "192.168.2.0/24"), blocks("192.168.0.0/22")))
                .as("what lies between")
                .containsExactly("+ 192.168.1.0-192.168.1.255", "+ 192.168.3.0-192.168.3.255");
        assertThat(outside(blocks("192.168.0.0/24", "192.168.2.0/24"), blocks("192.168.1.0/24")))
                .containsExactly(
                        "- 192.168.0.0-192.168.0.255", "+ 192.168.1.0-192.168.1.255", "- 192.168.2.0-192.168.2.255");
        assertThat(outside(blocks("255.255.255.0/24"), blocks("255.255.255.255/32")))
                .as("up to the last address")
                .containsExactly("- 255.255.255.0-255.255.255.254");
        assertThat(outside(blocks("0.0.0.0/0"), blocks("0.0.0.0/1"))).containsExactly("- 128.0.0.0-255.255.255.255");
        assertThat(outside(blocks("192.168.0.0/24"), blocks("192.168.0.0/24").replace("port: 1", "port: 2")))
                .containsExactly("~ 192.168.0.0-192.168.0.255");
    }

    @Test
    void what_comes_in_is_told_before_what_goes_out() {
        String both =
                "{kind: NetworkPolicy, metadata: {namespace: shop, name: both}, spec: {podSelector: {matchLabels: {app: "
                        + "db}}, policyTypes: [Ingress, Egress]}}\n---\n";
        assertThat(diff(pod("db", "app: db"), pod("db", "app: db") + both))
                .extracting(line -> line.substring(0, line.indexOf(" :")))
                .containsExactly(
                        "REMOVED 0.0.0.0-255.255.255.255[External] => shop/db[Pod]",
                        "REMOVED shop/db[Pod] => 0.0.0.0-255.255.255.255[External]");
    }

    @Test
    void through_a_controller_comes_last_of_what_is_within() {
        String service =
                "{kind: Service, metadata: {namespace: shop, name: db}, spec: {selector: {app: db}, ports: [{port: 80}]"
                        + "}}\n---\n";
        String ingress =
                "{kind: Ingress, metadata: {namespace: shop, name: db}, spec: {defaultBackend: {service: {name: db, "
                        + "port: {number: 80}}}}}\n---\n";
        assertThat(diff(PODS + OUT + service + policy("deny", ""), PODS + OUT + service + ingress))
                .extracting(line -> line.substring(0, line.indexOf(" :")))
                .containsExactly(
                        "ADDED shop/web[Pod] => shop/db[Pod]",
                        "ADDED {ingress-controller} => shop/db[Pod]",
                        "ADDED 0.0.0.0-255.255.255.255[External] => shop/db[Pod]");
    }

    @Test
    void equal_states_do_not_differ() {
        assertThat(diff(PODS + OUT, PODS + OUT)).isEmpty();
    }

    private record Pair(ObjectRef source, ObjectRef destination) {}

    @Property(tries = 200)
    void says_of_every_verdict_what_it_was_and_what_it_is(
            @ForAll @IntRange(max = 1_000_000_000) int seed, @ForAll @IntRange(max = 1_000_000_000) int drop) {
        List<Map<String, Object>> objects = RandomClusters.objects(seed);
        Random random = new Random(drop);
        Cluster older = RandomClusters.build(objects);
        Cluster newer = RandomClusters.build(objects.stream()
                .filter(object -> !String.valueOf(object.get("kind")).endsWith("Policy") || random.nextBoolean())
                .toList());
        Map<Pair, ConnectionChange> found = new HashMap<>();
        for (ConnectionChange change : changes(older, newer)) {
            if (change.source() instanceof ConnectionEnd.OfWorkload source
                    && change.destination() instanceof ConnectionEnd.OfWorkload destination) {
                found.put(new Pair(source.workload(), destination.workload()), change);
            }
        }
        Map<Pair, List<Outcome>> before = verdicts(older);
        Map<Pair, List<Outcome>> after = verdicts(newer);
        before.forEach((pair, outcomes) -> {
            ConnectionChange change = found.get(pair);
            if (change == null) {
                assertThat(after.get(pair)).as(pair.toString()).isEqualTo(outcomes);
            } else {
                assertThat(told(change.before(), change.unknownBefore()))
                        .as(pair.toString())
                        .isEqualTo(outcomes);
                assertThat(told(change.after(), change.unknownAfter()))
                        .as(pair.toString())
                        .isEqualTo(after.get(pair));
            }
        });
    }

    private static List<Outcome> told(PortSet ports, PortSet unknown) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            for (int port : PORTS) {
                outcomes.add(
                        ports.contains(protocol, port)
                                ? Outcome.ALLOWED
                                : unknown.contains(protocol, port) ? Outcome.UNKNOWN : Outcome.DENIED);
            }
        }
        return outcomes;
    }

    private static Map<Pair, List<Outcome>> verdicts(Cluster cluster) {
        NaiveNetwork twin = new NaiveNetwork(cluster);
        Map<Pair, List<Outcome>> verdicts = new HashMap<>();
        for (Pod source : cluster.pods()) {
            for (Pod destination : cluster.pods()) {
                if (!source.owner().equals(destination.owner())) {
                    List<Outcome> outcomes = new ArrayList<>();
                    for (Protocol protocol : Protocol.values()) {
                        PORTS.forEach(port -> outcomes.add(twin.verdict(source, destination, protocol, port)));
                    }
                    verdicts.put(new Pair(source.owner(), destination.owner()), outcomes);
                }
            }
        }
        return verdicts;
    }
}
