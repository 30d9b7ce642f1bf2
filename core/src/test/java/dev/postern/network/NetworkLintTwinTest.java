package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdminPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Rules that are said to do nothing, taken away: the naive evaluator must give every verdict as before. */
class NetworkLintTwinTest {
    private static final List<Integer> PORTS = List.of(53, 80, 81, 100, 8080);
    private static final Pattern RULE = Pattern.compile("spec\\.(ingress|egress)\\[([0-9]+)].*");
    private static final int[] COMPARED = new int[2];
    private static final int[] AGREED = new int[2];

    private static List<Outcome> verdicts(Cluster cluster) {
        NaiveNetwork twin = new NaiveNetwork(cluster);
        List<Outcome> verdicts = new ArrayList<>();
        for (Pod source : cluster.pods()) {
            for (Pod destination : cluster.pods()) {
                for (Protocol protocol : Protocol.values()) {
                    for (int port : PORTS) {
                        verdicts.add(twin.verdict(source, destination, protocol, port));
                    }
                }
            }
        }
        return verdicts;
    }

    private static <T> ImmutableList<T> without(List<T> rules, Set<Integer> gone) {
        ImmutableList.Builder<T> left = ImmutableList.builder();
        for (int i = 0; i < rules.size(); i++) {
            if (!gone.contains(i)) {
                left.add(rules.get(i));
            }
        }
        return left.build();
    }

    /** The cluster without the rules of some findings; which directions a policy isolates stays as it was. */
    private static Cluster without(Cluster cluster, List<NetworkFinding> findings) {
        Map<String, Set<Integer>> gone = new HashMap<>();
        for (NetworkFinding finding : findings) {
            Matcher field = RULE.matcher(finding.field());
            assertThat(field.matches()).as(finding.toString()).isTrue();
            gone.computeIfAbsent(finding.object() + " " + field.group(1), key -> new HashSet<>())
                    .add(Integer.parseInt(field.group(2)));
        }
        Cluster.Builder copy = Cluster.builder();
        cluster.existingPods().forEach(copy::add);
        cluster.objects().forEach(object -> copy.add(without(object, gone)));
        return copy.build();
    }

    private static KubernetesObject without(KubernetesObject object, Map<String, Set<Integer>> gone) {
        Set<Integer> ingress = gone.getOrDefault(object.ref() + " ingress", Set.of());
        Set<Integer> egress = gone.getOrDefault(object.ref() + " egress", Set.of());
        if (object instanceof NetworkPolicy policy) {
            return new NetworkPolicy(
                    policy.meta(),
                    policy.podSelector(),
                    policy.isolatesIngress(),
                    policy.isolatesEgress(),
                    policy.typesStated(),
                    without(policy.ingress(), ingress),
                    without(policy.egress(), egress));
        } else if (object instanceof AdminPolicy policy) {
            return new AdminPolicy(
                    policy.meta(),
                    policy.kind(),
                    policy.tier(),
                    policy.priority(),
                    policy.subject(),
                    without(policy.ingress(), ingress),
                    without(policy.egress(), egress));
        }
        return object;
    }

    private static List<NetworkFinding> idle(Cluster cluster, Set<NetworkFindingKind> kinds) {
        return NetworkLint.of(Network.of(cluster)).stream()
                .filter(finding -> kinds.contains(finding.kind()))
                .toList();
    }

    @Property(tries = 400)
    void a_rule_that_does_nothing_can_go(@ForAll @IntRange(max = 1_000_000_000) int seed) {
        Cluster cluster = RandomClusters.of(seed);
        List<NetworkFinding> idle = idle(
                cluster,
                Set.of(
                        NetworkFindingKind.REDUNDANT_RULE,
                        NetworkFindingKind.SHADOWED_RULE,
                        NetworkFindingKind.RULE_WITHOUT_PEERS));
        if (idle.isEmpty()) {
            return;
        }
        List<Outcome> before = verdicts(cluster);
        for (NetworkFinding finding : idle) {
            int kind = finding.kind() == NetworkFindingKind.SHADOWED_RULE ? 1 : 0;
            COMPARED[kind]++;
            assertThat(verdicts(without(cluster, List.of(finding))))
                    .as(finding.toString())
                    .isEqualTo(before);
            AGREED[kind]++;
        }
        assertThat(verdicts(without(cluster, idle))).as("without all of them").isEqualTo(before);
    }

    @AfterContainer
    static void someWereFound() {
        String[] suites = {"lint-idle-rules", "lint-shadowed-rules"};
        for (int i = 0; i < suites.length; i++) {
            System.out.println("conformance network " + suites[i] + ": compared " + COMPARED[i] + ", agree " + AGREED[i]
                    + ", deviations " + (COMPARED[i] - AGREED[i]));
            assertThat(COMPARED[i]).as(suites[i]).isPositive();
        }
    }

    /** A twin of its own: the pods that a policy is for, by its labels alone. */
    @Property(tries = 200)
    void a_policy_selects_nothing_exactly_where_no_pod_is_bound(@ForAll @IntRange(max = 1_000_000_000) int seed) {
        Cluster cluster = RandomClusters.of(seed);
        Set<String> expected = new HashSet<>();
        for (NetworkPolicy policy : cluster.networkPolicies()) {
            boolean bound = cluster.pods().stream()
                    .filter(pod -> !pod.isTerminated() && !pod.spec().hostNetwork())
                    .filter(pod -> pod.namespace().equals(policy.meta().namespace()))
                    .anyMatch(pod -> policy.podSelector().matches(pod.meta().labels()));
            if (!bound) {
                expected.add(policy.ref().toString());
            }
        }
        Set<String> found = new HashSet<>();
        idle(cluster, Set.of(NetworkFindingKind.SELECTS_NOTHING, NetworkFindingKind.CONTRADICTION)).stream()
                .filter(finding -> finding.object().kind().equals("NetworkPolicy"))
                .filter(finding -> finding.field().startsWith("spec.podSelector"))
                .forEach(finding -> found.add(finding.object().toString()));
        assertThat(found).isEqualTo(expected);
    }
}
