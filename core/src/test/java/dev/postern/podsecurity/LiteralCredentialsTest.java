package dev.postern.podsecurity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Diagnostic;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiteralCredentialsTest {
    private static final String CONTAINERS =
            "      initContainers: [{name: init, image: i:1, env: [{name: MODE, value: x}]}]\n"
                    + "      containers:\n        - name: app\n          image: a:1\n"
                    + "          env: [{name: DB_PASSWORD, value: hunter2}, {name: API_TOKEN, value: s3cr3t}]\n";

    @Test
    void isSaidByTheNameOfTheVariableWithItsPlace() {
        List<Diagnostic> found = found("\n" + deployment());
        assertThat(found).hasSize(1);
        assertThat(found.get(0).code()).isEqualTo("literal-credential");
        assertThat(found.get(0).severity()).isEqualTo(Diagnostic.Severity.WARNING);
        assertThat(found.get(0).message())
                .startsWith(
                        "Deployment shop/web: spec.template.spec.containers[0].env gives DB_PASSWORD, API_TOKEN as plain text");
        assertThat(found.get(0).source().line()).isEqualTo(2);
    }

    @Test
    void theValueIsNowhere() {
        assertThat(found(deployment()).toString()).doesNotContain("hunter2", "s3cr3t");
    }

    @Test
    void replicasAreOneFindingAndWorkloadsAreTwo() {
        String pods = replica("web-1") + "---\n" + replica("web-2");
        assertThat(found(pods)).hasSize(1);
        assertThat(found(pods + "---\n" + deployment())).hasSize(2);
    }

    @Test
    void aReferenceIsNoLiteral() {
        assertThat(found(deployment()
                        .replace("value: hunter2", "valueFrom: {secretKeyRef: {name: db, key: p}}")
                        .replace("value: s3cr3t", "value: $(DB_PASSWORD)")))
                .isEmpty();
    }

    private static String deployment() {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n"
                + "  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n"
                + CONTAINERS;
    }

    /** Of a ReplicaSet that is not in the input. */
    private static String replica(String name) {
        return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: " + name
                + "\n  namespace: shop\n  labels: {pod-template-hash: abc}\n  ownerReferences:\n"
                + "  - {apiVersion: apps/v1, kind: ReplicaSet, name: web-abc, uid: u, controller: true}\nspec:\n"
                + CONTAINERS.replaceAll("(?m)^    ", "");
    }

    private static List<Diagnostic> found(String manifests) {
        ClusterSnapshot snapshot =
                ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(manifests.getBytes(UTF_8)))));
        return PodSecurity.literalCredentials(snapshot.cluster());
    }
}
