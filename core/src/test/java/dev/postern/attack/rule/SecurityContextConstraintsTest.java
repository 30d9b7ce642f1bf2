package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.liveAccount;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.Manifests.role;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.PodPolicyCases.openShiftNamespace;
import static dev.postern.attack.rule.PodPolicyCases.reach;
import static dev.postern.attack.rule.PodPolicyCases.scc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ways of ann to a node past OpenShift's admission. */
final class SecurityContextConstraintsTest {
    private static final EdgeTechniques ESCAPE = EdgeTechniques.of("WORKLOAD_ESCAPE");
    private static final String GROUP = "security.openshift.io";
    private static final String PODS = rule("create", "pods");
    private static final String OPEN_SHIFT = String.join(
            "---\n",
            node("worker-1"),
            openShiftNamespace("shop"),
            openShiftNamespace("other"),
            serviceAccount("shop", "runner"));

    private static String use(String name) {
        return ruleIn(GROUP, "use", "securitycontextconstraints", name);
    }

    /** What the built-in constraints open, at most. */
    static Stream<Arguments> builtIn() {
        return Stream.of(
                arguments("privileged", "CERTAIN"),
                arguments("hostmount-anyuid-v2", "CERTAIN"),
                arguments("hostmount-anyuid", "POSSIBLE"),
                arguments("hostaccess", "POSSIBLE"),
                arguments("anyuid", "none"),
                arguments("hostnetwork", "none"),
                arguments("hostnetwork-v2", "none"),
                arguments("nested-container", "none"),
                arguments("nonroot", "none"),
                arguments("nonroot-v2", "none"),
                arguments("restricted", "none"),
                arguments("restricted-v2", "none"),
                arguments("restricted-v3", "none"),
                arguments("of-our-own", "POSSIBLE"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("builtIn")
    void builtInConstraintsAreKnownWithoutBeingInTheInput(String name, String confidence) {
        assertThat(reach(ESCAPE, Manifests.cluster(OPEN_SHIFT, grant("shop", "ann", PODS, use(name))), "user:ann"))
                .isEqualTo(confidence);
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(
                                OPEN_SHIFT,
                                grant("shop", "ann", ruleIn("batch", "create", "jobs")),
                                role("shop", "use", use(name)),
                                bind("shop", "use", "Role", "use", account("shop", "runner"))),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    static Stream<Arguments> uses() {
        return Stream.of(
                arguments("nobody may use any", "none", ""),
                arguments("a user of its list", "CERTAIN", scc("own", WIDE + ", users: [ann]")),
                arguments("another user of its list", "none", scc("own", WIDE + ", users: [bob]")),
                arguments(
                        "an account of its list",
                        "CERTAIN",
                        scc("own", WIDE + ", users: ['system:serviceaccount:shop:runner']")),
                arguments(
                        "an account of another namespace in its list",
                        "none",
                        scc("own", WIDE + ", users: ['system:serviceaccount:other:runner']")),
                arguments(
                        "a group of accounts in its list",
                        "CERTAIN",
                        scc("own", WIDE + ", groups: ['system:serviceaccounts:shop']")),
                arguments(
                        "everybody is in its list", "CERTAIN", scc("own", WIDE + ", groups: ['system:authenticated']")),
                arguments("a group is no user", "none", scc("own", WIDE + ", groups: [ann]")),
                arguments(
                        "host paths are decided by a field of their own",
                        "none",
                        scc("own", "volumes: ['*', hostPath], allowHostDirVolumePlugin: false, users: [ann]")),
                arguments(
                        "without volumes there are host paths if that field says so",
                        "CERTAIN",
                        scc("own", "allowHostDirVolumePlugin: true, users: [ann]")),
                arguments(
                        "users of its own keep rights over the kernel inside the pod",
                        "none",
                        scc("own", "allowedCapabilities: ['*'], userNamespaceLevel: RequirePodLevel, users: [ann]")));
    }

    private static final String WIDE = "allowPrivilegedContainer: true";

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("uses")
    void listsOfTheConstraintsCountAsAUse(String title, String confidence, String constraints) {
        assertThat(reach(ESCAPE, Manifests.cluster(OPEN_SHIFT, constraints, grant("shop", "ann", PODS)), "user:ann"))
                .isEqualTo(confidence);
    }

    @Test
    void aRightToUseInAnotherNamespaceIsNone() {
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(
                                OPEN_SHIFT,
                                grant("shop", "ann", PODS),
                                role("other", "use", use("privileged")),
                                bind("other", "use", "Role", "use", user("ann"))),
                        "user:ann"))
                .isEqualTo("none");
    }

    @Test
    void labelsOfPodSecurityCountBesides() {
        String closed = namespace("strict", "restricted");
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(OPEN_SHIFT, closed, grant("strict", "ann", PODS, use("privileged"))),
                        "user:ann"))
                .isEqualTo("none");
        assertThat(reach(
                        EdgeTechniques.of("NS_PSA_BYPASS"),
                        Manifests.cluster(
                                OPEN_SHIFT,
                                closed,
                                grant("strict", "ann", PODS, use("privileged"), rule("patch", "namespaces"))),
                        "user:ann"))
                .isEqualTo("CERTAIN");
    }

