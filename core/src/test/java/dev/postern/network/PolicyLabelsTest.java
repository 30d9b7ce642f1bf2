package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Support;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which labels, that somebody may change, policies tell pods and namespaces apart. */
class PolicyLabelsTest {
    private static final String SHOP = pod("shop", "cart");
    private static final String PAY = pod("pay", "api");
    private static final String OPS = "kind: Namespace\nmetadata: {name: ops, labels: {team: a}}";

    private static PolicyLabels labels(String... policies) {
        return Verdicts.of(SHOP + "\n---\n" + PAY + "\n---\n" + OPS, String.join("\n---\n", policies))
                .network()
                .policyLabels();
    }

    private static List<String> told(String... policies) {
        return labels(policies).pods().stream()
                .map(told ->
                        told.policy() + " in " + told.namespaces() + " " + told.within() + ": " + text(told.fact()))
                .toList();
    }

    private static List<String> namespaces(String... policies) {
        return labels(policies).namespaces().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
                .toList();
    }

    private static String text(Support support) {
        return support.facts().stream().map(Verdicts::text).collect(Collectors.joining("; "));
    }

    private static String admin(String subject, String rules) {
        return "kind: AdminNetworkPolicy\nmetadata: {name: a}\nspec: {priority: 1, subject: " + subject + ", " + rules
                + "}";
    }

    @Test
    void a_policy_tells_the_pods_of_its_own_namespace_apart_by_its_selector() {
        assertThat(told(policy("{podSelector: {matchLabels: {app: cart}}}")))
                .containsExactly("NetworkPolicy shop/np in namespace shop [shop]: NetworkPolicy shop/np"
                        + " spec.podSelector = app=cart (stated)");
        assertThat(told(policy("{podSelector: {}}"))).as("all alike").isEmpty();
        assertThat(told(policy("nowhere", "np", "{podSelector: {matchLabels: {app: cart}}}")))
                .as("a namespace without pods, but the policy's own")
                .containsExactly("NetworkPolicy nowhere/np in namespace nowhere [nowhere]: NetworkPolicy nowhere/np"
                        + " spec.podSelector = app=cart (stated)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{podSelector: {matchLabels: {app: x}}}|namespace shop [shop]",
                "{namespaceSelector: {}, podSelector: {matchLabels: {app: x}}}|every namespace [ops, pay, shop]",
                "{namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: x}}}|namespaces team=a [ops]",
                "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: pay}}, podSelector: {matchLabels: {app: x}}}|namespaces kubernetes.io/metadata.name=pay [pay]",
            })
    void peers_are_told_apart_where_they_may_be(String peer, String where) {
        String rule = policy("{podSelector: {}, ingress: [{}, {from: [{podSelector: {}}, " + peer + "]}]}");
        assertThat(told(rule))
                .containsExactly("NetworkPolicy shop/np in " + where + ": NetworkPolicy shop/np"
                        + " spec.ingress[1].from[1].podSelector = app=x (stated)");
    }

    @Test
    void each_place_is_told_once_for_a_policy_and_those_without_a_namespace_not_at_all() {
        String peer = "{podSelector: {matchLabels: {app: x}}}";
        String none = "{namespaceSelector: {matchLabels: {team: b}}, podSelector: {matchLabels: {app: x}}}";
        assertThat(told(policy(
                        "{podSelector: {matchLabels: {app: cart}}, ingress: [{from: [" + peer + ", " + none + "]}]}")))
                .hasSize(1);
        assertThat(told(
                        policy("shop", "a", "{podSelector: {matchLabels: {app: cart}}}"),
                        policy("shop", "b", "{podSelector: {matchLabels: {app: cart}}}")))
                .hasSize(2);
    }

    @Test
    void a_direction_that_a_policy_says_nothing_of_tells_nobody_apart() {
        String rules = "egress: [{to: [{podSelector: {matchLabels: {app: x}}}]}]}";
        assertThat(told(policy("{podSelector: {}, policyTypes: [Ingress], " + rules)))
                .isEmpty();
        assertThat(told(policy("{podSelector: {}, policyTypes: [Egress], " + rules)))
                .hasSize(1);
    }

    @Test
    void namespaces_are_told_apart_by_labels_but_not_by_their_names() {
        String from = "{podSelector: {}, ingress: [{from: [{namespaceSelector: %s}]}]}";
        String fact = "NetworkPolicy shop/np spec.ingress[0].from[0].namespaceSelector = ";
        assertThat(namespaces(policy(String.format(from, "{matchLabels: {team: a}}"))))
                .containsExactly(
                        "ops: " + fact + "team=a (stated)",
                        "pay: " + fact + "team=a (stated)",
                        "shop: " + fact + "team=a (stated)");
        assertThat(namespaces(policy(String.format(from, "{matchLabels: {kubernetes.io/metadata.name: pay}}"))))
                .as("nobody changes a name")
                .isEmpty();
        assertThat(namespaces(
                        policy(String.format(from, "{matchLabels: {kubernetes.io/metadata.name: pay, team: a}}"))))
                .as("no label brings another namespace in")
                .containsExactly("pay: " + fact + "kubernetes.io/metadata.name=pay,team=a (stated)");
        String byExpressions =
                "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [pay]}, "
                        + "{key: team, operator: Exists}]}";
        assertThat(namespaces(policy(String.format(from, byExpressions))))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("ops", "shop");
        assertThat(namespaces(policy(String.format(from, "{}")))).isEmpty();
    }

    @Test
    void of_several_selectors_the_same_one_is_cited_whatever_the_order() {
        String from = "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: %s}}}]}]}";
        List<String> expected = List.of(
                "ops: NetworkPolicy shop/a spec.ingress[0].from[0].namespaceSelector = team=x (stated)",
                "pay: NetworkPolicy shop/a spec.ingress[0].from[0].namespaceSelector = team=x (stated)",
                "shop: NetworkPolicy shop/a spec.ingress[0].from[0].namespaceSelector = team=x (stated)");
        String a = policy("shop", "a", String.format(from, "x"));
        for (String team : List.of("x", "y", "b")) {
            String b = policy("shop", "b", String.format(from, team));
            assertThat(namespaces(a, b)).isEqualTo(expected);
            assertThat(namespaces(b, a)).isEqualTo(expected);
        }
    }

    @Test
    void administrators_subjects_are_cited_with_their_field() {
        String rule = "ingress: [{action: Deny, from: [{namespaces: {}}]}]";
        assertThat(told(admin(
                        "{pods: {namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: x}}}}",
                        rule)))
                .containsExactly("AdminNetworkPolicy a in namespaces team=a [ops]: AdminNetworkPolicy a"
                        + " spec.subject.pods.podSelector = app=x (stated)");
        assertThat(namespaces(admin("{namespaces: {matchLabels: {team: a}}}", rule)))
                .first()
                .isEqualTo("ops: AdminNetworkPolicy a spec.subject.namespaces = team=a (stated)");
    }
}
