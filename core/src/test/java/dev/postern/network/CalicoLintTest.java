package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What lint finds in Calico's policies, the nearest input where it does not, and that what is said to be idle can go. */
class CalicoLintTest {
    private static final Pattern RULE = Pattern.compile("spec\\.(ingress|egress)\\[([0-9]+)].*");
    private static final String WEB =
            "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}"
                    + ", spec: {containers: [{name: c, image: i, ports: [{name: http, containerPort: 8080}]}]}"
                    + ", status: {podIPs: [{ip: 10.0.0.1}]}}";
    private static final String CLOSED =
            global("closed", "{order: 1, types: [Ingress, Egress], ingress: [], egress: []}");

    private static String object(String kind, String name, String spec) {
        return "{apiVersion: projectcalico.org/v3, kind: " + kind + ", metadata: {" + name + "}, spec: " + spec + "}";
    }

    private static String global(String name, String spec) {
        return object("GlobalNetworkPolicy", "name: " + name, spec);
    }

    private static String rules(String... rules) {
        return global("a", "{order: 5, ingress: [" + String.join(", ", rules) + "]}");
    }

    private static List<String> lint(String... objects) {
        Cluster cluster = CalicoManifests.read(WEB + "\n---\n" + CLOSED + "\n---\n" + String.join("\n---\n", objects))
                .cluster();
        return NetworkLint.of(Network.of(cluster, CniProfile.CALICO)).stream()
                .map(finding -> (finding.severity() == Severity.WARNING ? "" : "note ")
                        + finding.kind().code() + " " + finding.object() + " " + finding.field())
                .filter(finding -> !finding.contains("enforcement-unproven"))
                .toList();
    }

    static Stream<Arguments> found() {
        return Stream.of(
                Arguments.of(
                        "note selects-nothing GlobalNetworkPolicy a spec.selector",
                        global("a", "{selector: 'app == \"api\"', ingress: [{action: Allow}]}"),
                        global("a", "{selector: 'app != \"api\"', ingress: [{action: Allow}]}")),
                Arguments.of(
                        "note rule-without-peers GlobalNetworkPolicy a spec.ingress[0]",
                        rules("{action: Allow, source: {selector: 'app == \"api\"'}}"),
                        rules("{action: Allow, source: {selector: 'app == \"web\"'}}")),
                Arguments.of(
                        "note rule-without-peers GlobalNetworkPolicy a spec.ingress[0]",
                        rules("{action: Allow, destination: {nets: [10.9.0.0/16]}}"),
                        rules("{action: Allow, destination: {nets: [10.0.0.0/16]}}")),
                Arguments.of(
                        "note rule-without-peers GlobalNetworkPolicy a spec.ingress[0]",
                        rules("{action: Allow, source: {namespaceSelector: global()}}"),
                        rules("{action: Allow, source: {namespaceSelector: global()}}")
                                + "\n---\n"
                                + object("GlobalNetworkSet", "name: s", "{nets: [192.0.2.0/24]}")),
                Arguments.of(
                        "shadowed-rule GlobalNetworkPolicy a spec.ingress[1]",
                        rules(
                                "{action: Deny, protocol: TCP}",
                                "{action: Allow, protocol: TCP, source: {nets: [10.0.0.0/8]}}"),
                        rules(
                                "{action: Log, protocol: TCP}",
                                "{action: Allow, protocol: TCP, source: {nets: [10.0.0.0/8]}}")),
                Arguments.of(
                        "shadowed-rule GlobalNetworkPolicy a spec.ingress[1]",
                        rules(
                                "{action: Pass, source: {nets: [10.0.0.0/8]}}",
                                "{action: Allow, source: {nets: [10.0.0.0/16]}}"),
                        rules(
                                "{action: Pass, source: {nets: [10.0.0.0/16]}}",
                                "{action: Allow, source: {nets: [10.0.0.0/8]}}")),
                Arguments.of(
                        "note unknown-port-name GlobalNetworkPolicy a spec.ingress[0].destination.ports[1]",
                        rules("{action: Allow, protocol: TCP, destination: {ports: [8080, sql]}}"),
                        rules("{action: Allow, protocol: TCP, destination: {ports: [8080, http]}}")),
                Arguments.of(
                        "note port-without-listener GlobalNetworkPolicy a spec.ingress[0].destination.ports[0]",
                        rules("{action: Allow, protocol: TCP, destination: {ports: [81]}}"),
                        rules("{action: Allow, protocol: TCP, destination: {notPorts: [81]}}")),
                Arguments.of(
                        "note baseline-never-asked GlobalNetworkPolicy t.a spec.ingress",
                        object("Tier", "name: t", "{order: 2000000}")
                                + "\n---\n"
                                + global("t.a", "{tier: t, ingress: [{action: Allow}]}"),
                        object("Tier", "name: t", "{order: 2000}")
                                + "\n---\n"
                                + global("t.a", "{tier: t, ingress: [{action: Allow}]}")));
    }

