package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON documents with what YAML has between documents, as pipelines of renderers write them. */
final class JsonDocumentsTest {
    private static final String A = namespace("a");
    private static final String B = namespace("b");

    @TempDir
    private Path folder;

    private static String namespace(String name) {
        return "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\",\n \"metadata\": {\"name\": \"" + name + "\"}}\n";
    }

    private static List<String> names(ClusterSnapshot snapshot) {
        return snapshot.cluster().namespaces().stream()
                .map(namespace -> namespace.meta().name())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "---\n",
                "---\r\n",
                "--- \n",
                "---",
                "\n\n---\n\n",
                "---\n---\n",
                "...\n---\n",
                "---\n# Source: chart/templates/b.json\n",
                "--- # the next one\n",
            })
    void allAreReadWhateverSeparatesThem(String separator) {
        ClusterSnapshot snapshot = Snapshots.read(A + separator + (separator.equals("---") ? "\n" : "") + B + "---\n");
        assertThat(names(snapshot)).containsExactly("a", "b");
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(snapshot.inventory().documents()).isEqualTo(2);
    }

    @Test
    void whatFollowsInYamlIsReadAsYaml() {
        ClusterSnapshot snapshot = Snapshots.read(
                A + "---\n# rendered by hand\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n---\n"
                        + namespace("c") + "---\nkind: [\n");
        assertThat(names(snapshot)).containsExactly("a", "b", "c");
        assertThat(snapshot.diagnostics())
                .singleElement()
                .satisfies(broken -> assertThat(broken.source().line()).isGreaterThanOrEqualTo(12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1 ---\n}", "{\"a\": \"x\n---\n\"}", "[1, ---\n2]"})
    void aMarkerInsideADocumentIsAnError(String broken) {
        ClusterSnapshot snapshot = Snapshots.read(A + "---\n" + broken);
        assertThat(names(snapshot)).containsExactly("a");
        assertThat(Snapshots.codes(snapshot)).contains("malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all.json", "all.yaml"})
    void ofAFileEachFieldIsFoundAgain(String name) throws IOException {
        Files.writeString(folder.resolve(name), A + "---\n" + B);
        ClusterSnapshot snapshot = ClusterSnapshot.read(folder);
        Evidence field = Evidence.stated(ObjectRef.cluster("Namespace", "b"), "metadata.name", "b");
        assertThat(names(snapshot)).containsExactly("a", "b");
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(snapshot.locate(List.of(field)).values())
                .singleElement()
                .satisfies(place -> assertThat(place.line()).isEqualTo(5));
    }
}
