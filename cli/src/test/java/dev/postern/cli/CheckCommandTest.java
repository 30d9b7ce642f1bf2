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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user of {@code postern check} sees: codes, words, files. */
final class CheckCommandTest {
    private static final String CLUSTER = String.join(
            "\n",
            "apiVersion: v1",
            "kind: Pod",
            "metadata: {name: cart, namespace: shop}",
            "spec: {serviceAccountName: cart, containers: [{name: main, image: app}]}",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: ClusterRoleBinding",
            "metadata: {name: cart}",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}",
            "subjects: [{kind: ServiceAccount, name: cart, namespace: shop}]",
            "");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        file("cluster.yaml", CLUSTER);
        file("empty.yaml", "");
        policy("pass", "noPath: {from: any-pod, to: cluster-admin, maxEffort: 1}");
        policy("fail", "noPath: {from: any-pod, to: cluster-admin}");
        policy("open", "noReach: {from: 'pod:shop/cart', to: 'pod:shop/gone', port: 80}");
        policy("past", "expires: 2020-01-01, noPath: {from: any-pod, to: cluster-admin, maxEffort: 1}");
        policy("wrong", "noPath: {from: any-pod}");
        policy("impossible", "noPath: {from: any-pod, to: internet}");
        file("broken.yaml", CLUSTER + "---\nkind: Pod\napiVersion: v1\nmetadata: [\n");
    }

    private void policy(String name, String assertion) throws IOException {
        file(name, "schemaVersion: 1\nassertions: [{id: A, reason: \"why\\e[31m\", " + assertion + "}]\n");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @ParameterizedTest(name = "{0} {1} --fail-on {2} -> {3}")
    @CsvSource({
        "cluster.yaml, pass, new, 0",
        "cluster.yaml, fail, new, 1",
        "cluster.yaml, fail, unknown, 0",
        "cluster.yaml, fail, 'unknown,any', 1",
        "cluster.yaml, open, new, 3",
        "cluster.yaml, open, 'new,unknown', 1",
        "cluster.yaml, past, new, 1",
        "cluster.yaml, wrong, new, 2",
        "cluster.yaml, impossible, new, 2",
        "cluster.yaml, nowhere, new, 2",
        "cluster.yaml, fail, all, 2",
        "empty.yaml, pass, new, 3",
        "broken.yaml, pass, new, 3",
        "broken.yaml, fail, new, 1",
        "nowhere.yaml, pass, new, 3",
    })
    void theCodeSaysHowItEnded(String input, String policy, String failOn, int code) {
        assertThat(run("check", path(input), "--policy", path(policy), "--fail-on", failOn))
                .as(err.toString())
                .isEqualTo(code);
        assertThat(err.toString().isEmpty())
                .isEqualTo(code < 2 || !out.toString().isEmpty());
    }

    @Test
    void theBaselineIsWrittenReadAndShrinks() throws IOException {
        String known = path("known.json");
        assertThat(run("check", path("cluster.yaml"), "--write-baseline", known))
                .isZero();
        assertThat(err.toString()).startsWith("postern: wrote " + known + ": ").endsWith(" findings\n");
        assertThat(run("check", path("cluster.yaml"), "--baseline", known)).isZero();
        assertThat(out.toString()).contains("known  pod-to-node").contains("   passed (fails on new");
        assertThat(run("check", path("cluster.yaml"), "--baseline", known, "--fail-on", "any"))
                .isEqualTo(1);
        file("less.yaml", CLUSTER.substring(0, CLUSTER.indexOf("---")));
        assertThat(run("check", path("less.yaml"), "--baseline", known)).isZero();
        assertThat(out.toString()).contains("VANISHED").contains("write it again, so that it shrinks");
        String before = Files.readString(Path.of(known));
        run("check", path("less.yaml"), "--baseline", known, "--write-baseline", known);
        assertThat(Files.readString(Path.of(known)).length()).isLessThan(before.length());
    }

    @Test
    void theTextTellsWhatSpeaksAgainstIt() {
        assertThat(run("check", path("cluster.yaml"), "--policy", path("fail"))).isEqualTo(1);
        assertThat(out.toString())
                .containsSubsequence(
                        "  FAIL  A  1 new  no path from any-pod to cluster-admin\n",
                        "== A: no path from any-pod to cluster-admin\n",
                        "   why\\u{1b}[31m  " + path("fail") + ":2\n",
                        "   NEW  id ",
                        "Pod shop/cart, container main to cluster-admin by POD_ASSUMES_SA, SUBJECT_GRANT  [effort 2, CERTAIN]\n",
                        "1. POD_ASSUMES_SA  ",
                        "Pod shop/cart  spec.serviceAccountName = cart  " + path("cluster.yaml") + ":4\n",
                        "Each of these edits alone leaves none of the paths:\n",
                        "1 assertion: 1 new\n   failed (fails on new, and on what expired)\n")
                .doesNotContain("\u001b");
    }

    @Test
    void jsonHasTheSameWithItsEvidence() throws IOException {
        assertThat(run("check", path("cluster.yaml"), "--policy", path("past"), "-o", "json"))
                .isEqualTo(1);
        JsonNode expired = new ObjectMapper().readTree(out.toString());
        assertThat(expired.fieldNames().next()).isEqualTo("schemaVersion");
        assertThat(expired.get("outcome").asText()).isEqualTo("failed");
        assertThat(expired.at("/assertions/0/findings/0/status").asText()).isEqualTo("expired");

        run("check", path("cluster.yaml"), "--policy", path("fail"), "-o", "json");
        JsonNode finding = new ObjectMapper().readTree(out.toString()).at("/assertions/0/findings/0");
        assertThat(finding.get("status").asText()).isEqualTo("new");
        assertThat(finding.get("fails").asBoolean()).isTrue();
        assertThat(finding.at("/path/steps/0/evidence/0/file").asText()).isEqualTo(path("cluster.yaml"));

        run("check", path("cluster.yaml"), "--policy", path("open"), "-o", "json");
        JsonNode open = new ObjectMapper().readTree(out.toString());
        assertThat(open.get("outcome").asText()).isEqualTo("undecided");
        assertThat(open.at("/assertions/0/findings/0/decision/missing").asText())
                .contains("shop/gone");
    }

    @Test
    void theDayCanBeGiven() {
        assertThat(run("check", path("cluster.yaml"), "--policy", path("past"), "--today", "2020-01-01"))
                .isZero();
        assertThat(run("check", path("cluster.yaml"), "--policy", path("past"), "--today", "2020-01-02"))
                .isEqualTo(1);
        assertThat(run("check", path("cluster.yaml"), "--policy", path("past"), "--today", "soon"))
                .isEqualTo(2);
    }
}
