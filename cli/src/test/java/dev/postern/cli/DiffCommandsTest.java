package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code postern what-if} and {@code postern diff}. */
final class DiffCommandsTest {
    private static final String CLUSTER = String.join(
            "\n",
            "apiVersion: v1",
            "kind: Pod",
            "metadata: {name: p, namespace: shop}",
            "spec:",
            "  serviceAccountName: a",
            "  containers: [{name: c, image: i}]",
            "---",
            "apiVersion: v1",
            "kind: ServiceAccount",
            "metadata: {name: a, namespace: shop}",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: ClusterRoleBinding",
            "metadata: {name: b}",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}",
            "subjects:",
            "- {kind: ServiceAccount, name: a, namespace: shop}",
            "");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private String input = "";

    @BeforeEach
    void write() throws IOException {
        input = file("cluster.yaml", CLUSTER);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void aDeletedBindingIsTheCause() {
        assertThat(run(
                        "what-if",
                        input,
                        "--delete",
                        "ClusterRoleBinding/b",
                        "--from",
                        "any-pod",
                        "--to",
                        "cluster-admin"))
                .isZero();
        assertThat(out.toString())
                .contains("before: 1 path, cheapest effort 2, CERTAIN\n      after:  no path\n")
                .contains("== Changed objects\n   ClusterRoleBinding b removed\n")
                .contains("   vanished  effort 2  CERTAIN")
                .contains("because of\n        ClusterRoleBinding b removed\n")
                .contains("was: ClusterRoleBinding b  roleRef = ClusterRole cluster-admin  " + input + ":15");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void patchesComeFromTheCommandLineAndFromFiles() throws IOException {
        String question = "--to=cluster-admin";
        String account = "ServiceAccount/shop/a={automountServiceAccountToken: false}";
        assertThat(run("what-if", input, "--patch", account, "--from=any-pod", question))
                .isZero();
        assertThat(out.toString()).contains("vanished  effort 2", "        ServiceAccount shop/a changed\n");
        String operations = "ClusterRoleBinding/b=[{\"op\": \"remove\", \"path\": \"/subjects/0\"}]";
        assertThat(run("what-if", input, "--patch", operations, "--from=any-pod", question))
                .isZero();
        assertThat(out.toString()).contains("        ClusterRoleBinding b changed\n");
        String patch = file("fix.yaml", "kind: ClusterRoleBinding\nmetadata: {name: b}\nsubjects: []\n");
        assertThat(run("what-if", input, "--patch", patch, "--from=any-pod", question))
                .isZero();
        assertThat(out.toString()).contains("        ClusterRoleBinding b changed\n");
    }

    @Test
    void addedManifestsMakePathsAppear() throws IOException {
        String more = file("more.yaml", CLUSTER.replace("name: p,", "name: q,").replace("name: b}", "name: b2}"));
        assertThat(run(
                        "what-if",
                        input,
                        "--delete=ClusterRoleBinding/b",
                        "--with",
                        more,
                        "--from=any-pod",
                        "--to=cluster-admin"))
                .isZero();
        assertThat(out.toString())
                .contains("   appeared  effort 2", "Pod shop/q added\n")
                .contains("ClusterRoleBinding b2 added");
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        assertThat(run(
                        "what-if",
                        input,
                        "--delete=ClusterRoleBinding/b",
                        "--from=any-pod",
                        "--to=cluster-admin",
                        "-o=json"))
                .isZero();
        JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.fieldNames().next()).isEqualTo("schemaVersion");
        assertThat(document.at("/objects/0/change").asText()).isEqualTo("removed");
        JsonNode change = document.at("/questions/0/changes/0");
        assertThat(change.get("kind").asText()).isEqualTo("vanished");
        assertThat(change.at("/causes/0/object").asText()).isEqualTo("ClusterRoleBinding b");
        assertThat(change.get("cited").asBoolean()).isTrue();
        assertThat(change.at("/facts/0/line").asInt()).isPositive();
        assertThat(document.at("/questions/0/before/paths").asInt()).isOne();
        assertThat(document.at("/questions/0/after/paths").asInt()).isZero();
    }

    @Test
    void diffComparesTwoInputs() throws IOException {
        String newer = file("newer.yaml", "# later\n" + CLUSTER.replace("name: cluster-admin", "name: view"));
        assertThat(run("diff", input, newer, "--from=any-pod", "--to=cluster-admin"))
                .isZero();
        assertThat(out.toString()).contains("vanished", "ClusterRoleBinding b changed");
        assertThat(run("diff", newer, input, "--from=any-pod", "--to=cluster-admin"))
                .isZero();
        assertThat(out.toString()).contains("appeared", input + ":15");
        assertThat(run("diff", input, input, "--from=any-pod", "--to=cluster-admin"))
                .isZero();
        assertThat(out.toString()).contains("none that the analysis reads", "No path appeared, vanished");
    }

    @Test
    void whatCannotBeDoneSaysWhatToDo() throws IOException {
        assertThat(run("what-if", input)).isEqualTo(2);
        assertThat(err.toString()).contains("give --patch, --with or --delete");
        assertThat(run("what-if", input, "--delete", "Pod/shop/nobody")).isEqualTo(2);
        assertThat(err.toString()).contains("Pod shop/nobody is not in the input");
        assertThat(run("what-if", input, "--delete", "nobody")).isEqualTo(2);
        assertThat(err.toString()).contains("write KIND/NAMESPACE/NAME");
        assertThat(run("what-if", input, "--patch", "absent.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no such file");
        assertThat(run("what-if", input, "--with", "absent.yaml")).isEqualTo(3);
        assertThat(run("diff", input, folder.resolve("absent").toString())).isEqualTo(3);
        assertThat(run("diff", input)).isEqualTo(2);
        String broken = file("broken.yaml", "kind: [");
        assertThat(run("what-if", input, "--with", broken, "--to=cluster-admin"))
                .isEqualTo(3);
    }

    @Test
    void hostileNamesAreEscaped() throws IOException {
        String hostile = file(
                "hostile.yaml",
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: \"x\\u001b[2J\\u202e\"},"
                        + " roleRef: {kind: ClusterRole, name: cluster-admin}, subjects: [{kind: ServiceAccount, name: a,"
                        + " namespace: shop}]}");
        assertThat(run("what-if", input, "--delete=ClusterRoleBinding/b", "--with", hostile, "--to=cluster-admin"))
                .isZero();
        assertThat(out.toString()).contains("\\u{1b}[2J\\u{202e}").doesNotContain("\u001b", "\u202e");
    }
}
