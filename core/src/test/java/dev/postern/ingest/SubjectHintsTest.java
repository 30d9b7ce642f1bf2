package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectHintsTest {
    private static final String ACCOUNT = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: server}}\n---\n";
    private static final String BINDING = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n"
            + "metadata: {name: b}\nroleRef: {kind: ClusterRole, name: r}\n"
            + "subjects: [{kind: ServiceAccount, name: server, namespace: argocd}]\n";

    private static ClusterSnapshot in(String namespace, String text) {
        return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)));
    }

    @Test
    void asksForTheNamespaceThatBindingsName() {
        ClusterSnapshot snapshot = Snapshots.read(ACCOUNT + BINDING);
        assertThat(snapshot.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo("namespace-mismatch");
            assertThat(diagnostic.message()).contains("did you mean -n argocd ", "It would move 1 object");
            assertThat(diagnostic.source().line()).isEqualTo(3);
        });
    }

    @Test
    void isSilentOnceTheNamespaceIsGiven() {
        assertThat(in("argocd", ACCOUNT + BINDING).diagnostics()).isEmpty();
    }

    @Test
    void isSilentWhereTheNamesakeSaysItsNamespace() {
        String account = ACCOUNT.replace("{name: server}", "{name: server, namespace: shop}");
        assertThat(Snapshots.read(account + BINDING).diagnostics()).isEmpty();
    }

    @Test
    void isSilentWhereTheAccountExistsOrHasNoNamesake() {
        String there = ACCOUNT.replace("{name: server}", "{name: server, namespace: argocd}");
        assertThat(Snapshots.read(ACCOUNT + there + BINDING).diagnostics()).isEmpty();
        assertThat(Snapshots.read(BINDING).diagnostics()).isEmpty();
    }
}
