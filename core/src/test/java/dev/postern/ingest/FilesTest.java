package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Basis;
import dev.postern.model.ObjectRef;
import dev.postern.model.SourceRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are read, under which names, and in which shapes lists come. */
class FilesTest {
    @TempDir
    private Path folder;

    private static String namespace(String name) {
        return "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"" + name + "\"}}\n";
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        if (!name.endsWith(".gz")) {
            Files.writeString(file, text);
            return;
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> namespaces(ClusterSnapshot snapshot) {
        return snapshot.cluster().namespaces().stream()
                .map(n -> n.meta().name())
                .collect(Collectors.toList());
    }

    @Test
    void aFolderIsReadWithEverythingBelowItButHiddenFolders() throws IOException {
        write("a.yaml", namespace("a"));
        write("b.yml", namespace("b"));
        write("c.json", namespace("c"));
        write("deep/er/d.yaml.gz", namespace("d"));
        write("deep/e.JSON.gz", namespace("e"));
        write(".git/f.yaml", namespace("f"));
        write("g.txt", namespace("g"));
        write("h.tar.gz", namespace("h"));
        ClusterSnapshot snapshot = ClusterSnapshot.read(folder);
        assertThat(namespaces(snapshot)).containsExactly("a", "b", "c", "d", "e");
        assertThat(snapshot.inventory().files()).isEqualTo(5);
        assertThat(snapshot.inventory().ignoredFiles()).isEqualTo(2);
        assertThat(snapshot.diagnostics()).isEmpty();
    }

    @Test
    void aFileThatIsNamedIsReadWhateverItsName() throws IOException {
        write("dump.txt", namespace("a"));
        write("packed", "");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("packed")))) {
            out.write("apiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(namespaces(ClusterSnapshot.read(folder.resolve("dump.txt"), folder.resolve("packed"))))
                .containsExactly("a", "b");
    }

    @Test
    void placesNameTheFileAsTheUserDid() throws IOException {
        write("x/a.yaml", "# comment\n\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
        String root = folder.toString();
        assertThat(ClusterSnapshot.read(folder)
                        .cluster()
                        .namespaces()
                        .get(0)
                        .meta()
                        .origin()
                        .file())
                .isEqualTo(root + "/x/a.yaml");
        ClusterSnapshot dotted = ClusterSnapshot.read(Path.of(root + "/./x"));
        assertThat(dotted.cluster().namespaces().get(0).meta().origin().file()).isEqualTo(root + "/./x/a.yaml");
        assertThat(dotted.locate(ObjectRef.cluster("Namespace", "a"), ""))
                .isEqualTo(new SourceRef(root + "/./x/a.yaml", 3, 1));
    }

    @Test
    void linksToFoldersAreNotFollowedAndLinksToFilesAre() throws IOException {
        write("real/a.yaml", namespace("a"));
        Files.createDirectories(folder.resolve("root"));
        Files.createSymbolicLink(folder.resolve("root/loop"), folder);
        Files.createSymbolicLink(folder.resolve("root/b.yaml"), folder.resolve("real/a.yaml"));
        ClusterSnapshot snapshot = ClusterSnapshot.read(folder.resolve("root"));
        assertThat(namespaces(snapshot)).containsExactly("a");
        assertThat(snapshot.inventory().ignoredFiles()).isEqualTo(1);
    }

    @Test
    void eachInputHasItsOwnNamespace() throws IOException {
        write("a.yaml", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: s}}");
        Path file = folder.resolve("a.yaml");
        ClusterSnapshot snapshot = ClusterSnapshot.read(List.of(
                Input.path(file).inNamespace("one"),
                Input.path(file).inNamespace("two"),
                Input.stdin(new ByteArrayInputStream(Files.readAllBytes(file)))));
        assertThat(snapshot.cluster().serviceAccounts())
                .extracting(account ->
                        account.meta().namespace() + " " + account.meta().namespaceBasis())
                .containsExactly("default " + Basis.DEFAULT, "one " + Basis.DEFAULT, "two " + Basis.DEFAULT);
        assertThatThrownBy(() -> Input.path(file).inNamespace("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameFileTwiceIsTheSameObjectsOnce() throws IOException {
        write("a.yaml", namespace("a"));
        ClusterSnapshot snapshot = ClusterSnapshot.read(folder, folder.resolve("a.yaml"));
        assertThat(namespaces(snapshot)).containsExactly("a");
        assertThat(snapshot.inventory().duplicates()).isEqualTo(1);
        assertThat(snapshot.diagnostics()).isEmpty();
    }

    @Test
    void jsonValuesMayFollowEachOther() {
        ClusterSnapshot snapshot = Snapshots.read(namespace("a") + namespace("b") + "[" + namespace("c") + "]");
        assertThat(namespaces(snapshot)).containsExactly("a", "b", "c");
        assertThat(snapshot.cluster().namespaces())
                .extracting(n -> n.meta().origin().document() + " "
                        + n.meta().origin().item() + " " + n.meta().origin().line())
                .containsExactly("0 -1 1", "1 -1 2", "2 0 3");
    }

    @Test
    void jsonObjectsKnowTheirOffset() {
        String text = namespace("a") + "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[ " + namespace("b") + "]}";
        ClusterSnapshot snapshot = Snapshots.read(text);
        for (var found : snapshot.cluster().namespaces()) {
            int offset = (int) found.meta().origin().offset();
            assertThat(text.substring(offset)).startsWith(namespace(found.meta().name()));
        }
    }

    @Test
    void jsonAndYamlMayBeMixedInAFileThatIsNotCalledJson() throws IOException {
        write(
                "a.yaml",
                namespace("a") + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n---\n" + namespace("c"));
        ClusterSnapshot snapshot = ClusterSnapshot.read(folder);
        assertThat(namespaces(snapshot)).containsExactly("a", "b", "c");
        assertThat(snapshot.inventory().documents()).isEqualTo(3);
        assertThat(snapshot.diagnostics()).isEmpty();
    }

    @Test
    void typedListsGiveTheirItemsTheirKind() {
        for (String text : new String[] {
            "{\"kind\":\"NamespaceList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}",
            "{\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"a\"}}],\"kind\":\"NamespaceList\"}",
            "apiVersion: v1\nkind: NamespaceList\nitems:\n- metadata: {name: a}\n",
            "items:\n- metadata: {name: a}\nkind: NamespaceList\napiVersion: v1\n",
            "kind: NamespaceList\nitems:\n- metadata: {name: a}\napiVersion: v1\n"
        }) {
            assertThat(namespaces(Snapshots.read(text))).as(text).containsExactly("a");
            assertThat(Snapshots.read(text).diagnostics()).as(text).isEmpty();
        }
    }

    @Test
    void listsOfKindListAreReadWhereverTheirKindStands() {
        for (String text : new String[] {
            "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[" + namespace("a") + "," + namespace("b") + "]}",
            "{\"items\":[" + namespace("a") + "," + namespace("b") + "],\"kind\":\"List\",\"apiVersion\":\"v1\"}",
            "{\"kind\":\"List\",\"items\":[" + namespace("a") + "," + namespace("b") + "],\"apiVersion\":\"v1\"}",
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":["
                    + namespace("a") + "]}," + namespace("b") + "]}"
        }) {
            assertThat(namespaces(Snapshots.read(text))).as(text).containsExactly("a", "b");
            assertThat(Snapshots.read(text).diagnostics()).as(text).isEmpty();
        }
    }

    @Test
    void anEmptyListIsNoMistakeAndAKindThatOnlySoundsLikeOneIsNoList() {
        ClusterSnapshot snapshot = Snapshots.read(namespace("a")
                + "{\"apiVersion\":\"v1\",\"kind\":\"PodList\",\"items\":null}"
                + "{\"apiVersion\":\"x.io/v1\",\"kind\":\"AllowList\",\"metadata\":{\"name\":\"a\"},\"spec\":{}}");
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(snapshot.inventory().otherKinds()).containsOnlyKeys("AllowList.x.io");
    }

    @Test
    void theKindMayStandLast() {
        assertThat(Snapshots.clean(
                                "{\"data\":{\"a\":[1,{\"b\":null}],\"k\":\"dg==\"},\"metadata\":{\"name\":\"s\",\"labels\":{\"x\":\"y\"}},"
                                        + "\"type\":\"t\",\"kind\":\"Secret\",\"apiVersion\":\"v1\"}")
                        .secrets()
                        .get(0))
                .satisfies(secret -> {
                    assertThat(secret.keys()).containsExactly("a", "k");
                    assertThat(secret.type()).isEqualTo("t");
                    assertThat(secret.meta().labels()).containsEntry("x", "y");
                });
    }
}
