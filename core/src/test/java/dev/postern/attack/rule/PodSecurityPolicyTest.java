package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.group;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.role;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.PodPolicyCases.apiServer;
import static dev.postern.attack.rule.PodPolicyCases.oldNode;
import static dev.postern.attack.rule.PodPolicyCases.psp;
import static dev.postern.attack.rule.PodPolicyCases.reach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** WORKLOAD_ESCAPE of ann in namespace shop, in a cluster whose API server asks PodSecurityPolicies. */
final class PodSecurityPolicyTest {
    private static final EdgeTechniques ESCAPE = EdgeTechniques.of("WORKLOAD_ESCAPE");
    private static final String PODS = rule("create", "pods");
    private static final String DEPLOYMENTS = ruleIn("apps", "create", "deployments");
    private static final String USE = ruleIn("policy", "use", "podsecuritypolicies", "wide");
    private static final String WIDE = psp("wide", "privileged: true, hostPID: true");
    private static final String NARROW = psp("narrow", "privileged: false");
    private static final String CLUSTER = String.join(
            "---\n",
            oldNode("worker-1"),
            namespace("shop"),
            namespace("other"),
            serviceAccount("shop", "runner"),
            serviceAccount("other", "runner"),
            apiServer("NodeRestriction,PodSecurityPolicy"),
            WIDE,
            NARROW);

