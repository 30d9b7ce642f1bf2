package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EscalationsCommandTest {
    private static final String POLICY = String.join(
            "\n",
            "apiVersion: v1",
            "kind: ServiceAccount",
            "metadata: {name: root}",
            "---",
            "apiVersion: v1",
            "kind: ServiceAccount",
            "metadata: {name: idle}",
            "---",
            "apiVersion: v1",
            "kind: Secret",
            "type: Opaque",
            "metadata: {name: db}",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: ClusterRole",
            "metadata: {name: by-another-name}",
            "rules:",
            "- {apiGroups: ['*'], resources: ['*'], verbs: ['*']}",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: ClusterRoleBinding",
            "metadata: {name: root}",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: by-another-name}",
            "subjects: [{kind: ServiceAccount, name: root, namespace: default}]",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: Role",
            "metadata: {name: tokens}",
            "rules:",
            "- {apiGroups: [''], resources: [serviceaccounts/token], verbs: [create], resourceNames: [root]}",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: RoleBinding",
            "metadata: {name: tokens}",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: tokens}",
            "subjects: [{kind: User, name: \"eve\\e[31m\"}, {kind: User, name: erik}]",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: Role",
            "metadata: {name: secrets}",
            "rules:",
            "- {apiGroups: [''], resources: [secrets], verbs: [list]}",
            "---",
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: RoleBinding",
            "metadata: {name: secrets}",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: secrets}",
            "subjects: [{kind: Group, name: readers}]",
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
    void theWorstComeFirstAndEqualsShareALine() {
        assertThat(run("escalations", "-f", input)).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "cluster-admin             1 identity",
                        "cluster-admin-equivalent  2 identities",
                        "gets more                 1 identity",
                        "gets nothing more         1 identity",
                        "== cluster-admin\n  sa:default/root\n",
                        "== cluster-admin-equivalent\n  user:erik, user:eve\\u{1b}[31m\n",
                        "→ cluster-admin  effort 3, CERTAIN, by requests alone",
                        "SA_TOKEN_REQUEST ServiceAccount default/root\n",
                        "== gets more\n  group:readers\n",
                        "→ Secret default/db")
                .doesNotContain("\u001b", "sa:default/idle");
    }

    @Test
    void oneIdentityIsToldInFull() {
        assertThat(run("escalations", "-f", input, "--from", "user:erik")).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "1. SUBJECT_GRANT  User erik holds Role default/tokens",
                        "2. SA_TOKEN_REQUEST",
                        "Role default/tokens  rules[0] = create serviceaccounts/token [root]  " + input + ":30",
                        "POST /api/v1/namespaces/default/serviceaccounts/root/token  → 201",
                        "as erik",
                        "application/json",
                        "\"kind\":\"TokenRequest\"",
                        "3. SUBJECT_GRANT  ServiceAccount default/root holds cluster-admin")
                .doesNotContain("readers");
    }

    @Test
    void jsonListsEveryIdentityAlsoThoseThatReachNothing() throws IOException {
        assertThat(run("escalations", "-o", "json", "-f", input)).isZero();
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(StreamSupport.stream(answer.get("identities").spliterator(), false)
                        .map(identity -> identity.get("subject").asText() + " "
                                + identity.get("standing").asText() + " "
                                + identity.get("reaches").size()))
                .containsExactly(
                        "sa:default/root cluster_admin 1",
                        "user:erik cluster_admin_equivalent 1",
                        "user:eve\u001b[31m cluster_admin_equivalent 1",
                        "group:readers more 1",
                        "sa:default/idle nothing 0");
        JsonNode reach = answer.at("/identities/1/reaches/0");
        assertThat(reach.get("target").asText()).isEqualTo("cluster-admin");
        assertThat(reach.get("confidence").asText()).isEqualTo("CERTAIN");
        assertThat(reach.get("effort").asInt()).isEqualTo(3);
        JsonNode call = reach.at("/steps/1/calls/0");
        assertThat(call.at("/as/user").asText()).isEqualTo("erik");
        assertThat(call.get("method").asText()).isEqualTo("POST");
        assertThat(call.get("verb").asText()).isEqualTo("create");
        assertThat(call.get("status").asInt()).isEqualTo(201);
        assertThat(reach.at("/steps/0/noCall").asText()).isEqualTo("the binding is there");
    }

    @Test
    void nobodyKnownHasWhatItsGroupsHave() {
        assertThat(run("escalations", "-f", input, "--from", "user:stranger")).isZero();
        assertThat(out.toString()).contains("gets nothing more  1 identity");
    }

    @Test
    void whatLeadsNowhereStandsApart() throws IOException {
        String more = String.join(
                "\n",
                POLICY,
                "---",
                "apiVersion: rbac.authorization.k8s.io/v1",
                "kind: ClusterRoleBinding",
                "metadata: {name: lost}",
                "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gone}",
                "subjects: [{kind: Group, name: readers}]",
                "");
        String lost = Files.writeString(folder.resolve("more.yaml"), more).toString();
        String fact = "ClusterRoleBinding lost  roleRef = ClusterRole gone  " + lost + ":54";

        assertThat(run("escalations", "-f", lost)).isZero();
        assertThat(out.toString())
                .containsSubsequence("== Hygiene", "low  role does not exist  1  ClusterRoleBinding lost", "--hygiene")
                .doesNotContain(fact);

        out.getBuffer().setLength(0);
        run("escalations", "-f", lost, "--hygiene");
        assertThat(out.toString())
                .containsSubsequence(
                        "role does not exist  [low]  remove the binding",
                        "ClusterRoleBinding lost refers to ClusterRole gone, which the input does not hold",
                        fact);

        out.getBuffer().setLength(0);
        run("escalations", "-f", lost, "--from", "group:readers", "--hygiene");
        assertThat(out.toString()).contains(fact);

        out.getBuffer().setLength(0);
        run("escalations", "-f", lost, "--from", "user:erik");
        assertThat(out.toString()).doesNotContain("== Hygiene");

        out.getBuffer().setLength(0);
        run("escalations", "-f", lost, "-o", "json");
        JsonNode hygiene = new ObjectMapper().readTree(out.toString()).get("hygiene");
        assertThat(hygiene.size()).isOne();
        assertThat(hygiene.at("/0/kind").asText()).isEqualTo("dangling_role");
        assertThat(hygiene.at("/0/severity").asText()).isEqualTo("low");
        assertThat(hygiene.at("/0/object").asText()).isEqualTo("ClusterRoleBinding lost");
        assertThat(hygiene.at("/0/subjects/0").asText()).isEqualTo("group:readers");
        assertThat(hygiene.at("/0/evidence/0/line").asInt()).isEqualTo(54);
    }

    @Test
    void whatCannotBeReadIsUsage() {
        assertThat(run("escalations", "-f", input, "--from", "sa:root")).isEqualTo(2);
        assertThat(err.toString()).contains("'sa:root' lacks its namespace: write sa:NAMESPACE/NAME");
        assertThat(run("escalations", "-f", input, "-k", "0")).isEqualTo(2);
        assertThat(run("escalations")).isEqualTo(2);
    }

    @Test
    void anInputOfNothingHasNoAnswer() throws IOException {
        String empty = Files.writeString(folder.resolve("empty.yaml"), "").toString();
        assertThat(run("escalations", "-f", empty)).isEqualTo(3);
    }
}
