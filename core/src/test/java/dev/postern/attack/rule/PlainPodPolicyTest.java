package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.group;
import static dev.postern.attack.rule.Manifests.liveAccount;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.role;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.PodPolicyCases.apiServer;
import static dev.postern.attack.rule.PodPolicyCases.oldNode;
import static dev.postern.attack.rule.PodPolicyCases.openShiftNamespace;
import static dev.postern.attack.rule.PodPolicyCases.psp;
import static dev.postern.attack.rule.PodPolicyCases.reach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.attack.AttackGraph;
import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import dev.postern.model.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pods that ask for nothing need a policy too. What ann gets at in namespace shop: service account runner, which some
 * rows give a policy, service account cart, which none does by itself, and Secret db.
 */
final class PlainPodPolicyTest {
    private static final EdgeTechniques CREATE = EdgeTechniques.of("POD_CREATE_AS_SA");
    private static final EdgeTechniques PATCH_SA = EdgeTechniques.of("WORKLOAD_PATCH_SA");
    private static final EdgeTechniques PATCH = EdgeTechniques.of("WORKLOAD_PATCH");
    private static final String PODS = rule("create", "pods");
    private static final String DEPLOYMENTS = ruleIn("apps", "create", "deployments");
    private static final String CHANGES = ruleIn("apps", "patch", "deployments");
    private static final String SHOP = String.join(
            "---\n",
            namespace("shop"),
            namespace("other"),
            serviceAccount("shop", "runner"),
            serviceAccount("shop", "cart"),
            serviceAccount("other", "runner"),
            secret("shop", "db"),
            workload("Deployment", "shop", "web"));
    private static final String CLUSTER = String.join(
            "---\n",
            SHOP,
            oldNode("worker-1"),
            apiServer("PodSecurityPolicy"),
            psp("narrow", "volumes: [secret]"),
            psp("projecting", "volumes: [projected]"),
            psp("all-volumes", "volumes: ['*']"),
            psp("without-tokens", "volumes: [configMap]"),
            psp("of-nobody", "volumes: [secret], runAsUser: {rule: Whatever}"));
    private static final String NONE = "none none none";
    private static final String ALL = "CERTAIN CERTAIN CERTAIN";
    private static final String ONE_ACCOUNT = "CERTAIN none CERTAIN";
    private static final String CONTROLLERS = group("system:serviceaccounts:kube-system");

