package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PathsCommandTest {
    private static final String ADMIN_POD = String.join(
            "\n",
            "apiVersion: v1",
            "kind: Pod",
            "metadata: {name: web}",
            "spec:",
            "  serviceAccountName: robot",
            "  containers: [{name: web, image: web}]",
            "---",
            "apiVersion: v1",
            "kind: ServiceAccount",
            "metadata: {name: robot}",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: ClusterRoleBinding",
            "metadata: {name: robot-admin}",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}",
            "subjects: [{kind: ServiceAccount, name: robot, namespace: argocd}]",
            "");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void withoutAnyInputItSaysWhatToGiveAndExitsWith2() {
        assertThat(run("paths")).isEqualTo(2);
        assertThat(err.toString()).contains("Missing INPUT");
    }

    @Test
    void aFileThatIsNotThereIsNamedAndExitsWith3() {
        assertThat(run("paths", folder.resolve("absent.yaml").toString())).isEqualTo(3);
        assertThat(err.toString()).contains("absent.yaml");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFolderWithoutObjectsIsNeverAnsweredByNoPath() {
        assertThat(run("paths", folder.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("nothing in the input");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aPlaceThatIsNoneListsThePlacesAndExitsWith2() throws IOException {
        Path file = write("a.yaml", ADMIN_POD);
        assertThat(run("paths", file.toString(), "--from", "the moon")).isEqualTo(2);
        assertThat(err.toString()).contains("'the moon' is not a place").contains("any-pod");
    }

    @Test
    void anImageGlobThatIsNoneIsAUsageErrorThatSaysWhy() throws IOException {
        Path file = write("a.yaml", ADMIN_POD);
        assertThat(run("paths", file.toString(), "--from", "image:")).isEqualTo(2);
        assertThat(run("paths", file.toString(), "--from", "image:web[12]")).isEqualTo(2);
        assertThat(err.toString()).contains("'image:' lacks the image").contains("no image has '[' in its name");
    }

    @Test
    void anImageStandsForTheContainersThatRunIt() throws IOException {
        Path file = write("a.yaml", ADMIN_POD.replace("namespace: argocd", "namespace: default"));
        assertThat(run("paths", file.toString(), "--from", "image:docker.io/library/web", "--to", "cluster-admin"))
                .isZero();
        assertThat(out.toString()).contains("1 path").contains("means 1 container, in namespace default");
    }

    @Test
    void aStartThatIsNoTargetIsAUsageError() throws IOException {
        Path file = write("a.yaml", ADMIN_POD);
        assertThat(run("paths", file.toString(), "--to", "internet")).isEqualTo(2);
        assertThat(err.toString()).contains("cannot be a target");
    }

    @Test
    void theNamespaceGivenBeforeAnInputIsThatOfItsObjects() throws IOException {
        Path file = write("a.yaml", ADMIN_POD);
        assertThat(run("paths", "-n", "argocd", file.toString(), "--from", "any-pod", "--to", "cluster-admin"))
                .isZero();
        assertThat(out.toString()).contains("ServiceAccount argocd/robot").contains("1 path");
    }

    @Test
    void theNamespaceGivenAfterTheOnlyInputIsMeantForIt() throws IOException {
        Path file = write("a.yaml", ADMIN_POD);
        assertThat(run(
                        "paths",
                        file.toString(),
                        "--from",
                        "any-pod",
                        "--to",
                        "cluster-admin",
                        "-n",
                        "argocd",
                        "-k",
                        "3"))
                .isZero();
        assertThat(out.toString()).contains("1 path");
    }

    @Test
    void withoutItsNamespaceTheBindingLeadsNowhereAndTheReportSaysWhatWasProbablyMeant() throws IOException {
        Path file = write("a.yaml", ADMIN_POD);
        assertThat(run("paths", file.toString(), "--from", "any-pod", "--to", "cluster-admin"))
                .isZero();
        assertThat(out.toString()).contains("no path").contains("-n argocd");
    }

    @Test
    void eachInputHasTheNamespaceGivenBeforeIt() throws IOException {
        Path first = write("a.yaml", ADMIN_POD);
        Path second = write("b.yaml", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: other}}\n");
        assertThat(run("paths", "-n", "argocd", first.toString(), "-n", "shop", second.toString(), "-o", "json"))
                .isZero();
        assertThat(out.toString()).contains("sa:argocd/robot").doesNotContain("sa:shop/robot");
    }

    @Test
    void skippedDocumentsAreAnsweredAroundAndExitWith3() throws IOException {
        Path file = write("a.yaml", ADMIN_POD + "---\nno: kind\n");
        assertThat(run("paths", "-n", "argocd", file.toString())).isEqualTo(3);
        assertThat(out.toString()).contains("1 path").contains("has no kind");
    }

    @Test
    void escapeCodesInNamesNeverReachTheTerminal() throws IOException {
        Path file = write("a.yaml", ADMIN_POD.replace("name: web}", "name: \"we\\e[31mb\"}"));
        run("paths", "-n", "argocd", file.toString());
        assertThat(out.toString()).doesNotContain("\u001b");
        assertThat(err.toString()).doesNotContain("\u001b");
    }

    @Test
    void colourIsForTerminalsUnlessAskedFor() throws IOException {
        Path file = write("a.yaml", ADMIN_POD);
        run("paths", file.toString());
        assertThat(out.toString()).doesNotContain("\u001b[");
        run("paths", file.toString(), "--color", "always");
        assertThat(out.toString()).contains("\u001b[");
    }

    @Test
    void jsonRepeatsThePathsOfASingleQuestionAtTheTop() throws IOException {
        Path file = write("a.yaml", ADMIN_POD);
        run("paths", "-n", "argocd", file.toString(), "--from", "any-pod", "--to", "cluster-admin", "-o", "json");
        assertThat(out.toString())
                .contains("\"schemaVersion\" : \"1\"")
                .contains("\"technique\" : \"POD_ASSUMES_SA\"")
                .contains("\"basis\" : \"default\"");
        assertThat(out.toString().split("\"paths\"", -1)).hasSize(3);
    }

    @Test
    void anInputThatContradictsItselfIsAnsweredWithCode3() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), ADMIN_POD);
        Files.writeString(folder.resolve("same.yaml"), ADMIN_POD);
        assertThat(run("paths", folder.toString())).isZero();
        Files.writeString(folder.resolve("other.yaml"), ADMIN_POD.replace("image: web", "image: other"));
        assertThat(run("paths", folder.toString())).isEqualTo(3);
        assertThat(out.toString()).contains("is also defined, differently, at");
    }

    @Test
    void nothingRecognisedIsSaidOnce() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "hello: world");
        assertThat(run("paths", folder.toString())).isEqualTo(3);
        assertThat(err.toString()).containsOnlyOnce("nothing in the input is a Kubernetes object");
    }
}
