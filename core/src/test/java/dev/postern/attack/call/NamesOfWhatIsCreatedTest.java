package dev.postern.attack.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Subject;
import dev.postern.path.EscalationQuery;
import dev.postern.path.IdentityReach;
import dev.postern.path.Standing;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan creates must not collide with what is there, nor with what the same plan has created before. */
final class NamesOfWhatIsCreatedTest {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private static String clusterRole(String name, String rules) {
        return "apiVersion: " + GROUP + "/v1\nkind: ClusterRole\nmetadata: {name: " + name + "}\nrules: [" + rules
                + "]\n---\n";
    }

    private static String bound(String user, String role) {
        return "apiVersion: " + GROUP + "/v1\nkind: ClusterRoleBinding\nmetadata: {name: postern}\nroleRef: {apiGroup: "
                + GROUP + ", kind: ClusterRole, name: " + role + "}\nsubjects: [{kind: User, name: " + user
                + "}]\n---\n";
    }

    private static String rule(String verbs, String resource, String names) {
        return "{apiGroups: [" + GROUP + "], verbs: [" + verbs + "], resources: [" + resource + "], resourceNames: ["
                + names + "]}";
    }

    private static List<ApiCall> calls(String manifests) {
        Input input = Input.stdin(new ByteArrayInputStream(manifests.getBytes(UTF_8)));
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(List.of(input)));
        IdentityReach eve = analysis.escalations(EscalationQuery.of(List.of(Subject.user("eve"))))
                .identities()
                .get(0);
        assertThat(eve.standing()).isEqualTo(Standing.CLUSTER_ADMIN_EQUIVALENT);
        return eve.reaches().get(0).steps().stream()
                .flatMap(step -> step.calls().stream())
                .toList();
    }

    @Test
    void theServerNamesTheBindingsOfAPlanThatBindsTwice() {
        List<ApiCall> calls = calls(clusterRole(
                        "first",
                        rule("create", "clusterrolebindings", "") + ", " + rule("bind", "clusterroles", "second"))
                + clusterRole("second", rule("bind", "clusterroles", "cluster-admin"))
                + bound("eve", "first"));
        assertThat(calls).hasSize(2);
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.body())
                        .contains("\"metadata\":{\"generateName\":\"postern-\"}")
                        .doesNotContain("\"name\":\"postern\""));
    }

    @Test
    void aNewRoleHasANameThatIsNotTaken() {
        List<ApiCall> calls = calls(clusterRole(
                        "first",
                        rule("create", "clusterrolebindings", "") + ", "
                                + rule("create, escalate, bind", "clusterroles", ""))
                + clusterRole("postern", "")
                + clusterRole("postern-2", "")
                + clusterRole("cluster-admin", "")
                + bound("eve", "first"));
        assertThat(calls).extracting(ApiCall::method).containsExactly("POST", "POST");
        assertThat(calls.get(0).body()).contains("\"metadata\":{\"name\":\"postern-3\"}");
        assertThat(calls.get(1).body()).contains("\"name\":\"postern-3\"}");
    }
}
