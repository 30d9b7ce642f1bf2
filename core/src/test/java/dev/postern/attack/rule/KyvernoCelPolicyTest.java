package dev.postern.attack.rule;

import static dev.postern.attack.rule.CelPolicyBypassCases.policy;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import dev.postern.model.Evidence;
import dev.postern.podsecurity.PodSecurity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies of Kyverno that are written in CEL, and exceptions from these, seen through techniques of ann in shop. */
final class KyvernoCelPolicyTest {
    private static final String DENY = policy("ValidatingPolicy", "");
    private static final String PODS = rule("create", "pods");

    private static String with(String fields) {
        return DENY.replace("validationActions: [Deny]", "validationActions: [Deny], " + fields);
    }

    static Stream<Arguments> policies() {
        String own = "NamespacedValidatingPolicy";
        return Stream.of(
                arguments("that deny", "POSSIBLE", DENY),
                arguments("of the first version", "POSSIBLE", DENY.replace("io/v1,", "io/v1alpha1,")),
                arguments("of the second", "POSSIBLE", DENY.replace("io/v1,", "io/v1beta1,")),
                arguments("of another group", "CERTAIN", DENY.replace("policies.kyverno.io", "example.com")),
                arguments("that do not say what to do", "POSSIBLE", DENY.replace("validationActions: [Deny], ", "")),
                arguments("nor anything", "POSSIBLE", DENY.replace("[Deny]", "[]")),
                arguments("that deny and report", "POSSIBLE", DENY.replace("[Deny]", "[Audit, Deny]")),
                arguments("that report", "CERTAIN", DENY.replace("[Deny]", "[Audit]")),
                arguments("that warn and report", "CERTAIN", DENY.replace("[Deny]", "[Warn, Audit]")),
                arguments("at admission", "POSSIBLE", with("evaluation: {admission: {enabled: true}}")),
                arguments("not at admission", "CERTAIN", with("evaluation: {admission: {enabled: false}}")),
                arguments("at admission only", "POSSIBLE", with("evaluation: {background: {enabled: false}}")),
                arguments("over objects of Kubernetes", "POSSIBLE", with("evaluation: {mode: Kubernetes}")),
                arguments("over other objects", "CERTAIN", with("evaluation: {mode: JSON}")),
                arguments("over other resources", "CERTAIN", DENY.replace("[pods]", "[services]")),
                arguments(
                        "over all resources",
                        "POSSIBLE",
                        DENY.replace("['']", "['*']").replace("[pods]", "['*']")),
                arguments(
                        "over controllers only",
                        "CERTAIN",
                        DENY.replace("['']", "[apps]").replace("[pods]", "[deployments]")),
                arguments("over deletions", "CERTAIN", DENY.replace("CREATE", "DELETE")),
                arguments("over nothing", "CERTAIN", DENY.replaceAll("matchConstraints: \\{.*\\]\\}\\]\\}, ", "")),
                arguments(
                        "over other namespaces",
                        "CERTAIN",
                        DENY.replace(
                                "matchConstraints: {",
                                "matchConstraints: {namespaceSelector: {matchLabels: {a: b}}, ")),
                arguments(
                        "over pods of a label",
                        "CERTAIN",
                        DENY.replace(
                                "matchConstraints: {", "matchConstraints: {objectSelector: {matchLabels: {a: b}}, ")),
                arguments("on conditions", "POSSIBLE", with("matchConditions: [{name: a, expression: 'false'}]")),
                arguments(
                        "without rules for controllers",
                        "POSSIBLE",
                        with("autogen: {podControllers: {controllers: []}}")),
                arguments("of the namespace", "POSSIBLE", policy(own, ", namespace: shop")),
                arguments("of another", "CERTAIN", policy(own, ", namespace: ops")),
                arguments("over images", "POSSIBLE", policy("ImageValidatingPolicy", "")),
                arguments(
                        "over images, of another namespace",
                        "CERTAIN",
                        policy("NamespacedImageValidatingPolicy", ", namespace: ops")),
                arguments(
                        "that change pods",
                        "POSSIBLE",
                        policy("MutatingPolicy", "").replace("validationActions: [Deny], ", "")),
                arguments(
                        "that make things",
                        "CERTAIN",
                        policy("GeneratingPolicy", "").replace("validationActions: [Deny], ", "")));
    }

    private static final String ON = CelPolicyBypassCases.program("") + "---\n" + DENY + "---\n";

    private static String exception(String spec) {
        return CelPolicyBypassCases.exception("ops").replace("policyRefs: []", spec);
    }