    @ParameterizedTest
    @MethodSource("found")
    void is_found(String expected, String with, String without) {
        assertThat(lint(with)).containsExactly(expected);
        assertThat(lint(without)).doesNotContain(expected);
    }

    @Property(tries = 300)
    void a_rule_that_does_nothing_can_go(@ForAll @IntRange(max = 1_000_000_000) int seed) {
        Cluster cluster = RandomCalico.of(seed, true).cluster();
        Set<NetworkFindingKind> idle = Set.of(
                NetworkFindingKind.REDUNDANT_RULE,
                NetworkFindingKind.SHADOWED_RULE,
                NetworkFindingKind.RULE_WITHOUT_PEERS);
        List<NetworkFinding> found = NetworkLint.of(Network.of(cluster, CniProfile.CALICO)).stream()
                .filter(finding -> idle.contains(finding.kind()))
                .toList();
        if (!found.isEmpty()) {
            List<Outcome> before = verdicts(cluster);
            for (NetworkFinding finding : found) {
                assertThat(verdicts(without(cluster, finding)))
                        .as(finding.toString())
                        .isEqualTo(before);
            }
        }
    }

    private static List<Outcome> verdicts(Cluster cluster) {
        NaiveCalico twin = new NaiveCalico(cluster);
        List<String> ends = new ArrayList<>(RandomCalico.OUTSIDE);
        cluster.pods().stream()
                .filter(pod -> !pod.spec().hostNetwork())
                .map(Pod::ips)
                .forEach(ends::addAll);
        List<Outcome> verdicts = new ArrayList<>();
        for (String source : ends) {
            for (String destination : ends) {
                for (Protocol protocol : Protocol.values()) {
                    for (int port : RandomCalico.PORTS) {
                        if (source.contains(":") == destination.contains(":")) {
                            verdicts.add(twin.decide(source, destination, protocol, port));
                        }
                    }
                }
            }
        }
        return verdicts;
    }

    private static Cluster without(Cluster cluster, NetworkFinding finding) {
        Matcher field = RULE.matcher(finding.field());
        assertThat(field.matches()).as(finding.toString()).isTrue();
        boolean egress = field.group(1).equals("egress");
        int index = Integer.parseInt(field.group(2));
        Cluster.Builder copy = Cluster.builder();
        cluster.existingPods().forEach(copy::add);
        cluster.objects()
                .forEach(object ->
                        copy.add(object.ref().equals(finding.object()) ? without(object, egress, index) : object));
        return copy.build();
    }

    private static KubernetesObject without(KubernetesObject object, boolean egress, int index) {
        if (object instanceof NetworkPolicy policy) {
            return new NetworkPolicy(
                    policy.meta(),
                    policy.podSelector(),
                    policy.isolatesIngress(),
                    policy.isolatesEgress(),
                    policy.typesStated(),
                    egress ? policy.ingress() : without(policy.ingress(), index),
                    egress ? without(policy.egress(), index) : policy.egress());
        }
        CalicoPolicy policy = (CalicoPolicy) object;
        ImmutableList.Builder<String> types = ImmutableList.builder();
        if (policy.types(false)) {
            types.add(CalicoPolicy.INGRESS);
        }
        if (policy.types(true)) {
            types.add(CalicoPolicy.EGRESS);
        }
        return new CalicoPolicy(
                policy.meta(),
                policy.kind(),
                policy.tier(),
                policy.order(),
                policy.selector(),
                policy.namespaceSelector(),
                policy.serviceAccountSelector(),
                types.build(),
                egress ? policy.ingress() : without(policy.ingress(), index),
                egress ? without(policy.egress(), index) : policy.egress(),
                policy.hostEndpointsOnly(),
                policy.unread());
    }

    private static <T> ImmutableList<T> without(List<T> rules, int index) {
        List<T> left = new ArrayList<>(rules);
        left.remove(index);
        return ImmutableList.copyOf(left);
    }
}
