package dev.postern.attack.rule;

import static dev.postern.attack.rule.AdmissionBypassWorld.API;
import static dev.postern.attack.rule.AdmissionBypassWorld.CLOSED_TWICE;
import static dev.postern.attack.rule.AdmissionBypassWorld.CONFIG;
import static dev.postern.attack.rule.AdmissionBypassWorld.CONFIGS;
import static dev.postern.attack.rule.AdmissionBypassWorld.EXCEPTIONS_IN_OPS;
import static dev.postern.attack.rule.AdmissionBypassWorld.KYVERNO;
import static dev.postern.attack.rule.AdmissionBypassWorld.KYVERNO_WEBHOOK;
import static dev.postern.attack.rule.AdmissionBypassWorld.OPENSHIFT;
import static dev.postern.attack.rule.AdmissionBypassWorld.PODS;
import static dev.postern.attack.rule.AdmissionBypassWorld.WEBHOOKS;
import static dev.postern.attack.rule.AdmissionBypassWorld.kyverno;
import static dev.postern.attack.rule.AdmissionBypassWorld.library;
import static dev.postern.attack.rule.AdmissionBypassWorld.webhook;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.PodPolicyCases.oldNode;
import static dev.postern.attack.rule.PodPolicyCases.openShiftNamespace;
import static dev.postern.attack.rule.PodPolicyCases.psp;
import static dev.postern.attack.rule.PodPolicyCases.reach;
import static dev.postern.attack.rule.PodPolicyCases.scc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How surely somebody gets past what stands before pods, by one technique. */
final class AdmissionBypassConfidenceTest {
    static Stream<Arguments> overPods() {
        String openShift = openShiftNamespace("shop") + "---\n" + node("worker-1");
        String old = oldNode("worker-1") + "---\n" + namespace("shop") + "---\n" + psp("narrow", "privileged: false");
        String constraints = "securitycontextconstraints";
        String use = ruleIn("policy", "use", "podsecuritypolicies", "narrow");
        return Stream.of(
                arguments(
                        "new constraints of one's own", "CERTAIN", openShift, ruleIn(OPENSHIFT, "create", constraints)),
                arguments(
                        "constraints that are there",
                        "CERTAIN",
                        openShift + "---\n" + scc("own", "allowPrivilegedContainer: false"),
                        ruleIn(OPENSHIFT, "update", constraints, "own")),
                arguments(
                        "constraints of which the input does not say that they are there",
                        "POSSIBLE",
                        openShift,
                        ruleIn(OPENSHIFT, "update", constraints, "own")),
                arguments(
                        "constraints cannot be opened by deleting",
                        "none",
                        openShift,
                        ruleIn(OPENSHIFT, "delete", constraints)),
                arguments(
                        "a PodSecurityPolicy that pods pass by",
                        "CERTAIN",
                        old,
                        ruleIn("policy", "patch", "podsecuritypolicies") + use),
                arguments(
                        "a PodSecurityPolicy that no pod of hers passes by",
                        "POSSIBLE",
                        old,
                        ruleIn("policy", "patch", "podsecuritypolicies")),
                arguments(
                        "one PodSecurityPolicy among others",
                        "none",
                        old,
                        ruleIn("policy", "patch", "podsecuritypolicies", "narrow") + use),
                arguments(
                        "policies of which there are none here",
                        "none",
                        node("worker-1"),
                        ruleIn(OPENSHIFT, "create", constraints)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("overPods")
    void policiesOfWhichOneHasToAdmitEachPod(String title, String confidence, String cluster, String rules) {
        assertThat(reach(
                        EdgeTechniques.of("ADMISSION_BYPASS"),
                        Manifests.cluster(cluster, grantEverywhere("ann", rules, PODS)),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    static Stream<Arguments> taken() {
        String shop = node("worker-1") + "---\n" + namespace("shop") + "---\n";
        String guarded = shop + webhook("guard", "guard.example.com");
        return Stream.of(
                arguments(
                        "of a webhook it does not know", "CERTAIN", guarded, ruleIn(API, "delete", WEBHOOKS, "guard")),
                arguments(
                        "of two, one may go",
                        "none",
                        guarded + "---\n" + webhook("other", "other.example.com"),
                        ruleIn(API, "delete", WEBHOOKS, "guard")),
                arguments(
                        "of two, both may go",
                        "CERTAIN",
                        guarded + "---\n" + webhook("other", "other.example.com"),
                        ruleIn(API, "delete", WEBHOOKS)),
                arguments(
                        "Kyverno makes its own anew",
                        "LIKELY",
                        shop + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(API, "delete", WEBHOOKS)),
                arguments(
                        "and that of which no policy is known",
                        "LIKELY",
                        shop + webhook(KYVERNO_WEBHOOK, "validate.kyverno.svc-fail"),
                        ruleIn(API, "delete", WEBHOOKS)),
                arguments(
                        "exceptions, where it is not known whether they count",
                        "POSSIBLE",
                        shop + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "create", "policyexceptions")),
                arguments(
                        "exceptions, where they count",
                        "CERTAIN",
                        shop + EXCEPTIONS_IN_OPS + "---\n" + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "create", "policyexceptions")),
                arguments(
                        "exceptions, where they do not",
                        "none",
                        shop + EXCEPTIONS_IN_OPS.replace("=true", "=false") + "---\n"
                                + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "create", "policyexceptions")),
                arguments(
                        "a Config that is there is changed",
                        "CERTAIN",
                        shop + library() + "---\n" + CONFIG,
                        ruleIn(CONFIGS, "patch", "configs")),
                arguments(
                        "of one of which it is not known that it is, this is open",
                        "POSSIBLE",
                        shop + library(),
                        ruleIn(CONFIGS, "patch", "configs")),
                arguments(
                        "and so it is of making one",
                        "POSSIBLE",
                        shop + library(),
                        ruleIn(CONFIGS, "create", "configs")),
                arguments(
                        "but not of doing the one or the other",
                        "CERTAIN",
                        shop + library(),
                        ruleIn(CONFIGS, "create,update", "configs")),
                arguments("Gatekeeper does not", "CERTAIN", shop + library(), ruleIn(API, "delete", WEBHOOKS)),
                arguments(
                        "a policy that closes goes, a webhook of which it is not known stays",
                        "POSSIBLE",
                        guarded + "---\n" + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "patch", "clusterpolicies")),
                arguments(
                        "both go",
                        "CERTAIN",
                        guarded + "---\n" + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "patch", "clusterpolicies") + ruleIn(API, "delete", WEBHOOKS, "guard")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("taken")
    void whatMayBeTakenAway(String title, String confidence, String cluster, String rules) {
        assertThat(reach(
                        EdgeTechniques.of("ADMISSION_BYPASS"),
                        Manifests.cluster(cluster, grantEverywhere("ann", rules, PODS)),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    @Test
    void threeIdentitiesMayOpenANamespaceThatIsClosedTwice() {
        String policies = grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies"));
        String labels = grant("strict", "bob", rule("patch", "namespaces"));
        String pods = grant("strict", "eve", PODS);
        assertThat(together(CLOSED_TWICE, policies, labels, pods)).isTrue();
        assertThat(together(CLOSED_TWICE, policies, pods)).isFalse();
        assertThat(together(CLOSED_TWICE, labels, pods)).isFalse();
        assertThat(together(CLOSED_TWICE, policies, labels)).isFalse();
    }

    @Test
    void theyMayWriteAPolicyOverPodsLikewise() {
        String written = grantEverywhere("ann", ruleIn(OPENSHIFT, "create", "securitycontextconstraints"));
        String labels = grant("strict", "bob", rule("patch", "namespaces"));
        String pods = grant("strict", "eve", PODS);
        assertThat(together(PodPolicyBypassTest.CLOSED, written, labels, pods)).isTrue();
        assertThat(together(PodPolicyBypassTest.CLOSED, written, pods)).isFalse();
        assertThat(together(PodPolicyBypassTest.CLOSED, labels, pods)).isFalse();
        assertThat(together(PodPolicyBypassTest.CLOSED, written, labels)).isFalse();
    }

    /** Whether whoever has all of it takes over the node. */
    private static boolean together(String cluster, String... grants) {
        List<AttackEdge> edges = new ArrayList<>();
        AttackGraph graph = TechniqueEdges.graph(Manifests.cluster(cluster, String.join("---\n", grants)));
        graph.forEachEdge(edges::add);
        List<Vertex> users = graph.vertices().stream()
                .filter(vertex -> vertex.id().startsWith("user:"))
                .toList();
        return !new Closure(edges)
                .from(users, new NodeControl("worker-1")::equals)
                .isEmpty();
    }
}
