package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CutCommandTest {
    private static final String CLUSTER = String.join(
            "\n",
            "apiVersion: v1",
            "kind: ServiceAccount",
            "metadata: {name: root, namespace: ops}",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: ClusterRoleBinding",
            "metadata: {name: \"root\\nx\"}",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}",
            "subjects:",
            "- {kind: User, name: ann}",
            "- {kind: ServiceAccount, name: root, namespace: ops}",
            "---",
            "apiVersion: apps/v1",
            "kind: Deployment",
            "metadata: {name: tool, namespace: ops, labels: {app.kubernetes.io/managed-by: Helm}}",
            "spec:",
            "  selector: {matchLabels: {app: tool}}",
            "  template:",
            "    metadata: {labels: {app: tool}}",
            "    spec:",
            "      serviceAccountName: root",
            "      containers: [{name: tool, image: example.com/tool}]",
            "");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private Path input = Path.of("");

    @BeforeEach
    void write() throws IOException {
        input = Files.writeString(folder.resolve("cluster.yaml"), CLUSTER);
    }

    private int cut(String... options) {
        List<String> all = new ArrayList<>(List.of("cut", input.toString(), "--from", "any-pod"));
        all.addAll(List.of("--to", "cluster-admin"));
        all.addAll(List.of(options));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(new String[0]));
    }

    @Test
    void saysWhatToChangeAndProvesIt() {
        assertThat(cut("--patches")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("1 edit closes it, cost 3, none is cheaper")
                .contains("1. remove ServiceAccount ops/root from the subjects of ClusterRoleBinding root\\u{a}x")
                .contains("ServiceAccount ops/root may no longer do anything to any object cluster-wide")
                .contains("path: \"/subjects/1\"")
                .contains("analysed anew, has no path.")
                .doesNotContain("root\nx");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void writesFilesAndTriesThem() throws IOException {
        Path fix = folder.resolve("fix");
        assertThat(cut("--write", fix.toString())).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("The files written, read again over the input, have none.");
        assertThat(Files.readString(fix.resolve("commands.txt")).lines()).hasSize(1);
        assertThat(fix.toFile().list())
                .containsExactlyInAnyOrder("commands.txt", "01-patch-clusterrolebinding-root-x.yaml");
    }

    @Test
    void touchesNothingThatItMustNot() {
        assertThat(cut("--never", "ClusterRoleBinding", "-o", "json")).isEqualTo(Exit.OK);
        JsonNode answer = json();
        assertThat(answer.path("edits").findValuesAsText("kind")).containsExactly("automount-pod-with-rights");
        assertThat(answer.path("notes").toString()).contains("Helm");
        assertThat(answer.path("optimal").asBoolean()).isTrue();
        assertThat(answer.path("lowerBound").asInt())
                .isEqualTo(answer.path("cost").asInt());
    }

    @Test
    void saysWhenNoPermittedEditHelps() {
        assertThat(cut("--never", "ops/*", "--never", "ClusterRoleBinding", "-o", "json"))
                .isEqualTo(Exit.NO);
        JsonNode answer = json();
        assertThat(answer.path("edits")).isEmpty();
        assertThat(answer.path("infeasible")).hasSize(1);
        assertThat(answer.path("infeasible").path(0).path("reasons").findValuesAsText("why"))
                .contains("ClusterRoleBinding root\nx is not to be touched (ClusterRoleBinding)");
        assertThat(answer.path("remaining")).hasSize(1);
    }

    @Test
    void takesOtherCosts() {
        assertThat(cut("--cost", "remove-subject=9", "-o", "json")).isEqualTo(Exit.OK);
        assertThat(json().path("edits").findValuesAsText("kind")).doesNotContain("remove-subject");
        assertThat(cut("--cost", "no-such-kind=1")).isEqualTo(Exit.USAGE);
        assertThat(cut("--cost", "remove-subject=0")).isEqualTo(Exit.USAGE);
        assertThat(cut("--never", "nonsense")).isEqualTo(Exit.USAGE);
    }

    private JsonNode json() {
        try {
            return new ObjectMapper().readTree(out.toString());
        } catch (IOException e) {
            throw new IllegalStateException(out.toString(), e);
        }
    }
}
