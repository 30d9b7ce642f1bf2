package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with the input, it is said with its place, and everything else is read. */
class BadInputTest {
    private static final String NAMESPACE_A = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";
    private static final String NAMESPACE_B = "apiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n";

    @TempDir
    private Path folder;

    private ClusterSnapshot file(String name, String text) throws IOException {
        return ClusterSnapshot.read(Files.writeString(folder.resolve(name), text));
    }

    private static Diagnostic only(ClusterSnapshot snapshot) {
        assertThat(snapshot.diagnostics()).hasSize(1);
        return snapshot.diagnostics().get(0);
    }

    @Test
    void aMissingFileIsAnExceptionThatNamesIt() {
        Path missing = folder.resolve("no\u0007where.yaml");
        assertThatThrownBy(() -> ClusterSnapshot.read(missing))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("no\\u{7}where.yaml does not exist");
    }

    @Test
    void anEmptyFolderHoldsNothing() {
        ClusterSnapshot snapshot = ClusterSnapshot.read(folder);
        assertThat(snapshot.inventory().isEmpty()).isTrue();
        assertThat(Snapshots.codes(snapshot)).containsExactly("nothing-understood", "empty-folder");
    }

    @Test
    void anEmptyFileHoldsNothing() throws IOException {
        assertThat(Snapshots.codes(file("a.yaml", ""))).containsExactly("nothing-understood");
        assertThat(Snapshots.codes(file("a.json", ""))).containsExactly("nothing-understood");
    }

    @Test
    void aBinaryFileIsSkipped() throws IOException {
        Files.write(folder.resolve("b.yaml"), new byte[] {0x7f, 'E', 'L', 'F', 0, 0, 1});
        Files.writeString(folder.resolve("a.yaml"), NAMESPACE_A);
        ClusterSnapshot snapshot = ClusterSnapshot.read(folder);
        assertThat(snapshot.cluster().namespaces()).hasSize(1);
        assertThat(only(snapshot).code()).isEqualTo("binary");
        assertThat(snapshot.inventory().skipped()).isEqualTo(1);
    }

    @Test
    void utf16IsNamed() throws IOException {
        Files.write(folder.resolve("a.yaml"), ("\uFEFF" + NAMESPACE_A).getBytes(StandardCharsets.UTF_16LE));
        assertThat(Snapshots.codes(ClusterSnapshot.read(folder))).contains("encoding");
    }

    @Test
    void bytesThatAreNoUtf8SpoilTheirDocumentOnly() {
        byte[] first = (NAMESPACE_A + "---\n").getBytes(StandardCharsets.UTF_8);
        byte[] second = {'k', ':', ' ', (byte) 0xc3, (byte) 0x28, '\n', '-', '-', '-', '\n'};
        byte[] third = NAMESPACE_B.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        all.writeBytes(third);
        ClusterSnapshot snapshot = Snapshots.read(all.toByteArray());
        assertThat(snapshot.cluster().namespaces()).hasSize(2);
        assertThat(only(snapshot).message()).contains("not UTF-8");
        assertThat(only(snapshot).source().line()).isEqualTo(4);
    }

    @Test
    void truncatedJsonKeepsTheItemsBeforeTheCut() {
        String json = "{\"apiVersion\":\"v1\",\"items\":["
                + "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"a\"}},\n"
                + "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"b";
        ClusterSnapshot snapshot = Snapshots.read(json);
        assertThat(snapshot.cluster().namespaces()).hasSize(1);
        assertThat(only(snapshot).code()).isEqualTo("truncated");
        assertThat(only(snapshot).source().line()).isEqualTo(2);
        assertThat(snapshot.inventory().skipped()).isEqualTo(1);
    }

    @Test
    void jsonCutAnywhereIsNeverTakenForComplete() {
        String json = "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":\"Secret\","
                + "\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"dg==\"}}]}";
        for (int length = 1; length < json.length(); length++) {
            assertThat(Snapshots.codes(Snapshots.read(json.substring(0, length))))
                    .as("cut at %d", length)
                    .containsAnyOf("truncated", "malformed", "no-kind");
        }
    }

