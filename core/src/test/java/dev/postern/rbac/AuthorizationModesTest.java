package dev.postern.rbac;

import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.AbacPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.SecurityContext;
import dev.postern.model.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The union of authorizers, by the API server's flags (E23). */
class AuthorizationModesTest {
    private static final String POLICY = """
            ClusterRole r
             get core pods
            ClusterRoleBinding b ClusterRole r
             User bound
            """;

    /** bound may get Pods by RBAC, listed by ABAC; of each the API server is asked as its flags say. */
    private static Rbac rbac(String namespace, String... flags) {
        return Rbac.of(cluster(namespace, true, flags).build(), RbacOptions.DEFAULT.withoutBuiltInRoles());
    }

    private static Cluster.Builder cluster(String namespace, boolean policies, String... flags) {
        Cluster.Builder builder = Worlds.builder(POLICY).add(server(namespace, flags));
        if (policies) {
            builder.add(new AbacPolicy(ObjectMeta.of("", "p#1"), false, "listed", "", false, "", "pods", "shop", ""));
        }
        return builder;
    }

    static Pod server(String namespace, String... flags) {
        Container container = new Container(
                "server",
                Container.Role.MAIN,
                "kube-apiserver",
                "containers[0]",
                ImmutableList.of(),
                SecurityContext.NONE,
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.<String>builder().add("kube-apiserver").add(flags).build(),
                ImmutableList.of());
        PodSpec spec = new PodSpec(
                Optional.empty(),
                Optional.empty(),
                true,
                false,
                false,
                Optional.empty(),
                false,
                ImmutableSortedMap.of(),
                Optional.empty(),
                ImmutableList.of(),
                PodSecurityContext.NONE,
                ImmutableList.of(container),
                ImmutableList.of(),
                Optional.empty(),
                ImmutableList.of(),
                Optional.empty(),
                ImmutableSortedMap.of());
        ObjectRef ref = ObjectRef.of("Pod", namespace, "kube-apiserver-cp");
        return new Pod(
                ref,
                ObjectMeta.of(namespace, "kube-apiserver-cp"),
                spec,
                "spec",
                Optional.of("cp"),
                "Running",
                ImmutableList.of(),
                ref,
                false,
                true);
    }

    private static Decision get(Rbac rbac, String user) {
        return rbac.decide(AccessReview.of(user(user))
                .verb("get")
                .resource("pods")
                .in("shop")
                .named("x"));
    }

    @ParameterizedTest
    @CsvSource({
        "'Node,RBAC', ALLOWED, DENIED, DENIED",
        "RBAC, ALLOWED, DENIED, DENIED",
        "ABAC, DENIED, ALLOWED, DENIED",
        "'ABAC,RBAC', ALLOWED, ALLOWED, DENIED",
        "'Node,RBAC,Webhook', ALLOWED, UNKNOWN, UNKNOWN",
        "Webhook, UNKNOWN, UNKNOWN, UNKNOWN",
        "AlwaysAllow, ALLOWED, ALLOWED, ALLOWED",
        "'RBAC,AlwaysAllow', ALLOWED, ALLOWED, ALLOWED",
        "AlwaysDeny, DENIED, DENIED, DENIED",
    })
    void e23OnlyTheAuthorizersThatAreAskedCount(String modes, Outcome bound, Outcome listed, Outcome nobody) {
        Rbac rbac = rbac("kube-system", "--authorization-mode=" + modes);
        assertThat(get(rbac, "bound").outcome()).isEqualTo(bound);
        assertThat(get(rbac, "listed").outcome()).isEqualTo(listed);
        assertThat(get(rbac, "nobody").outcome()).isEqualTo(nobody);
        assertThat(rbac.decide(AccessReview.of("x", List.of("system:masters"))
                                .verb("delete")
                                .resource("nodes"))
                        .isAllowed())
                .as("the privileged group is asked first, whatever the mode")
                .isTrue();
    }

