package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.FieldLocator.Query;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.SourceRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldLocatorTest {
    private static final String TWO_DOCUMENTS = String.join(
            "\n",
            "# a comment",
            "---",
            "apiVersion: v1",
            "kind: Namespace",
            "metadata:",
            "  name: shop",
            "  labels:",
            "    pod-security.kubernetes.io/enforce: baseline",
            "    app: x",
            "---",
            "---",
            "kind: Deployment",
            "metadata: {name: cart, namespace: shop}",
            "spec:",
            "  template:",
            "    spec:",
            "      containers:",
            "      - name: a",
            "      - image: b",
            "        securityContext:",
            "          privileged: true",
            "      volumes:",
            "        - name: v",
            "          hostPath: {path: /, type: ''}",
            "");

    private static final String YAML_LIST = String.join(
            "\n",
            "apiVersion: v1",
            "items:",
            "- apiVersion: v1",
            "  kind: ServiceAccount",
            "  metadata: &meta",
            "    name: a",
            "    labels: &labels {team: red, 'k/e.y': v}",
            "- kind: Pod",
            "  metadata:",
            "    <<: *meta",
            "    name: b",
            "    annotations: *labels",
            "  spec:",
            "    containers:",
            "      -   name: c",
            "          args: [x,",
            "            y]",
            "          command:",
            "          - |",
            "            if true; then",
            "",
            "            fi",
            "          tty: true",
            "-",
            "  kind: Secret",
            "  metadata:",
            "    name: \"s\"",
            "kind: List",
            "");

    private static final String JSON_LIST = String.join(
            "\n",
            "{\"kind\": \"List\", \"items\": [",
            "  {",
            "    \"kind\": \"Role\", \"metadata\": {\"name\": \"r }] \\\" {\"},",
            "    \"rules\": [",
            "      {\"verbs\": [\"get\"]},",
            "      {",
            "        \"verbs\": [",
            "          \"list\"",
            "        ]",
            "      }",
            "    ]",
            "  },",
            "  {\"kind\": \"Pod\", \"metadata\": {\"labels\": {\"a.b/c\": \"x\"}}, \"spec\": {\"hostPID\": true}}",
            "]}",
            "");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "document {0} {1} is at {2}:{3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | ''                                                                        |  3 |  1",
                "0 | kind                                                                      |  4 |  1",
                "0 | metadata.name                                                             |  6 |  3",
                "0 | metadata.labels[pod-security.kubernetes.io/enforce]                       |  8 |  5",
                "0 | metadata.labels.app                                                       |  9 |  5",
                "0 | metadata.labels[no.such/key]                                              |  7 |  3",
                "2 | ''                                                                        | 12 |  1",
                "2 | metadata.namespace                                                        | 13 | 24",
                "2 | spec.replicas                                                             | 14 |  1",
                "2 | spec.template.spec.automountServiceAccountToken                           | 16 |  5",
                "2 | spec.template.spec.containers[0]                                          | 18 |  9",
                "2 | spec.template.spec.containers[1].image                                    | 19 |  9",
                "2 | spec.template.spec.containers[1].securityContext.privileged               | 21 | 11",
                "2 | spec.template.spec.containers[1].securityContext.capabilities.add[0]      | 20 |  9",
                "2 | spec.template.spec.containers[7].image                                    | 17 |  7",
                "2 | spec.template.spec.volumes[0].hostPath.path                               | 24 | 22",
                "2 | status                                                                    | 12 |  1",
            })
    void yamlDocuments(int document, String field, int line, int column) throws IOException {
        String file = write("a.yaml", TWO_DOCUMENTS);
        int first = document == 0 ? 3 : 12;
        assertPlace(new Origin(file, document, -1, -1, 0), field, line, column);
        assertPlace(new Origin(file, document, -1, -1, first), field, line, column);
        // A damaged document before it changes the count of documents; the line still finds it.
        assertPlace(new Origin(file, 99, -1, -1, first), field, line, column);
    }

    @ParameterizedTest(name = "item {0} {1} is at {2}:{3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0 |                                 |  3 |  3",
                "0 | metadata.labels[k/e.y]          |  7 | 33",
                "1 |                                 |  8 |  3",
                "1 | metadata.name                   | 11 |  5",
                "1 | metadata.labels.team            |  7 | 22",
                "1 | metadata.annotations.team       |  7 | 22",
                "1 | metadata.annotations            | 12 |  5",
                "1 | spec.containers[0]              | 15 | 11",
                "1 | spec.containers[0].args[1]      | 17 | 13",
                "1 | spec.containers[0].command[0]   | 19 | 13",
                "1 | spec.containers[0].tty          | 23 | 11",
                "2 |                                 | 25 |  3",
                "2 | metadata.name                   | 27 |  5",
                "2 | metadata.namespace              | 26 |  3",
            })
    void itemsOfAYamlList(int item, String field, int line, int column) throws IOException {
        String file = write("a.yaml", YAML_LIST);
        String path = field == null ? "" : field;
        assertPlace(new Origin(file, 0, item, -1, 0), path, line, column);
        assertPlace(new Origin(file, 0, item, -1, new int[] {3, 8, 25}[item]), path, line, column);
    }

    @ParameterizedTest(name = "item {0} {1} is at {2}:{3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0 |                              |  3 |  5",
                "0 | rules[0]                     |  5 |  7",
                "0 | rules[0].verbs[0]            |  5 | 18",
                "0 | rules[1]                     |  6 |  7",
                "0 | rules[1].verbs[0]            |  8 | 11",
                "0 | rules[1].resourceNames       |  6 |  7",
                "0 | rules[2]                     |  4 |  5",
                "1 |                              | 13 |  4",
                "1 | metadata.labels[a.b/c]       | 13 | 43",
                "1 | spec.hostPID                 | 13 | 68",
                "1 | spec.hostNetwork             | 13 | 59",
            })
    void itemsOfAJsonList(int item, String field, int line, int column) throws IOException {
        String path = field == null ? "" : field;
        for (String file :
                List.of(write("a.json", JSON_LIST), gz("a.json.gz", JSON_LIST), write("b.yaml", JSON_LIST))) {
            long offset = JSON_LIST.indexOf(item == 0 ? "{\n    \"kind\": \"Role\"" : "{\"kind\": \"Pod\"");
            assertPlace(new Origin(file, 0, item, -1, 0), path, line, column);
            assertPlace(new Origin(file, 0, item, offset, 0), path, line, column);
            assertPlace(new Origin(file, 0, item, offset + 1, 0), path, line, column);
        }
    }

    @Test
    void jsonValuesOneAfterAnother() throws IOException {
        String file = write("a.json", "{\"kind\":\"A\"}\n{\n\"kind\":\"B\"} {\"kind\":\"C\"}");
        assertPlace(new Origin(file, 0, -1, 0, 1), "kind", 1, 2);
        assertPlace(new Origin(file, 1, -1, 13, 3), "", 3, 1);
        assertPlace(new Origin(file, 2, -1, -1, 0), "kind", 3, 14);
    }

    @Test
    void objectsOfABareList() throws IOException {
        String json = write("a.json", "[{\"kind\":\"A\"},\n{\"kind\":\"B\"}] {\"kind\":\"C\"}");
        assertPlace(new Origin(json, 0, 1, -1, 2), "kind", 2, 2);
        assertPlace(new Origin(json, 1, -1, -1, 2), "kind", 2, 16);
        String yaml = write("a.yaml", "- kind: A\n- kind: B\n  metadata: {}\n---\nkind: C\n");
        assertPlace(new Origin(yaml, 0, 1, -1, 0), "metadata", 3, 3);
        assertPlace(new Origin(yaml, 0, 1, -1, 2), "metadata", 3, 3);
        assertPlace(new Origin(yaml, 1, -1, -1, 0), "kind", 5, 1);
    }

    @Test
    void anotherObjectInThePlaceIsNotTakenForIt() throws IOException {
        String file = write("a.json", "{\"items\":[{\"kind\":\"A\"},\n{\"kind\":\"B\"}]}");
        assertPlace(new Origin(file, 0, 1, 23, 9), "kind", 9, 0);
        assertPlace(new Origin(file, 0, 1, -1, 9), "kind", 9, 0);
    }

    @Test
    void compressedYaml() throws IOException {
        String file = gz("a.yaml.gz", TWO_DOCUMENTS);
        assertPlace(new Origin(file, 2, -1, -1, 0), "spec.template.spec.volumes[0]", 23, 11);
        assertPlace(new Origin(file, 2, -1, -1, 12), "spec.template.spec.volumes[0]", 23, 11);
    }

    @Test
    void kubernetesOwnYamlDialectOfJson() throws IOException {
        String file = write("a.yaml", "---\n{\n  apiVersion: \"v1\",\n  metadata: {\n    name: \"x\",\n  },\n}\n");
        assertPlace(new Origin(file, 0, -1, -1, 3), "metadata.name", 5, 5);
        assertPlace(new Origin(file, 0, -1, -1, 0), "metadata.name", 5, 5);
    }

    @Test
    void flowYamlThatOnlyBeginsLikeJson() throws IOException {
        String file = write("a.yaml", "{kind: Pod,\n metadata: {name: x}}\n---\nkind: Node\nmetadata: {}\n");
        assertPlace(new Origin(file, 0, -1, -1, 1), "metadata.name", 2, 13);
        assertPlace(new Origin(file, 1, -1, -1, 4), "metadata", 5, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r"})
    void otherLineEnds(String end) throws IOException {
        String yaml = write("a.yaml", TWO_DOCUMENTS.replace("\n", end));
        assertPlace(new Origin(yaml, 2, -1, -1, 12), "spec.template.spec.volumes[0]", 23, 11);
        assertPlace(new Origin(yaml, 2, -1, -1, 0), "spec.template.spec.volumes[0]", 23, 11);
        String text = JSON_LIST.replace("\n", end);
        String json = write("a.json", text);
        assertPlace(new Origin(json, 0, 1, text.indexOf("{\"kind\": \"Pod\""), 0), "spec.hostPID", 13, 68);
        assertPlace(new Origin(json, 0, 1, -1, 0), "spec.hostPID", 13, 68);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void wideTextWithAByteOrderMark(String charset) throws IOException {
        Path json = folder.resolve("a.json");
        Files.write(json, ("\ufeff" + JSON_LIST).getBytes(Charset.forName(charset)));
        assertPlace(new Origin(json.toString(), 0, 1, 33, 13), "spec.hostPID", 13, 68);
        Path yaml = folder.resolve("a.yaml");
        Files.write(yaml, ("\ufeff" + TWO_DOCUMENTS).getBytes(Charset.forName(charset)));
        assertPlace(new Origin(yaml.toString(), 2, -1, -1, 12), "spec.template.spec.volumes[0]", 23, 11);
    }

    @Test
    void aByteOrderMarkOfUtf8IsNoText() throws IOException {
        String file = write("a.yaml", "\ufeffkind: Pod\nmetadata:\n  name: x\n");
        assertPlace(new Origin(file, 0, -1, -1, 1), "metadata.name", 3, 3);
        assertPlace(new Origin(file, 0, -1, -1, 0), "metadata.name", 3, 3);
    }

    @Test
    void ofTwoEqualKeysTheLastStands() throws IOException {
        String yaml = write("a.yaml", "kind: A\nspec: {a: 1}\nspec: {b: 1}\n");
        assertPlace(new Origin(yaml, 0, -1, -1, 1), "spec.b", 3, 8);
        assertPlace(new Origin(yaml, 0, -1, -1, 1), "spec.a", 3, 1);
    }

    @Test
    void mergedMappingsAreAskedInOrderAndWrittenKeysFirst() throws IOException {
        String text = "kind: A\na: &a {x: 1, y: 2}\nb: &b {x: 3, z: 4}\nc:\n  <<: [*a, *b]\n  y: 5\n";
        Origin origin = new Origin(write("a.yaml", text), 0, -1, -1, 1);
        assertPlace(origin, "c.x", 2, 8);
        assertPlace(origin, "c.y", 6, 3);
        assertPlace(origin, "c.z", 3, 14);
        assertPlace(origin, "c.w", 4, 1);
    }

    @Test
    void manyFieldsAreFoundInOneGo() throws IOException {
        String yaml = write("a.yaml", YAML_LIST);
        String json = write("a.json", JSON_LIST);
        List<Query> queries = new ArrayList<>();
        for (int item = 0; item < 3; item++) {
            queries.add(new Query(new Origin(yaml, 0, item, -1, item == 1 ? 8 : 0), "metadata.name"));
            queries.add(new Query(new Origin(json, 0, item, -1, 0), "kind"));
        }
        queries.add(new Query(Origin.NONE, "kind"));
        var places = FieldLocator.open().locate(queries);
        assertThat(queries.stream().map(places::get).map(SourceRef::line).toList())
                .containsExactly(6, 3, 11, 13, 27, 0, 0);
        for (Query query : queries) {
            assertThat(FieldLocator.open().locate(query.origin(), query.field()))
                    .isEqualTo(places.get(query));
        }
    }

    @Test
    void theSameObjectAskedAgainIsRemembered() throws IOException {
        Path file = Path.of(write("a.yaml", TWO_DOCUMENTS));
        FieldLocator locator = FieldLocator.open();
        Origin origin = new Origin(file.toString(), 0, -1, -1, 3);
        SourceRef before = locator.locate(origin, "metadata.name");
        Files.delete(file);
        assertThat(locator.locate(origin, "metadata.name")).isEqualTo(before);
        assertThat(locator.locate(origin, "kind").line()).isEqualTo(4);
    }

    @Test
    void whatCannotBeReadKeepsTheLineItBeganAt() throws IOException {
        Origin gone = new Origin(folder.resolve("gone.yaml").toString(), 0, -1, -1, 7);
        Origin directory = new Origin(folder.toString(), 0, -1, -1, 7);
        Origin input = new Origin("-", 0, -1, -1, 7);
        Origin strange = new Origin("a\0b", 0, -1, -1, 7);
        Origin torn = new Origin(write("torn.json", "{\"items\":[{\"kind\":\"A\"},{\"ki"), 0, 1, 23, 7);
        Origin broken = new Origin(write("broken.yaml", "kind: [\nfoo: }\n"), 0, -1, -1, 7);
        Origin noGz = new Origin(write("broken.gz", "\u001f\u008b no"), 0, -1, -1, 7);
        Origin empty = new Origin(write("empty.yaml", ""), 0, -1, 12, 7);
        for (Origin origin : List.of(gone, directory, input, strange, torn, broken, noGz, empty)) {
            assertThat(FieldLocator.open().locate(origin, "metadata.name"))
                    .isEqualTo(new SourceRef(origin.file(), 7, 0));
        }
        assertThat(FieldLocator.open().locate(Origin.NONE, "kind")).isEqualTo(SourceRef.NONE);
        assertThat(FieldLocator.open().locate(new Origin(gone.file(), 0, -1, -1, 0), "kind"))
                .isEqualTo(SourceRef.file(gone.file()));
    }

    @Test
    void anItemBeforeTheDamageIsFound() throws IOException {
        String torn = write("torn.json", "{\"items\":[{\"kind\":\"A\"},\n{\"kind\":\"B\"},{\"ki");
        assertPlace(new Origin(torn, 0, 1, -1, 0), "kind", 2, 2);
    }

    @Test
    void bombsAndPitsOfNestingAreSurvived() throws IOException {
        StringBuilder bomb = new StringBuilder("kind: A\na0: &a0 {k: 1}\n");
        for (int i = 1; i < 40; i++) {
            String a = "*a" + (i - 1);
            bomb.append(String.format("a%d: &a%d {<<: [%s, %s, %s], m: [%s, %s]}%n", i, i, a, a, a, a, a));
        }
        Origin bombed = new Origin(write("bomb.yaml", bomb.toString()), 0, -1, -1, 1);
        assertPlace(bombed, "a39.none", 41, 1);
        assertPlace(bombed, "a39.k", 2, 10);
        String deep = "[".repeat(5000) + "]".repeat(5000);
        Origin pit = new Origin(write("pit.yaml", "kind: A\na: " + deep + "\nb: 1\n"), 0, -1, -1, 1);
        assertPlace(pit, "b", 3, 1);
        Origin ring = new Origin(write("ring.yaml", "kind: A\na: &a\n  <<: *a\n  b: *a\n"), 0, -1, -1, 1);
        assertPlace(ring, "a.b.b.b.c", 4, 3);
        Origin pitOfJson = new Origin(write("pit.json", "{\"kind\":1,\n\"a\":" + deep + "}"), 0, -1, 0, 1);
        assertThat(FieldLocator.open().locate(pitOfJson, "kind").line()).isEqualTo(1);
    }

    @Test
    void aSnapshotTellsWhereItsFactsStand() throws IOException {
        Path file = Path.of(write(
                "pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec:\n  hostPID: true\n"));
        ClusterSnapshot snapshot = ClusterSnapshot.read(file);
        ObjectRef pod = ObjectRef.of("Pod", "b", "a");
        Evidence stated = Evidence.stated(pod, "spec.hostPID", "true");
        Evidence byDefault = Evidence.byDefault(pod, "spec.hostIPC", "false");
        Evidence absent = Evidence.assumed(ObjectRef.of("Role", "b", "c"), "rules[0]", "");
        var places = snapshot.locate(List.of(stated, byDefault, absent));
        assertThat(places.get(stated)).isEqualTo(new SourceRef(file.toString(), 5, 3));
        assertThat(places.get(byDefault)).isEqualTo(new SourceRef(file.toString(), 4, 1));
        assertThat(places.get(absent)).isEqualTo(SourceRef.NONE);
        assertThat(snapshot.locate(pod, "spec.hostPID")).isEqualTo(places.get(stated));
    }

    @Test
    void pathsOfAnyShapeAreTakenApart() {
        assertThat(FieldPath.parse("a.b[0].c[x.y/z][1]").steps()).containsExactly("a", "b", "0", "c", "x.y/z", "1");
        assertThat(FieldPath.parse("").steps()).isEmpty();
        assertThat(FieldPath.parse(".a..b[").steps()).containsExactly("a", "b", "");
        assertThat(FieldPath.parse("[a.b").steps()).containsExactly("a.b");
    }

    private static void assertPlace(Origin origin, String field, int line, int column) {
        assertThat(FieldLocator.open().locate(origin, field))
                .as("%s %s", origin, field)
                .isEqualTo(new SourceRef(origin.file(), line, column));
        assertThat(FieldLocator.open().locate(List.of(new Query(origin, field))))
                .containsValue(new SourceRef(origin.file(), line, column));
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text, name.equals("broken.gz") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        return file.toString();
    }

    private String gz(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Path file = folder.resolve(name);
        Files.write(file, bytes.toByteArray());
        return file.toString();
    }
}