    @Test
    void aTruncatedGzFileKeepsWhatCouldBeInflated() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append("---\napiVersion: v1\nkind: Namespace\nmetadata: {name: n")
                    .append(i * 7919 % 5003)
                    .append("}\n");
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gz = new GZIPOutputStream(packed)) {
            gz.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
        ClusterSnapshot snapshot = ClusterSnapshot.read(Files.write(folder.resolve("a.yaml.gz"), cut));
        assertThat(snapshot.cluster().namespaces().size()).isBetween(100, 4999);
        assertThat(Snapshots.codes(snapshot)).contains("unreadable");
    }

    @Test
    void aGzFileThatInflatesBeyondReasonIsStopped() throws IOException {
        Path bomb = folder.resolve("a.yaml.gz");
        try (GZIPOutputStream gz = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            byte[] filler = new byte[1 << 20];
            Arrays.fill(filler, (byte) '#');
            filler[filler.length - 1] = '\n';
            for (int i = 0; i < 20; i++) {
                gz.write(filler);
            }
        }
        ClusterSnapshot snapshot = ClusterSnapshot.read(bomb);
        assertThat(Snapshots.codes(snapshot)).contains("too-large");
    }

    @Test
    void aTemplateIsToldFromAManifest() {
        ClusterSnapshot snapshot = Snapshots.read(
                NAMESPACE_A + "---",
                "apiVersion: v1",
                "kind: Service",
                "{{- if .Values.enabled }}",
                "metadata:",
                "  name: {{ .Release.Name }}",
                "{{- end }}",
                "---",
                NAMESPACE_B);
        assertThat(snapshot.cluster().namespaces()).hasSize(2);
        assertThat(only(snapshot).message()).contains("render the chart first (helm template");
        assertThat(only(snapshot).source().line()).isBetween(5, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ .Values.name }}", "\"{{ .Values.name }}-x\"", "{{ include \"a\" . }}"})
    void aTemplateThatParsesIsToldToo(String name) {
        ClusterSnapshot snapshot =
                Snapshots.read("apiVersion: v1", "kind: Service", "metadata:", "  name: " + name, "---", NAMESPACE_A);
        assertThat(snapshot.diagnostics())
                .anySatisfy(diagnostic -> assertThat(diagnostic.message()).contains("helm template"));
        assertThat(snapshot.cluster().namespaces()).hasSize(1);
    }

    @Test
    void aDocumentWithoutKindIsSkippedWithItsPlace() {
        ClusterSnapshot snapshot = Snapshots.read(NAMESPACE_A + "---", "# comment", "replicas: 3", "---", "just text");
        assertThat(Snapshots.codes(snapshot)).containsExactly("no-kind", "not-an-object");
        assertThat(snapshot.diagnostics()).extracting(d -> d.source().line()).containsExactly(6, 8);
        assertThat(snapshot.inventory().skipped()).isEqualTo(2);
        assertThat(snapshot.inventory().documents()).isEqualTo(3);
    }

    @Test
    void filesOfChartsAndKustomizationsSayWhatToDo() throws IOException {
        Files.writeString(folder.resolve("Chart.yaml"), "name: x\n");
        Files.writeString(folder.resolve("kustomization.yaml"), "resources: [a.yaml]\n");
        Files.writeString(folder.resolve("a.yaml"), NAMESPACE_A);
        ClusterSnapshot snapshot = ClusterSnapshot.read(folder);
        assertThat(snapshot.diagnostics().get(0).message()).contains("helm template");
        assertThat(snapshot.diagnostics().get(1).message()).contains("kubectl kustomize");
    }

    @Test
    void anObjectWithoutNameIsSkipped() {
        ClusterSnapshot snapshot = Snapshots.read(NAMESPACE_A + "---", "apiVersion: v1", "kind: Pod", "spec: {}");
        assertThat(only(snapshot).code()).isEqualTo("no-name");
        assertThat(snapshot.inventory().skipped()).isEqualTo(1);
    }

    @Test
    void controlCharactersInNamesAreEscapedInMessages() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\\u001b[31m\\u202e\"}}\n"
                        + "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"type\":\"x\",\"metadata\":{\"name\":\"a\\u001b[31m\\u202e\"}}");
        assertThat(snapshot.cluster().secrets().get(0).meta().name()).isEqualTo("a\u001b[31m\u202e");
        assertThat(only(snapshot).code()).isEqualTo("duplicate-object");
        assertThat(only(snapshot).message()).contains("Secret default/a\\u{1b}[31m\\u{202e} is");
    }

    @Test
    void aYamlBombIsRefusedInBoundedMemory() {
        StringBuilder bomb = new StringBuilder(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, args: *i}]}\n");
        StringBuilder anchors = new StringBuilder("x-a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (char c = 'b'; c <= 'i'; c++) {
            String before = "*" + (char) (c - 1);
            anchors.append("x-")
                    .append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append(String.join(", ", Collections.nCopies(9, before)))
                    .append("]\n");
        }
        ClusterSnapshot snapshot = Snapshots.read(anchors + "" + bomb + "---\n" + NAMESPACE_A);
        assertThat(only(snapshot).code()).isEqualTo("too-many-aliases");
        assertThat(only(snapshot).source().line()).isBetween(4, 9);
        assertThat(snapshot.cluster().namespaces()).hasSize(1);
    }

    @Test
    void anAnchorThatContainsItselfIsRefused() {
        assertThat(only(Snapshots.read(NAMESPACE_A + "---", "a: &a [*a]")).message())
                .contains("contains itself");
    }

    @Test
    void fiveThousandLevelsOfYamlAreRefused() {
        String deep = "[".repeat(5000) + "]".repeat(5000);
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: v1", "kind: Namespace", "metadata: {name: z}", "spec: " + deep, "---", NAMESPACE_A);
        assertThat(only(snapshot).code()).isEqualTo("too-deep");
        assertThat(only(snapshot).source().line()).isEqualTo(4);
        assertThat(snapshot.cluster().namespaces()).hasSize(1);
    }

    @Test
    void fiveThousandLevelsOfBlockYamlAreRefused() {
        StringBuilder deep = new StringBuilder("apiVersion: v1\nkind: Namespace\nspec:\n");
        for (int i = 1; i < 5000; i++) {
            deep.append(" ".repeat(i)).append("k:\n");
        }
        ClusterSnapshot snapshot = Snapshots.read(deep + "---\n" + NAMESPACE_A);
        assertThat(only(snapshot).code()).isEqualTo("too-deep");
        assertThat(snapshot.cluster().namespaces()).hasSize(1);
    }

    @Test
    void fiveThousandLevelsOfJsonAreRefusedWhereverTheyStand() {
        String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
        String first = "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"a\"}}\n";
        for (String object : new String[] {
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"spec\":" + deep + "}",
            "{\"spec\":" + deep + ",\"apiVersion\":\"v1\",\"kind\":\"Namespace\"}",
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"spec\":" + deep + "}]}",
            deep
        }) {
            ClusterSnapshot snapshot = Snapshots.read(first + object);
            assertThat(only(snapshot).code()).isEqualTo("too-deep");
            assertThat(snapshot.cluster().namespaces()).hasSize(1);
        }
    }

    @Test
    void listsInListsInListsAreReadUpToTheSameDepth() {
        String lists = "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[";
        String inner = "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"a\"}}";
        assertThat(Snapshots.clean(lists.repeat(400) + inner + "]}".repeat(400)).namespaces())
                .hasSize(1);
        assertThat(Snapshots.codes(Snapshots.read(lists.repeat(3000) + inner + "]}".repeat(3000))))
                .contains("too-deep");
    }

    @Test
    void aValueOfAWrongTypeIsReportedAndTheRestIsRead() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: v1",
                "kind: Pod",
                "metadata:",
                "  name: p",
                "  labels: [a]",
                "spec:",
                "  hostPID: true",
                "  containers:",
                "  - name: a",
                "    ports: \"80\"",
                "    securityContext: privileged",
                "    image: {}",
                "  - text",
                "  - name: b",
                "    ports: [{containerPort: 1.5}, {containerPort: 99999999999}, {containerPort: 70000}]",
                "  hostIPC: true");
        assertThat(snapshot.cluster().pods().get(0).spec().hostPID()).isTrue();
        assertThat(snapshot.cluster().pods().get(0).spec().hostIPC()).isTrue();
        assertThat(snapshot.cluster().pods().get(0).spec().containers())
                .extracting(container -> container.field() + " " + container.name())
                .containsExactly("containers[0] a", "containers[2] b");
        assertThat(snapshot.diagnostics())
                .extracting(d -> d.source().line() + " " + d.message().replaceAll("( where|;| is out| is no).*", ""))
                .containsExactly(
                        "5 metadata.labels is a list",
                        "10 spec.containers[0].ports is a string",
                        "11 spec.containers[0].securityContext is a string",
                        "12 spec.containers[0].image is a map",
                        "13 spec.containers[1] is a string",
                        "15 spec.containers[2].ports[0].containerPort is a number with a fraction",
                        "15 spec.containers[2].ports[1].containerPort",
                        "15 spec.containers[2].ports[2].containerPort");
        assertThat(snapshot.diagnostics())
                .allSatisfy(d -> assertThat(d.severity()).isEqualTo(Diagnostic.Severity.ERROR));
    }

    @Test
    void aBrokenDocumentDoesNotTakeTheOthersWithIt() {
        ClusterSnapshot snapshot = Snapshots.read(
                NAMESPACE_A + "---",
                "apiVersion: v1",
                "kind: List",
                "items:",
                "- {apiVersion: v1, kind: Namespace, metadata: {name: c}}",
                "- {apiVersion: v1, kind: Namespace, metadata: {name: d}",
                "  bad: [",
                "---",
                NAMESPACE_B);
        assertThat(snapshot.cluster().namespaces())
                .extracting(n -> n.meta().name())
                .containsExactly("a", "b", "c");
        assertThat(only(snapshot).code()).isEqualTo("malformed");
        assertThat(only(snapshot).source().line()).isBetween(9, 11);
    }

    @Test
    void messagesNeverQuoteTheInput() {
        for (String text : new String[] {
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":hunter2}}",
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"data\":\"hunter2\"}",
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"hunter2\u0001\"}}",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {k: \"hunter2}\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: hunter2\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: @hunter2\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: hunter2: x\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n k: \"\\hunter2\"\n",
        }) {
            ClusterSnapshot snapshot = Snapshots.read(text);
            assertThat(snapshot.diagnostics()).isNotEmpty();
            assertThat(snapshot.diagnostics().toString() + Snapshots.facts(snapshot.cluster()))
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void manyDiagnosticsOfOneKindAreCountedNotKept() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("---\nname: ").append(i).append('\n');
        }
        ClusterSnapshot snapshot = Snapshots.read(text.toString());
        assertThat(snapshot.inventory().skipped()).isEqualTo(1000);
        assertThat(snapshot.diagnostics()).hasSize(Limits.DIAGNOSTICS + 2);
        assertThat(snapshot.diagnostics())
                .anySatisfy(diagnostic -> assertThat(diagnostic.message()).startsWith("900 more of this kind"));
    }

    @Test
    void anItemWhoseKindContradictsItsListIsSkipped() {
        ClusterSnapshot snapshot = Snapshots.read("{\"kind\":\"SecretList\",\"apiVersion\":\"v1\",\"items\":["
                + "{\"metadata\":{\"name\":\"a\"},\"kind\":\"Pod\"},{\"metadata\":{\"name\":\"b\"}},"
                + "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"c\"}},7]}");
        assertThat(snapshot.cluster().secrets())
                .extracting(s -> s.meta().name())
                .containsExactly("b");
        assertThat(snapshot.cluster().configMaps()).hasSize(1);
        assertThat(Snapshots.codes(snapshot)).containsExactlyInAnyOrder("kind-mismatch", "not-an-object");
        assertThat(snapshot.inventory().skipped()).isEqualTo(2);
    }
}
