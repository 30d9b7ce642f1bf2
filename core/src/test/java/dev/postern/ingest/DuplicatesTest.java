package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicatesTest {
    @TempDir
    private Path folder;

    private ClusterSnapshot read(String first, String second) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "# first line\n" + first);
        Files.writeString(folder.resolve("b.yaml"), second);
        return ClusterSnapshot.read(folder);
    }

    private static String service(String metadata, String type) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: s" + metadata + "}\nspec: {type: " + type + "}\n";
    }

    @Test
    void equalObjectsAreOne() throws IOException {
        ClusterSnapshot snapshot = read(service("", "NodePort"), service(", namespace: default", "NodePort"));
        assertThat(snapshot.cluster().services()).hasSize(1);
        assertThat(snapshot.inventory().duplicates()).isEqualTo(1);
        assertThat(snapshot.diagnostics()).isEmpty();
    }

    @Test
    void ofDifferingObjectsTheSmallestPlaceCountsAndBothAreNamed() throws IOException {
        ClusterSnapshot snapshot = read(service("", "NodePort"), service("", "LoadBalancer"));
        assertThat(snapshot.cluster().services().get(0).type()).isEqualTo("NodePort");
        Diagnostic diagnostic = snapshot.diagnostics().get(0);
        assertThat(diagnostic.severity()).isEqualTo(Diagnostic.Severity.ERROR);
        assertThat(diagnostic.code()).isEqualTo("duplicate-object");
        assertThat(diagnostic.message()).contains("Service default/s", "/a.yaml:2");
        assertThat(diagnostic.source().toString()).endsWith("/b.yaml:1");
    }

    @Test
    void theLiveObjectCountsBeforeTheManifest() throws IOException {
        ClusterSnapshot snapshot = read(service("", "NodePort"), service(", uid: x", "LoadBalancer"));
        assertThat(snapshot.cluster().services().get(0).type()).isEqualTo("LoadBalancer");
        assertThat(snapshot.diagnostics())
                .extracting(d -> d.severity() + " " + d.code())
                .containsExactly("WARNING drift");
    }

    @Test
    void inOneFileTheFirstDocumentCounts() {
        ClusterSnapshot snapshot = Snapshots.read(
                service("", "NodePort") + "---\n" + service("", "LoadBalancer") + "---\n" + service("", "NodePort"));
        assertThat(snapshot.cluster().services().get(0).type()).isEqualTo("NodePort");
        assertThat(Snapshots.codes(snapshot)).containsExactly("duplicate-object");
        assertThat(snapshot.inventory().duplicates()).isEqualTo(2);
    }

    @Test
    void podsAndOtherKindsOfTheSameNameAreNoDuplicates() {
        assertThat(Snapshots.clean(
                                "{apiVersion: v1, kind: Pod, metadata: {name: a}}",
                                "---",
                                "{apiVersion: v1, kind: Secret, metadata: {name: a}}",
                                "---",
                                "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: other}}")
                        .pods())
                .hasSize(2);
    }

    @Test
    void differingPodsAreSettledToo() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostPID: true}}",
                "---",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}}");
        assertThat(snapshot.cluster().pods())
                .singleElement()
                .satisfies(pod -> assertThat(pod.spec().hostPID()).isTrue());
        assertThat(Snapshots.codes(snapshot)).containsExactly("duplicate-object");
    }
}