    static Stream<Arguments> uses() {
        return Stream.of(
                arguments("nobody may use it", "none", grant("shop", "ann", PODS)),
                arguments("the requester may", "CERTAIN", grant("shop", "ann", PODS, USE)),
                arguments(
                        "the requester may, but a controller makes the pod",
                        "none",
                        grant("shop", "ann", DEPLOYMENTS, USE)),
                arguments(
                        "the requester may, by another binding",
                        "CERTAIN",
                        grant("shop", "ann", PODS) + "\n---\n" + use("shop", user("ann"))),
                arguments("another may", "none", grant("shop", "ann", PODS) + "\n---\n" + use("shop", user("bob"))),
                arguments(
                        "an account may",
                        "CERTAIN",
                        grant("shop", "ann", PODS) + "\n---\n" + use("shop", account("shop", "runner"))),
                arguments(
                        "an account may, and a controller makes the pod",
                        "CERTAIN",
                        grant("shop", "ann", DEPLOYMENTS) + "\n---\n" + use("shop", account("shop", "runner"))),
                arguments(
                        "the account of every namespace may",
                        "CERTAIN",
                        grant("shop", "ann", PODS) + "\n---\n" + use("shop", account("shop", "default"))),
                arguments(
                        "an account may that is not in the input",
                        "POSSIBLE",
                        grant("shop", "ann", PODS) + "\n---\n" + use("shop", account("shop", "ghost"))),
                arguments(
                        "an account of another namespace may",
                        "none",
                        grant("shop", "ann", PODS) + "\n---\n" + use("shop", account("other", "runner"))),
                arguments(
                        "an account may in another namespace",
                        "none",
                        grant("shop", "ann", PODS) + "\n---\n" + use("other", account("shop", "runner"))),
                arguments(
                        "all accounts of the namespace may",
                        "CERTAIN",
                        grant("shop", "ann", DEPLOYMENTS) + "\n---\n"
                                + use("shop", group("system:serviceaccounts:shop"))),
                arguments(
                        "all accounts of another namespace may",
                        "none",
                        grant("shop", "ann", DEPLOYMENTS) + "\n---\n"
                                + use("shop", group("system:serviceaccounts:other"))),
                arguments(
                        "everybody may, everywhere",
                        "CERTAIN",
                        grant("shop", "ann", DEPLOYMENTS) + "\n---\n" + useEverywhere(group("system:authenticated"))),
                arguments(
                        "the controllers may: then it is no matter whose account it is",
                        "CERTAIN",
                        grant("shop", "ann", DEPLOYMENTS) + "\n---\n"
                                + useEverywhere(group("system:serviceaccounts:kube-system"))),
                arguments(
                        "the controllers may, but nobody asks one",
                        "none",
                        grant("shop", "ann", PODS) + "\n---\n"
                                + useEverywhere(group("system:serviceaccounts:kube-system"))),
                arguments(
                        "the controllers may in their own namespace only",
                        "none",
                        grant("shop", "ann", DEPLOYMENTS) + "\n---\n"
                                + use("kube-system", group("system:serviceaccounts:kube-system"))),
                arguments(
                        "the group of old versions counts too",
                        "CERTAIN",
                        grant("shop", "ann", PODS, ruleIn("extensions", "use", "podsecuritypolicies", "wide"))),
                arguments(
                        "resourceNames: the wrong policy",
                        "none",
                        grant("shop", "ann", PODS, ruleIn("policy", "use", "podsecuritypolicies", "narrow"))),
                arguments(
                        "without resourceNames it is every policy",
                        "CERTAIN",
                        grant("shop", "ann", PODS, ruleIn("policy", "use", "podsecuritypolicies"))),
                arguments(
                        "another verb is no use",
                        "none",
                        grant("shop", "ann", PODS, ruleIn("policy", "get,list,update", "podsecuritypolicies"))),
                arguments(
                        "a server-side apply is a request like others",
                        "POSSIBLE",
                        grant("shop", "ann", rule("create,patch", "pods", "x"), USE)),
                arguments(
                        "a change of a workload that is there, by an account",
                        "CERTAIN",
                        String.join(
                                "\n---\n",
                                workload("Deployment", "shop", "web"),
                                grant("shop", "ann", ruleIn("apps", "patch", "deployments")),
                                use("shop", account("shop", "runner")))),
                arguments(
                        "a change of a workload that is there: the requester's use is no use",
                        "none",
                        workload("Deployment", "shop", "web") + "\n---\n"
                                + grant("shop", "ann", ruleIn("apps", "patch", "deployments"), USE)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("uses")
    void aPrivilegedPolicyOpensTheNode(String title, String confidence, String rights) {
        assertThat(reach(ESCAPE, Manifests.cluster(CLUSTER, rights), "user:ann"))
                .isEqualTo(confidence);
    }

    static Stream<Arguments> enforcement() {
        return Stream.of(
                arguments("the plug-in is on", "none", oldNode("n") + "---\n" + apiServer("PodSecurityPolicy")),
                arguments("the plug-in is off", "CERTAIN", oldNode("n") + "---\n" + apiServer("NodeRestriction")),
                arguments("the version has none any more", "CERTAIN", node("n")),
                arguments("no flags are known", "POSSIBLE", oldNode("n")),
                arguments("neither version nor flags are known", "POSSIBLE", namespace("shop")),
                arguments(
                        "a pod bears the mark of a policy",
                        "none",
                        oldNode("n") + "---\n"
                                + Manifests.pod("shop", "web")
                                        .replace(
                                                "{name: web",
                                                "{uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427, annotations:"
                                                        + " {kubernetes.io/psp: narrow}, name: web")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("enforcement")
    void policiesThatNobodyMayUseStopPodsAsFarAsTheyAreEnforced(String title, String confidence, String cluster) {
        assertThat(reach(ESCAPE, Manifests.cluster(cluster, NARROW, WIDE, grant("shop", "ann", PODS)), "user:ann"))
                .isEqualTo(confidence);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closed")
    void aPolicyThatOpensNothingOpensNothing(String fields) {
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(
                                oldNode("worker-1"),
                                apiServer("PodSecurityPolicy"),
                                psp("wide", fields),
                                grant("shop", "ann", PODS, USE)),
                        "user:ann"))
                .isEqualTo("none");
    }

    static Stream<String> closed() {
        return Stream.of(
                "privileged: false, volumes: [configMap]",
                "privileged: false, hostPID: true, hostNetwork: true",
                "privileged: false, volumes: [hostPath], allowedHostPaths: [{pathPrefix: /srv/data}]",
                "privileged: false, volumes: [hostPath], allowedHostPaths: [{pathPrefix: /var/lib/kubelet, readOnly: true}]",
                "privileged: true, runAsUser: {rule: Whatever}",
                "privileged: true, allowPrivilegeEscalation: false");
    }

    static Stream<Arguments> open() {
        return Stream.of(
                arguments("CERTAIN", "volumes: ['*']"),
                arguments("CERTAIN", "volumes: [hostPath], allowedHostPaths: [{pathPrefix: /etc}]"),
                arguments("CERTAIN", "volumes: [hostPath], allowedHostPaths: [{pathPrefix: /run, readOnly: true}]"),
                arguments("POSSIBLE", "volumes: [hostPath], runAsUser: {rule: MustRunAsNonRoot}"),
                arguments("CERTAIN", "volumes: [hostPath], runAsUser: {rule: MustRunAs, ranges: [{min: 0, max: 10}]}"),
                arguments("POSSIBLE", "volumes: [hostPath], runAsUser: {rule: MustRunAs, ranges: [{min: 1, max: 10}]}"),
                arguments("CERTAIN", "allowedCapabilities: ['*']"),
                arguments("CERTAIN", "defaultAddCapabilities: [SYS_MODULE]"),
                arguments("LIKELY", "allowedCapabilities: [SYS_ADMIN]"));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("open")
    void aPolicyOpensWhatItAllows(String confidence, String fields) {
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(
                                oldNode("worker-1"),
                                apiServer("PodSecurityPolicy"),
                                psp("wide", fields),
                                grant("shop", "ann", PODS, USE)),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    private static String use(String namespace, String subject) {
        return role(namespace, "user-of-wide", USE) + "\n---\n"
                + bind(namespace, "user-of-wide", "Role", "user-of-wide", subject);
    }

    private static String useEverywhere(String subject) {
        return clusterRole("user-of-wide", USE) + "\n---\n" + bindEverywhere("user-of-wide", "user-of-wide", subject);
    }
}
