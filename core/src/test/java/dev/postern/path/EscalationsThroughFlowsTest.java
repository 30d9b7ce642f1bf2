package dev.postern.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets lead on where a program asks for no credentials: there escalations and paths agree. */
final class EscalationsThroughFlowsTest {
    private static final String DASHBOARD = """
            {apiVersion: v1, kind: Pod, metadata: {name: dashboard, namespace: kube-system, labels: {app: dashboard}}, spec: {
              serviceAccountName: dashboard,
              containers: [{name: main, image: "gcr.io/google_containers/kubernetes-dashboard-amd64:v1.6.3",
                ports: [{containerPort: 9090}]}]}}
            ---
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: dashboard, namespace: kube-system}}
            ---
            {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: dashboard},
              roleRef: {kind: ClusterRole, name: cluster-admin},
              subjects: [{kind: ServiceAccount, name: dashboard, namespace: kube-system}]}
            """;

    private static final String EXEC = """
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: cart, namespace: shop}, spec: {automountServiceAccountToken: false,
              containers: [{name: main, image: cart}]}}
            ---
            {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: exec, namespace: shop},
              rules: [{apiGroups: [""], resources: [pods/exec], verbs: [create]}]}
            ---
            {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: exec, namespace: shop},
              roleRef: {kind: Role, name: exec}, subjects: [{kind: User, name: ann}]}
            """;

    private static final String CLOSED = """
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: closed, namespace: kube-system},
              spec: {podSelector: {}, policyTypes: [Ingress]}}
            """;

    private static final String POLICIES = """
            ---
            {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: policies, namespace: kube-system},
              rules: [{apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [patch]}]}
            ---
            {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: policies, namespace: kube-system},
              roleRef: {kind: Role, name: policies}, subjects: [{kind: User, name: ann}]}
            """;

    @Test
    void aConsoleThatPacketsReachIsOnTheWay() {
        Analysis analysis = analysis(DASHBOARD + EXEC);
        IdentityReach ann = ann(analysis);
        assertThat(ann.standing()).isEqualTo(Standing.ON_THE_WAY_TO_CLUSTER_ADMIN);
        assertThat(ann.reaches().get(0).target()).isInstanceOf(ClusterAdmin.class);
        assertThat(techniques(ann.reaches().get(0).steps().stream()
                        .map(EscalationStep::step)
                        .toList()))
                .containsExactly("SUBJECT_GRANT", "POD_EXEC", "NETWORK_REACH", "OPEN_CONSOLE", "SUBJECT_GRANT")
                .isEqualTo(techniques(toClusterAdmin(analysis).get(0).steps()));
    }

    @Test
    void noneIsWherePolicyStopsThePackets() {
        Analysis analysis = analysis(DASHBOARD + EXEC + CLOSED);
        assertThat(ann(analysis).standing()).isEqualTo(Standing.MORE);
        assertThat(toClusterAdmin(analysis)).isEmpty();
    }

    @Test
    void aRightOverThePolicyOpensTheWay() {
        Analysis analysis = analysis(DASHBOARD + EXEC + CLOSED + POLICIES);
        assertThat(techniques(toClusterAdmin(analysis).get(0).steps()))
                .containsExactlyInAnyOrder(
                        "SUBJECT_GRANT",
                        "SUBJECT_GRANT",
                        "NETWORK_CHANGE",
                        "POD_EXEC",
                        "NETWORK_REACH",
                        "OPEN_CONSOLE",
                        "SUBJECT_GRANT");
        assertThat(ann(analysis).standing()).isEqualTo(Standing.ON_THE_WAY_TO_CLUSTER_ADMIN);
    }

    @Test
    void programsThatWouldHaveToHaveAFlawLeadNowhere() {
        Analysis analysis = analysis(DASHBOARD.replace("kubernetes-dashboard-amd64", "web") + EXEC);
        assertThat(ann(analysis).standing()).isEqualTo(Standing.MORE);
        assertThat(toClusterAdmin(analysis)).isEmpty();
    }

    private static List<String> techniques(List<Step> steps) {
        return steps.stream().map(step -> step.type().id()).toList();
    }

    private static List<AttackPath> toClusterAdmin(Analysis analysis) {
        return analysis.paths(PathQuery.from(Place.user("ann"))
                        .to(Place.clusterAdmin())
                        .cheapest(1))
                .paths();
    }

    private static IdentityReach ann(Analysis analysis) {
        return analysis.escalations(EscalationQuery.everybody()).identities().stream()
                .filter(identity -> identity.subject().principal().equals("ann"))
                .findAny()
                .orElseThrow();
    }

    private static Analysis analysis(String manifests) {
        return Postern.analyze(
                ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(manifests.getBytes(UTF_8))))));
    }
}
