package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessCommandsTest {
    private static final String POLICY = String.join(
            "\n",
            "apiVersion: v1",
            "kind: ServiceAccount",
            "metadata: {name: robot}",
            "---",
            "apiVersion: v1",
            "kind: Pod",
            "metadata: {name: web}",
            "spec: {serviceAccountName: robot, containers: [{name: web, image: web}]}",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: Role",
            "metadata: {name: reader}",
            "rules:",
            "- apiGroups: ['']",
            "  resources: [pods, secrets]",
            "  verbs: [get, list]",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: RoleBinding",
            "metadata: {name: robot}",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}",
            "subjects: [{kind: ServiceAccount, name: robot}, {kind: User, name: \"eve\\e[31m\"}]",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: RoleBinding",
            "metadata: {name: lost}",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: absent}",
            "subjects: [{kind: User, name: erik}]",
            "");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String input = "";

    @BeforeEach
    void write() throws IOException {
        input = Files.writeString(folder.resolve("policy.yaml"), POLICY).toString();
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @Test
    void yesIs0AndNamesTheRuleAndItsLine() {
        assertThat(run("can-i", "-f", input, "list", "secrets", "--as", "sa:default/robot"))
                .isZero();
        assertThat(out.toString())
                .startsWith("yes: ServiceAccount default/robot may list secrets in namespace default\n")
                .contains(
                        "rules[0].verbs[1] = list  " + input + ":16",
                        "rules[0].resources[1] = secrets  " + input + ":15");
    }

    @Test
    void noIs1AndUnknownIs3() {
        assertThat(run("can-i", "-f", input, "delete", "secrets", "--as", "system:serviceaccount:default:robot"))
                .isEqualTo(1);
        assertThat(out.toString()).startsWith("no: ");
        assertThat(run("can-i", "-f", input, "get", "pods", "--as", "erik")).isEqualTo(3);
        assertThat(out.toString()).contains("unknown: User erik", "not known: the rules of Role absent");
    }

    @Test
    void theQuestionsNamespaceIsNotTheInputs() {
        String[] question = {"can-i", "-f", input, "--input-namespace", "shop", "get", "pods", "--as", "sa:shop/robot"};
        assertThat(run(question)).isZero();
        assertThat(run("can-i", "-f", input, "get", "pods", "--as", "sa:default/robot", "-n", "shop"))
                .isEqualTo(1);
    }

    @Test
    void anIncompleteInputIs3WhateverTheAnswer() throws IOException {
        Files.writeString(folder.resolve("broken.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: [\n");
        assertThat(run("can-i", "-f", folder.toString(), "delete", "pods", "--as", "sa:default/robot"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("broken.yaml");
    }

    @Test
    void usageIs2() {
        assertThat(run("can-i", "-f", input, "get", "pods")).isEqualTo(2);
        assertThat(run("can-i", "get", "pods", "--as", "x")).isEqualTo(2);
        assertThat(run("who-can", "-f", input, "get", "pods", "-n", "a", "-A")).isEqualTo(2);
        assertThat(run("rights", "-f", input, "--diff", "user:a")).isEqualTo(2);
        assertThat(run("rights", "-f", input, "sa:robot")).isEqualTo(2);
        assertThat(err.toString()).contains("write sa:NAMESPACE/NAME");
    }

    @Test
    void whoCanTellsPodsAndEscapesNames() {
        assertThat(run("who-can", "-f", input, "get", "secrets", "db", "-A")).isZero();
        assertThat(out.toString())
                .contains("in some namespaces only: service accounts (1)", "pods of Pod default/web", "eve\\u{1b}[31m");
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void jsonHasASchemaVersionAndTheSameAnswer() {
        assertThat(run("who-can", "-f", input, "get", "secrets", "-o", "json")).isZero();
        assertThat(out.toString())
                .contains("\"schemaVersion\" : \"1\"", "\"extent\" : \"all\"", "\"presence\" : \"object\"")
                .contains("\"ruleIndex\" : 0");
    }

    @Test
    void rightsAreListedOnceAndCompared() throws IOException {
        assertThat(run("rights", "-f", input, "--no-builtin-roles", "sa:default/robot"))
                .isZero();
        assertThat(out.toString()).contains("in namespace default", "pods, secrets", "get list");
        String after = Files.writeString(
                        folder.resolve("after.yaml"), POLICY.replace("verbs: [get, list]", "verbs: [get, delete]"))
                .toString();
        out.getBuffer().setLength(0);
        assertThat(run("rights", "-f", input, "--diff-input", after, "sa:default/robot"))
                .isZero();
        assertThat(out.toString()).contains("lost: in namespace default", "gained: in namespace default", "delete");
    }

    @Test
    void noResourceIsLostWhereALineIsBroken() {
        assertThat(run("rights", "-f", input, "group:system:masters")).isZero();
        out.getBuffer().setLength(0);
        assertThat(run("rights", "-f", input, "user:system:kube-controller-manager"))
                .isZero();
        assertThat(out.toString()).contains("/openapi", "/readyz", "/version/", "selfsubjectrulesreviews");
    }
}