    static Stream<Arguments> exceptions() {
        String refs = "policyRefs: [{name: own, kind: ValidatingPolicy}]";
        String all = exception(refs);
        String elsewhere = ON.replace("=true'", "=true', '--exceptionNamespace=other'");
        return Stream.of(
                arguments("from the policy", "CERTAIN", ON + all),
                arguments(
                        "for a reason",
                        "CERTAIN",
                        ON + exception(refs + ", reportResult: pass, properties: {ticket: '1'}")),
                arguments("of an older version", "CERTAIN", ON + all.replace("io/v1,", "io/v1alpha1,")),
                arguments("from another policy", "POSSIBLE", ON + all.replace("[{name: own", "[{name: other")),
                arguments("from one of another kind", "POSSIBLE", ON + all.replace("kind: V", "kind: ImageV")),
                arguments(
                        "by a pattern, which is none here",
                        "POSSIBLE",
                        ON + all.replace("[{name: own", "[{name: 'o*'")),
                arguments(
                        "on conditions",
                        "POSSIBLE",
                        ON + exception(refs + ", matchConditions: [{name: a, expression: 'false'}]")),
                arguments("of some images", "POSSIBLE", ON + exception(refs + ", images: ['x/*']")),
                arguments("for some time", "POSSIBLE", ON + exception(refs + ", expiresAt: '2030-01-01T00:00:00Z'")),
                arguments(
                        "of the kind for other policies",
                        "POSSIBLE",
                        ON
                                + "{apiVersion: kyverno.io/v2, kind: PolicyException, metadata: {name: own, namespace: ops}, spec:"
                                + " {exceptions: [{policyName: own, ruleNames: ['*']}], match: {any: [{resources: {kinds: [Pod]}}]}}}\n"),
                arguments("where they do not count", "POSSIBLE", ON.replace("=true", "=false") + all),
                arguments("nor by default", "POSSIBLE", ON.replace("'--enablePolicyException=true'", "") + all),
                arguments("of the namespace that the flags name", "CERTAIN", elsewhere.replace("other", "ops") + all),
                arguments("of another than the flags name", "POSSIBLE", elsewhere + all),
                arguments("where the input does not show Kyverno", "POSSIBLE", DENY + "---\n" + all),
                arguments(
                        "from one policy of a name in some namespace",
                        "POSSIBLE",
                        (ON + all)
                                .replace("kind: ValidatingPolicy", "kind: NamespacedValidatingPolicy")
                                .replace("metadata: {name: own}", "metadata: {name: own, namespace: shop}")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"policies", "exceptions"})
    void aPodThatEscapes(String title, String confidence, String policies) {
        assertThat(reach("WORKLOAD_ESCAPE", policies, grant("shop", "ann", PODS)))
                .isEqualTo(confidence);
    }

    static Stream<Arguments> written() {
        String shop = DENY + "---\n";
        String create = ruleIn(CelPolicyBypassCases.CEL, "create", "policyexceptions");
        String own =
                shop.replace("{name: own}", "{name: own, namespace: shop}").replace("kind: V", "kind: NamespacedV");
        return Stream.of(
                arguments(
                        "the policy goes",
                        "CERTAIN",
                        shop,
                        ruleIn(CelPolicyBypassCases.CEL, "delete", "validatingpolicies")),
                arguments(
                        "its webhook is made anew",
                        "LIKELY",
                        shop,
                        ruleIn("admissionregistration.k8s.io", "delete", "validatingwebhookconfigurations")),
                arguments("exceptions count", "CERTAIN", shop + CelPolicyBypassCases.program(""), create),
                arguments(
                        "in the namespace that the flags name",
                        "CERTAIN",
                        shop + CelPolicyBypassCases.program(", '--exceptionNamespace=shop'"),
                        create),
                arguments("whether exceptions count is open", "POSSIBLE", shop, create),
                arguments(
                        "and so it is for which namespace's policy one is",
                        "POSSIBLE",
                        own + CelPolicyBypassCases.program(""),
                        create));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("written")
    void whatMayBeWritten(String title, String confidence, String policies, String rules) {
        assertThat(reach("ADMISSION_BYPASS", policies, grantEverywhere("ann", rules, PODS)))
                .isEqualTo(confidence);
    }

    private static String reach(String technique, String policies, String rights) {
        return PodPolicyCases.reach(
                EdgeTechniques.of(technique),
                Manifests.cluster(node("worker-1"), namespace("shop"), policies, rights),
                "user:ann");
    }

    @Test
    void whatMayRefuseThePodIsNamed() {
        assertThat(PodSecurity.of(Manifests.cluster(namespace("shop"), DENY))
                        .admission("shop")
                        .support()
                        .facts())
                .extracting(Evidence::object)
                .extracting(Object::toString)
                .contains("ValidatingPolicy own");
    }

    @Test
    void itShowsKyvernoAndSoDoesADefinition() {
        String definition =
                "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: NAME}\n";
        assertThat(PodSecurity.of(Manifests.cluster(DENY)).kyverno("shop")).isPresent();
        assertThat(PodSecurity.of(Manifests.cluster(policy("GeneratingPolicy", "")))
                        .kyverno("shop"))
                .isPresent();
        assertThat(PodSecurity.of(
                                Manifests.cluster(definition.replace("NAME", "validatingpolicies.policies.kyverno.io")))
                        .kyverno("shop"))
                .isPresent();
        assertThat(PodSecurity.of(Manifests.cluster(definition.replace("NAME", "policies.example.com")))
                        .kyverno("shop"))
                .isEmpty();
    }
}
