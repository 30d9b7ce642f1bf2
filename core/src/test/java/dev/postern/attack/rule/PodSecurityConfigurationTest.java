package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.PodPolicyCases.oldNode;
import static dev.postern.attack.rule.PodPolicyCases.reach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.PodSecurity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Defaults and exemptions of the API server's configuration, seen through WORKLOAD_ESCAPE of ann in shop. */
final class PodSecurityConfigurationTest {
    private static final EdgeTechniques ESCAPE = EdgeTechniques.of("WORKLOAD_ESCAPE");
    private static final String ANN = grant("shop", "ann", rule("create", "pods"));
    private static final String ANN_DEPLOYS = grant("shop", "ann", ruleIn("apps", "create", "deployments"));
    private static final String RESTRICTED = "defaults: {enforce: restricted}";

    private static String configuration(String fields) {
        return "{apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, " + fields
                + "}\n";
    }

    private static String amongPlugins(String name, String fields) {
        return "apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n"
                + "  - {name: EventRateLimit, path: eventconfig.yaml}\n"
                + "  - {name: " + name + ", configuration: {kind: PodSecurityConfiguration, " + fields + "}}\n";
    }

    static Stream<Arguments> configurations() {
        return Stream.of(
                arguments("without one it is privileged", "CERTAIN", namespace("shop"), ANN),
                arguments("one that says nothing", "CERTAIN", configuration("defaults: {}"), ANN),
                arguments("restricted by default", "none", configuration(RESTRICTED), ANN),
                arguments("baseline by default", "none", configuration("defaults: {enforce: baseline}"), ANN),
                arguments(
                        "only warned of", "CERTAIN", configuration("defaults: {warn: baseline, audit: baseline}"), ANN),
                arguments("among all plug-ins", "none", amongPlugins("PodSecurity", RESTRICTED), ANN),
                arguments("of another plug-in", "CERTAIN", amongPlugins("PodNodeSelector", RESTRICTED), ANN),
                arguments(
                        "two that contradict each other",
                        "CERTAIN",
                        configuration(RESTRICTED) + "---\n" + amongPlugins("PodSecurity", "defaults: {}"),
                        ANN),
                arguments(
                        "the label wins",
                        "CERTAIN",
                        configuration(RESTRICTED) + "---\n" + namespace("shop", "privileged"),
                        ANN),
                arguments(
                        "the namespace is exempt, whatever its label says",
                        "CERTAIN",
                        configuration(RESTRICTED + ", exemptions: {namespaces: [shop]}") + "---\n"
                                + namespace("shop", "restricted"),
                        ANN),
                arguments(
                        "another namespace is exempt",
                        "none",
                        configuration(RESTRICTED + ", exemptions: {namespaces: [kube-system]}"),
                        ANN),
                arguments(
                        "a runtime class is exempt",
                        "LIKELY",
                        configuration(RESTRICTED + ", exemptions: {runtimeClasses: [kata, nvidia]}"),
                        ANN_DEPLOYS),
                arguments(
                        "a runtime class with a kernel of its own is exempt",
                        "POSSIBLE",
                        configuration(RESTRICTED + ", exemptions: {runtimeClasses: [kata]}"),
                        ANN_DEPLOYS),
                arguments(
                        "the user is exempt",
                        "CERTAIN",
                        configuration(RESTRICTED + ", exemptions: {usernames: [ann]}"),
                        ANN),
                arguments(
                        "the user is exempt, but a controller makes the pod",
                        "none",
                        configuration(RESTRICTED + ", exemptions: {usernames: [ann]}"),
                        ANN_DEPLOYS),
                arguments(
                        "another user is exempt",
                        "none",
                        configuration(RESTRICTED + ", exemptions: {usernames: [bob]}"),
                        ANN));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("configurations")
    void aPodThatEscapes(String title, String confidence, String configuration, String rights) {
        assertThat(reach(ESCAPE, Manifests.cluster(node("worker-1"), configuration, rights), "user:ann"))
                .isEqualTo(confidence);
    }

    @Test
    void serversBeforeTheFeatureHaveNoSuchPlugin() {
        assertThat(reach(ESCAPE, Manifests.cluster(oldNode("worker-1"), configuration(RESTRICTED), ANN), "user:ann"))
                .isEqualTo("CERTAIN");
    }

    @Test
    void theEvidenceNamesTheConfiguration() {
        Cluster cluster = Manifests.cluster(amongPlugins("PodSecurity", RESTRICTED));
        Admission admission = PodSecurity.of(cluster).admission("shop");
        Evidence evidence = admission.support().facts().get(0);
        assertThat(admission.level()).isEqualTo(Admission.Level.RESTRICTED);
        assertThat(evidence.object().kind()).isEqualTo("AdmissionConfiguration");
        assertThat(evidence.field()).isEqualTo("plugins[1].configuration.defaults.enforce");
        assertThat(evidence.value()).isEqualTo("restricted");
    }
}