    @Test
    void e23EachAuthorizerAnswersByItself() {
        Rbac rbac = rbac("kube-system", "--authorization-mode=AlwaysDeny");
        AccessReview review =
                AccessReview.of(user("bound")).verb("get").resource("pods").in("shop");
        assertThat(rbac.decideByRbac(review).isAllowed()).isTrue();
        assertThat(rbac.decideByAbac(review).isAllowed()).isFalse();
        AccessReview listed =
                AccessReview.of(user("listed")).verb("get").resource("pods").in("shop");
        assertThat(rbac.decideByRbac(listed).isAllowed()).isFalse();
        assertThat(rbac.decideByAbac(listed).isAllowed()).isTrue();
    }

    @Test
    void e23WithoutTheServersPodAllThatTheInputHoldsCounts() {
        for (Rbac rbac : List.of(rbac("other", "--authorization-mode=AlwaysAllow"), rbac("kube-system"))) {
            assertThat(get(rbac, "bound").outcome()).isEqualTo(Outcome.ALLOWED);
            assertThat(get(rbac, "listed").outcome()).isEqualTo(Outcome.ALLOWED);
            assertThat(get(rbac, "nobody").outcome()).isEqualTo(Outcome.DENIED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--authorization-mode, --authorization-mode",
        "--authorization-config=/etc/authz.yaml, /etc/authz.yaml",
        "'--authorization-mode=RBAC,Webhook', webhook",
    })
    void e23AnAuthorizerThatIsNotInTheInputMayAllow(String flag, String named) {
        Rbac rbac = rbac("kube-system", flag);
        assertThat(get(rbac, "bound").outcome()).isEqualTo(Outcome.ALLOWED);
        Decision decision = get(rbac, "nobody");
        assertThat(decision.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(decision.missing()).contains(named);
        assertThat(decision.evidence())
                .containsExactly(Evidence.stated(
                        ObjectRef.of("Pod", "kube-system", "kube-apiserver-cp"), "spec.containers[0]", flag));
        assertThat(rbac.diagnostics()).extracting(Diagnostic::code).contains("unknown-authorizer");
    }

    @Test
    void e23PoliciesThatAreAskedForAndNotInTheInputMayAllow() {
        Rbac rbac = Rbac.of(
                cluster("kube-system", false, "--authorization-mode=ABAC").build(),
                RbacOptions.DEFAULT.withoutBuiltInRoles());
        assertThat(get(rbac, "nobody").missing()).contains("--authorization-policy-file");
    }

    @Test
    void e23WithoutRbacBindingsGiveNothingToTheGraph() {
        Rbac rbac = rbac("kube-system", "--authorization-mode=ABAC");
        assertThat(rbac.holdings()).extracting(Holding::subject).containsExactly(Subject.group("system:masters"));
        assertThat(rbac.diagnostics()).extracting(Diagnostic::code).contains("rbac-off");
    }

    @Test
    void e23WhereEverythingIsAllowedEverybodyIsClusterAdmin() {
        Rbac rbac = rbac("kube-system", "--authorization-mode=AlwaysAllow");
        assertThat(rbac.holdings())
                .filteredOn(holding -> holding.grant().equals(Grant.everything(Scope.CLUSTER)))
                .extracting(holding -> holding.subject().principal())
                .containsExactly("system:authenticated", "system:masters", "system:unauthenticated");
        assertThat(rbac.diagnostics()).extracting(Diagnostic::code).contains("always-allow");
    }

    @Test
    void e22WithoutTheNodeAuthorizerAKubeletHasWhatRbacGives() {
        AccessReview get = AccessReview.of(user("system:node:cp")).verb("list").resource("services");
        assertThat(rbac("kube-system", "--authorization-mode=RBAC").decide(get).isAllowed())
                .isFalse();
        assertThat(rbac("kube-system", "--authorization-mode=RBAC").kubelets().rights("cp"))
                .isEmpty();
        assertThat(rbac("kube-system", "--authorization-mode=Node,RBAC")
                        .decide(get)
                        .isAllowed())
                .isTrue();
        assertThat(rbac("kube-system", "--authorization-mode=Node,RBAC")
                        .kubelets()
                        .rights("cp"))
                .isNotEmpty();
    }

    @Test
    void e23APolicyThatIsNotAskedIsReported() {
        assertThat(rbac("kube-system", "--authorization-mode=Node,RBAC").diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly("abac-off");
    }
}