    static Stream<Arguments> creations() {
        return Stream.of(
                arguments("nobody may use any", NONE, grant("shop", "ann", PODS)),
                arguments("the requester may", ALL, grant("shop", "ann", PODS, use("narrow"))),
                arguments("the requester may, any", ALL, grant("shop", "ann", PODS, use(""))),
                arguments(
                        "the requester may, but a controller makes the pod",
                        NONE,
                        grant("shop", "ann", DEPLOYMENTS, use("narrow"))),
                arguments(
                        "the requester may elsewhere",
                        NONE,
                        and(grant("shop", "ann", PODS), given("other", "narrow", user("ann")))),
                arguments("another may", NONE, and(grant("shop", "ann", PODS), given("shop", "narrow", user("bob")))),
                arguments(
                        "an account may",
                        ONE_ACCOUNT,
                        and(grant("shop", "ann", PODS), given("shop", "narrow", account("shop", "runner")))),
                arguments(
                        "an account may, and a controller makes the pod",
                        ONE_ACCOUNT,
                        and(grant("shop", "ann", DEPLOYMENTS), given("shop", "narrow", account("shop", "runner")))),
                arguments(
                        "an account may elsewhere",
                        NONE,
                        and(grant("shop", "ann", PODS), given("other", "narrow", account("shop", "runner")))),
                arguments(
                        "an account of another namespace may",
                        NONE,
                        and(grant("shop", "ann", PODS), given("shop", "narrow", account("other", "runner")))),
                arguments(
                        "an account may of which it is open whether it is there",
                        "none none POSSIBLE",
                        and(grant("shop", "ann", PODS), given("shop", "narrow", account("shop", "ghost")))),
                arguments(
                        "all accounts of the namespace may",
                        ALL,
                        and(
                                grant("shop", "ann", DEPLOYMENTS),
                                given("shop", "narrow", group("system:serviceaccounts:shop")))),
                arguments(
                        "everybody may everywhere",
                        ALL,
                        and(grant("shop", "ann", DEPLOYMENTS), givenEverywhere(group("system:authenticated")))),
                arguments(
                        "the controllers may",
                        ALL,
                        and(grant("shop", "ann", DEPLOYMENTS), givenEverywhere(CONTROLLERS))),
                arguments(
                        "the controllers may, but nobody asks one",
                        NONE,
                        and(grant("shop", "ann", PODS), givenEverywhere(CONTROLLERS))),
                arguments(
                        "a server-side apply is a request like others",
                        "POSSIBLE POSSIBLE POSSIBLE",
                        grant("shop", "ann", rule("create,patch", "pods", "x"), use("narrow"))),
                arguments(
                        "without volumes there is no token, but a Secret in an environment variable",
                        "none none CERTAIN",
                        grant("shop", "ann", PODS, use("without-tokens"))),
                arguments(
                        "without volumes there is none for the account that may use the policy either",
                        "none none CERTAIN",
                        and(grant("shop", "ann", PODS), given("shop", "without-tokens", account("shop", "runner")))),
                arguments("projected volumes bring a token", ALL, grant("shop", "ann", PODS, use("projecting"))),
                arguments("all volumes bring a token", ALL, grant("shop", "ann", PODS, use("all-volumes"))),
                arguments("a policy that lets nothing in", NONE, grant("shop", "ann", PODS, use("of-nobody"))),
                arguments(
                        "a policy that is not in the input",
                        "POSSIBLE POSSIBLE POSSIBLE",
                        grant("shop", "ann", PODS, use("unseen"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("creations")
    void aNewPodNeedsAPolicy(String title, String reached, String rights) {
        assertThat(gets(CREATE, Manifests.cluster(CLUSTER, rights))).isEqualTo(reached);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments("nobody may use any", NONE, "none", ""),
                arguments("the requester's use is no use", NONE, "none", given("shop", "narrow", user("ann"))),
                arguments(
                        "an account may that is not the workload's",
                        ONE_ACCOUNT,
                        "none",
                        given("shop", "narrow", account("shop", "runner"))),
                arguments(
                        "the workload's account may",
                        "none none CERTAIN",
                        "CERTAIN",
                        given("shop", "narrow", account("shop", "default"))),
                arguments(
                        "all accounts of the namespace may",
                        ALL,
                        "CERTAIN",
                        given("shop", "narrow", group("system:serviceaccounts:shop"))),
                arguments(
                        "the workload's controller may",
                        ALL,
                        "CERTAIN",
                        givenEverywhere(account("kube-system", "replicaset-controller"))),
                arguments(
                        "another controller may",
                        NONE,
                        "none",
                        givenEverywhere(account("kube-system", "statefulset-controller"))),
                arguments(
                        "the account's policy brings no token",
                        "none none CERTAIN",
                        "none",
                        given("shop", "without-tokens", account("shop", "runner"))));
    }

    @ParameterizedTest(name = "{0}: {1}, program {2}")
    @MethodSource("changes")
    void aChangedPodNeedsAPolicyAnew(String title, String reached, String program, String uses) {
        Cluster cluster = Manifests.cluster(CLUSTER, grant("shop", "ann", CHANGES), uses);
        assertThat(gets(PATCH_SA, cluster)).isEqualTo(reached);
        assertThat(reach(PATCH, cluster, "user:ann", "pod:shop/web"::equals)).isEqualTo(program);
    }

    static Stream<Arguments> enforcement() {
        return Stream.of(
                arguments("the plug-in is on", "none", oldNode("n") + "---\n" + apiServer("PodSecurityPolicy")),
                arguments("the plug-in is off", "CERTAIN", oldNode("n") + "---\n" + apiServer("NodeRestriction")),
                arguments("the version has none any more", "CERTAIN", node("n")),
                arguments("no flags are known", "POSSIBLE", oldNode("n")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("enforcement")
    void policiesCountAsFarAsTheyAreEnforced(String title, String confidence, String server) {
        Cluster cluster = Manifests.cluster(
                SHOP, server, psp("narrow", "volumes: [secret]"), grant("shop", "ann", PODS, CHANGES));
        String all = String.join(" ", confidence, confidence, confidence);
        assertThat(gets(CREATE, cluster)).isEqualTo(all);
        assertThat(gets(PATCH_SA, cluster)).isEqualTo(all);
        assertThat(reach(PATCH, cluster, "user:ann", "pod:shop/web"::equals)).isEqualTo(confidence);
    }

    @Test
    void theFactThatIsMissingIsNamed() {
        Cluster cluster =
                Manifests.cluster(SHOP, oldNode("n"), psp("narrow", "volumes: [secret]"), grant("shop", "ann", PODS));
        List<String> facts = new ArrayList<>();
        TechniqueEdges.graph(cluster)
                .forEachEdge(edge ->
                        edge.supports().forEach(ground -> ground.facts().forEach(fact -> facts.add(fact.value()))));
        assertThat(facts).contains("the admission plug-in PodSecurityPolicy is off");
    }

    static Stream<Arguments> openShift() {
        String v2 = "system:openshift:scc:restricted-v2";
        String v3 = "system:openshift:scc:restricted-v3";
        return Stream.of(
                arguments("everybody may use some constraints", "CERTAIN", ""),
                arguments("one of the two bindings is taken away", "CERTAIN", bindEverywhere(v2, v2, user("bob"))),
                arguments(
                        "both bindings are taken away",
                        "none",
                        and(bindEverywhere(v2, v2, user("bob")), bindEverywhere(v3, v3, user("bob")))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("openShift")
    void onOpenShiftPodsThatAskForNothingAreLetInByDefault(String title, String confidence, String bindings) {
        AttackGraph graph = PodPolicyCases.asDelivered(Manifests.cluster(
                SHOP, node("n"), openShiftNamespace("marked"), bindings, grant("shop", "ann", PODS, CHANGES)));
        String all = String.join(" ", confidence, confidence, confidence);
        assertThat(gets(CREATE, graph)).isEqualTo(all);
        assertThat(gets(PATCH_SA, graph)).isEqualTo(all);
        assertThat(reach(PATCH, graph, "user:ann", "pod:shop/web"::equals)).isEqualTo(confidence);
    }

    static Stream<Arguments> ghosts() {
        return Stream.of(
                arguments("nobody may use any", "none", ""),
                arguments("it may itself", "CERTAIN", given("shop", "narrow", account("shop", "ghost"))),
                arguments("another may", "none", given("shop", "narrow", account("shop", "runner"))),
                arguments("all may", "CERTAIN", given("shop", "narrow", group("system:serviceaccounts:shop"))),
                arguments("the requester may", "CERTAIN", given("shop", "narrow", user("ann"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ghosts")
    void anAccountThatHasYetToBeMadeNeedsAPolicyLikeOthers(String title, String confidence, String uses) {
        Cluster cluster = Manifests.cluster(
                CLUSTER,
                liveAccount("shop", "live"),
                bind("shop", "ghost", "Role", "none", account("shop", "ghost")),
                grant("shop", "ann", PODS, rule("create", "serviceaccounts")),
                uses);
        assertThat(reach(CREATE, cluster, "user:ann", "sa:shop/ghost"::equals)).isEqualTo(confidence);
    }

    private static String gets(EdgeTechniques techniques, Cluster cluster) {
        return gets(techniques, TechniqueEdges.graph(cluster));
    }

    private static String gets(EdgeTechniques techniques, AttackGraph graph) {
        return String.join(
                " ",
                Stream.of("sa:shop/runner", "sa:shop/cart", "secret:shop/db")
                        .map(id -> reach(techniques, graph, "user:ann", id::equals))
                        .toList());
    }

    private static String use(String policy) {
        return policy.isEmpty()
                ? ruleIn("policy", "use", "podsecuritypolicies")
                : ruleIn("policy", "use", "podsecuritypolicies", policy);
    }

    private static String given(String namespace, String policy, String subject) {
        return and(
                role(namespace, "user-of-a-policy", use(policy)),
                bind(namespace, "user-of-a-policy", "Role", "user-of-a-policy", subject));
    }

    private static String givenEverywhere(String subject) {
        return and(
                clusterRole("user-of-a-policy", use("narrow")),
                bindEverywhere("user-of-a-policy", "user-of-a-policy", subject));
    }

    private static String and(String manifest, String another) {
        return manifest + "\n---\n" + another;
    }
}
