package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.liveAccount;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.policy;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.workload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.EdgeRule;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A right to create that is limited to a name (E4): alone it creates nothing; with {@code patch} on that name a server-side
 * apply creates the object, unless it is there.
 */
final class ServerSideApplyTest {
    private static final String ACCOUNT = serviceAccount("shop", "cart");

    static Stream<Arguments> creations() {
        return Stream.of(
                Arguments.of(new PodCreateAsSa(), "sa:shop/cart", ACCOUNT, "", "pods", "x"),
                Arguments.of(new PodCreateAsSa(), "sa:shop/cart", ACCOUNT, "apps", "deployments", "x"),
                Arguments.of(
                        new WorkloadEscape(), "node:n1", node("n1") + "---\n" + namespace("shop"), "", "pods", "x"),
                Arguments.of(
                        new NsPsaBypass(),
                        "node:n1",
                        node("n1") + "---\n" + namespace("shop", "restricted") + "---\n"
                                + grant("shop", "ann-relabels", rule("patch", "namespaces"))
                                        .replace("User, name: \"ann-relabels\"", "User, name: ann"),
                        "batch",
                        "cronjobs",
                        "x"),
                Arguments.of(new SecretTokenPlant(), "sa:shop/cart", ACCOUNT, "", "secrets", "x"),
                Arguments.of(
                        new NetworkChange(),
                        "write:NetworkPolicy/shop/web",
                        policy("shop", "web", "policyTypes: [Ingress]"),
                        "networking.k8s.io",
                        "networkpolicies",
                        "x"));
    }

    @ParameterizedTest
    @MethodSource("creations")
    void createAndPatchOfOneNameCreate(
            EdgeRule rule, String to, String objects, String apiGroup, String resource, String name) {
        assertThat(edges(rule, objects, grant("shop", "ann", ruleIn(apiGroup, "create,patch", resource, name))))
                .contains("user:ann -> " + to);
    }

    @ParameterizedTest
    @MethodSource("creations")
    void eitherAloneDoesNot(EdgeRule rule, String to, String objects, String apiGroup, String resource, String name) {
        assertThat(edges(
                        rule,
                        objects,
                        grant(
                                "shop",
                                "ann",
                                ruleIn(apiGroup, "create", resource, name),
                                ruleIn(apiGroup, "patch", resource, "other"))))
                .doesNotContain("user:ann -> " + to);
    }

    @Test
    void whatIsThereIsChangedAndNotCreated() {
        String there = pod("shop", "x");
        assertThat(edges(new PodCreateAsSa(), ACCOUNT, there, grant("shop", "ann", rule("create,patch", "pods", "x"))))
                .isEmpty();
        String deployment = workload("Deployment", "shop", "x");
        assertThat(edges(
                        new PodCreateAsSa(),
                        ACCOUNT,
                        deployment,
                        grant("shop", "ann", ruleIn("apps", "create,patch", "deployments", "x"))))
                .isEmpty();
    }

    @Test
    void everywhereItIsCreatedWhereItIsNot() {
        assertThat(edges(
                        new PodCreateAsSa(),
                        ACCOUNT,
                        serviceAccount("data", "db"),
                        pod("shop", "x"),
                        grantEverywhere("ann", rule("create,patch", "pods", "x"))))
                .contains("user:ann -> sa:data/db")
                .doesNotContain("user:ann -> sa:shop/cart");
    }

    @Test
    void clusterScopedObjectsAreAppliedToo() {
        assertThat(edges(
                        new PvHostpath(),
                        node("n1"),
                        namespace("shop"),
                        grantEverywhere("ann", rule("create,patch", "persistentvolumes", "x"), rule("create", "pods"))))
                .containsExactly("user:ann -> node:n1");
        assertThat(edges(
                        new ApiChange(),
                        grantEverywhere(
                                "ann",
                                ruleIn("apiregistration.k8s.io", "create,patch", "apiservices", "v1.x.example.com"))))
                .contains("user:ann -> write:APIService/(new)");
    }

    @Test
    void aBootstrapTokenHasItsNameToo() {
        String groups = bindEverywhere(
                "b",
                "none",
                "  - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: \"system:bootstrappers\"}\n");
        assertThat(edges(
                        new BootstrapToken(),
                        groups,
                        grant("kube-system", "ann", rule("create,patch", "secrets", "bootstrap-token-abcdef")),
                        grant("kube-system", "bob", rule("create,patch", "secrets", "bootstrap-token-a"))))
                .containsExactly("user:ann -> group:system:bootstrappers");
    }

    @Test
    void aMissingAccountIsCreatedUnderItsOwnName() {
        assertThat(edges(
                        new SaTokenRequest(),
                        liveAccount("shop", "cart"),
                        bindEverywhere("ghost", "none", account("shop", "ghost")),
                        grant(
                                "shop",
                                "ann",
                                rule("create", "serviceaccounts/token", "ghost"),
                                rule("create,patch", "serviceaccounts", "ghost")),
                        grant(
                                "shop",
                                "bob",
                                rule("create", "serviceaccounts/token", "ghost"),
                                rule("create,patch", "serviceaccounts", "other"))))
                .containsExactly("user:ann -> sa:shop/ghost");
    }

    @Test
    void thatANameIsFreeIsKnownOfALiveInputOnly() {
        String right = grant("shop", "ann", rule("create,patch", "pods", "x"));
        assertThat(confidences(ACCOUNT, right)).containsExactly(Confidence.POSSIBLE);
        String live = pod("shop", "y").replace("{name", "{uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427, name");
        assertThat(confidences(liveAccount("shop", "cart"), live, right)).containsExactly(Confidence.CERTAIN);
    }

    /** Of the edges into the hub of the namespace that do not come from the cluster's hub. */
    private static List<Confidence> confidences(String... manifests) {
        List<Confidence> found = new ArrayList<>();
        TechniqueEdges.graph(cluster(manifests)).forEachEdge(edge -> {
            if (edge.to().id().equals("may:create-pods@shop")
                    && edge.premises().stream().noneMatch(vertex -> vertex.isHub())) {
                found.add(edge.confidence());
            }
        });
        return found;
    }

    private static Set<String> edges(EdgeRule rule, String... manifests) {
        return TechniqueEdges.of(rule, cluster(manifests), Set.of());
    }
}