    @Test
    void relabellingANamespaceOpensNothingThatConstraintsForbid() {
        assertThat(reach(
                        EdgeTechniques.of("NS_PSA_BYPASS"),
                        Manifests.cluster(
                                OPEN_SHIFT,
                                namespace("strict", "restricted"),
                                grant("strict", "ann", PODS, rule("patch", "namespaces"))),
                        "user:ann"))
                .isEqualTo("none");
    }

    @Test
    void claimsPassTheConstraintsThatEverybodyMayUse() {
        String everybody = scc(
                        "restricted-v2",
                        "volumes: [ephemeral], groups: ['system:authenticated'], runAsUser: {type: MustRunAsRange}")
                .replace("runAsUser: {type: RunAsAny}, ", "");
        assertThat(reach(
                        EdgeTechniques.of("PV_HOSTPATH"),
                        Manifests.cluster(
                                OPEN_SHIFT,
                                everybody,
                                grantEverywhere("ann", PODS, rule("create", "persistentvolumes"))),
                        "user:ann"))
                .isEqualTo("LIKELY");
    }

    static Stream<Arguments> added() {
        return Stream.of(
                arguments("nobody may use any", "none", ""),
                arguments(
                        "the pod's account may",
                        "CERTAIN",
                        scc("own", WIDE + ", users: ['system:serviceaccount:shop:default']")),
                arguments(
                        "another account may",
                        "none",
                        scc("own", WIDE + ", users: ['system:serviceaccount:shop:runner']")),
                arguments("the requester may", "CERTAIN", scc("own", WIDE + ", users: [ann]")),
                arguments(
                        "what lets in host paths adds none",
                        "none",
                        scc("own", "allowHostDirVolumePlugin: true, users: [ann]")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("added")
    void containersThatAreAddedAreJudgedLikeOthers(String title, String confidence, String constraints) {
        assertThat(reach(
                        EdgeTechniques.of("POD_EPHEMERAL_ESCAPE"),
                        Manifests.cluster(
                                OPEN_SHIFT,
                                podOn("worker-1", "shop", "web"),
                                constraints,
                                grant("shop", "ann", rule("patch", "pods/ephemeralcontainers"))),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    static Stream<Arguments> mutations() {
        return Stream.of(
                arguments("an account may use them", "LIKELY", "users: ['system:serviceaccount:shop:runner']"),
                arguments("perhaps whoever starts the pod may", "POSSIBLE", "users: [bob]"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("mutations")
    void podsOfOthersAreChangedIntoWhatTheirAccountsMay(String title, String confidence, String list) {
        assertThat(reach(
                        EdgeTechniques.of("WEBHOOK_MUTATE"),
                        Manifests.cluster(
                                OPEN_SHIFT,
                                pod("shop", "web"),
                                scc("own", WIDE + ", " + list),
                                grantEverywhere(
                                        "ann",
                                        ruleIn(
                                                "admissionregistration.k8s.io",
                                                "create",
                                                "mutatingwebhookconfigurations"))),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    @Test
    void anAdministratorMayUseAllOfThem() {
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(OPEN_SHIFT, grantEverywhere("ann", ruleIn("*", "*", "*"))),
                        "user:ann"))
                .isEqualTo("CERTAIN");
    }

    @Test
    void aLiveInputHoldsAllConstraintsThereAre() {
        String live = scc("own", WIDE + ", users: [bob]").replace("{name", "{uid: 1b4e28ba, name");
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(
                                OPEN_SHIFT,
                                liveAccount("shop", "runner"),
                                live,
                                grant("shop", "ann", PODS, use("of-our-own"), use("privileged"))),
                        "user:ann"))
                .isEqualTo("none");
    }

    @Test
    void theGraphGrowsAsTheInputDoesAndNotAsAccountsTimesNamespacesTimesConstraints() {
        int small = edges(20);
        int large = edges(40);
        assertThat(large).isLessThanOrEqualTo(2 * small + 50);
    }

    private static int edges(int namespaces) {
        StringBuilder manifests = new StringBuilder(node("worker-1"));
        for (int i = 0; i < 5; i++) {
            manifests.append("---\n").append(scc("own-" + i, WIDE + ", groups: ['system:authenticated']"));
        }
        for (int i = 0; i < namespaces; i++) {
            manifests.append("---\n").append(openShiftNamespace("n" + i));
            for (int account = 0; account < 3; account++) {
                manifests.append("---\n").append(serviceAccount("n" + i, "a" + account));
            }
            manifests.append("---\n").append(grant("n" + i, "ann", PODS, use("privileged")));
        }
        int[] count = {0};
        TechniqueEdges.graph(Manifests.cluster(manifests.toString())).forEachEdge(edge -> count[0]++);
        return count[0];
    }
}
