package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.AbacPolicy;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policy files of the ABAC authorizer. */
class AbacLinesTest {
    private static final String HEAD =
            "{\"apiVersion\":\"abac.authorization.kubernetes.io/v1beta1\",\"kind\":\"Policy\",\"spec\":";

    @TempDir
    private Path folder;

    private ClusterSnapshot read(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, String.join("\n", lines));
        return ClusterSnapshot.read(folder);
    }

    private static List<String> subjects(ClusterSnapshot snapshot) {
        return snapshot.cluster().abacPolicies().stream()
                .map(policy -> (policy.unversioned() ? "v0 " : "") + policy.user() + "/" + policy.group())
                .toList();
    }

    @Test
    void readsEveryFieldOfALine() throws IOException {
        ClusterSnapshot snapshot = read(
                "policies.jsonl",
                HEAD
                        + "{\"user\":\"alice\",\"group\":\"dev\",\"readonly\":true,\"apiGroup\":\"apps\",\"resource\":\"pods\","
                        + "\"namespace\":\"fronto\",\"nonResourcePath\":\"/x\"}}");
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(snapshot.cluster().abacPolicies()).singleElement().satisfies(policy -> {
            assertThat(policy)
                    .isEqualTo(
                            new AbacPolicy(policy.meta(), false, "alice", "dev", true, "apps", "pods", "fronto", "/x"));
            assertThat(policy.meta().name()).endsWith("policies.jsonl#1");
        });
        assertThat(snapshot.inventory().kinds()).containsEntry("Policy", 1);
    }

    @Test
    void passesOverCommentsAndEmptyLinesAndKeepsThePlaces() throws IOException {
        ClusterSnapshot snapshot = read(
                "policies.json",
                "# who { may }",
                "",
                "   # indented",
                HEAD + "{\"user\":\"alice # no comment\"}}",
                "# \"more\"",
                "  " + HEAD + "{\"user\":\"bob\"}}");
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(subjects(snapshot)).containsExactly("alice # no comment/", "bob/");
        AbacPolicy bob = snapshot.cluster().abacPolicies().get(1);
        Evidence fact = Evidence.stated(bob.ref(), "spec", "user bob");
        assertThat(snapshot.locate(List.of(fact)).get(fact))
                .extracting(SourceRef::line)
                .isEqualTo(6);
    }

    @Test
    void aLineWithoutVersionAmongVersionedOnesIsOfVersionZero() throws IOException {
        ClusterSnapshot snapshot =
                read("policies.json", HEAD + "{\"user\":\"alice\"}}", "{\"user\":\"bob\"}", "{}", HEAD + "{}}");
        assertThat(subjects(snapshot)).containsExactly("alice/", "v0 bob/", "v0 /", "/");
        assertThat(snapshot.diagnostics()).isEmpty();
    }

    @Test
    void aFileOfVersionZeroIsTakenForOneByItsNameAndFields() throws IOException {
        String line = "{\"user\":\"alice\", \"readonly\": true, \"namespace\": \"fronto\"}";
        assertThat(subjects(read("a.jsonl", "# old", line))).containsExactly("v0 alice/");
        Files.delete(folder.resolve("a.jsonl"));
        assertThat(subjects(read("a.json", line))).isEmpty();
        Files.delete(folder.resolve("a.json"));
        assertThat(subjects(read("a.jsonl", "{\"user\":\"alice\", \"event\": \"login\"}")))
                .isEmpty();
        Files.delete(folder.resolve("a.jsonl"));
        assertThat(subjects(read("a.jsonl", "{}")))
                .as("everybody may do everything?")
                .isEmpty();
    }

    @Test
    void equalPoliciesAreTwo() throws IOException {
        ClusterSnapshot snapshot = read("p.jsonl", HEAD + "{\"user\":\"a\"}}", HEAD + "{\"user\":\"a\"}}");
        assertThat(snapshot.cluster().abacPolicies()).hasSize(2);
        assertThat(snapshot.inventory().duplicates()).isZero();
    }

    @Test
    void aPolicyMayStandAmongManifestsAndAnotherKindOfPolicyIsNone() throws IOException {
        ClusterSnapshot snapshot = read(
                "all.yaml",
                "apiVersion: abac.authorization.kubernetes.io/v1beta1",
                "kind: Policy",
                "spec: {user: alice, resource: '*'}",
                "---",
                "apiVersion: policy.example.com/v1",
                "kind: Policy",
                "metadata: {name: x}",
                "spec: {}",
                "---",
                "kind: Policy",
                "metadata: {name: y}",
                "spec: {user: bob}");
        assertThat(subjects(snapshot)).containsExactly("alice/");
        assertThat(snapshot.cluster().otherKinds()).containsOnlyKeys("Policy.policy.example.com", "Policy");
    }

    @Test
    void aBrokenLineIsReportedWithItsPlace() throws IOException {
        ClusterSnapshot snapshot = read("p.jsonl", HEAD + "{\"user\":\"a\"}}", "{\"user\":", "oops");
        assertThat(subjects(snapshot)).containsExactly("a/");
        assertThat(snapshot.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.severity()).isEqualTo(Diagnostic.Severity.ERROR);
            assertThat(diagnostic.source().line()).isEqualTo(3);
        });
        assertThat(snapshot.inventory().skipped()).isEqualTo(1);
    }

    @Test
    void aLineOfAnUnknownVersionIsReported() throws IOException {
        ClusterSnapshot snapshot = read(
                "p.jsonl",
                HEAD + "{\"user\":\"a\"}}",
                "{\"apiVersion\":\"abac.authorization.kubernetes.io/v9\",\"kind\":\"Policy\",\"spec\":{\"user\":\"b\"}}");
        assertThat(Snapshots.codes(snapshot)).containsExactly("unknown-version");
    }
}
