package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.postern.report.JsonSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each JSON document, of every scenario, has exactly the fields of its schema. */
final class JsonSchemaTest {
    private static final Path ROOT = Path.of(System.getProperty("postern.root", ".."));
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A document and a command that prints it; {@code {}} is the scenario. A new document is one line here. */
    private record Printed(JsonSchema schema, String command) {}

    private static final List<Printed> ALL = List.of(
            new Printed(JsonSchema.PATHS, "paths {} -k 10 -o json"),
            new Printed(JsonSchema.PATHS, "paths {} --from any-pod --to cluster-admin -o json"),
            new Printed(JsonSchema.SUMMARY, "summary {} -o json"),
            new Printed(JsonSchema.BLAST_RADIUS, "blast-radius {} --from any-pod -o json"),
            new Printed(JsonSchema.BLAST_RADIUS, "blast-radius {} --from internet -k 3 -o json"),
            new Printed(JsonSchema.WHO_REACHES, "who-reaches {} -o json"),
            new Printed(JsonSchema.CHOKE_POINTS, "choke-points {} -o json"),
            new Printed(JsonSchema.CUT, "cut {} --from any-pod --to cluster-admin -o json"),
            new Printed(JsonSchema.CUT, "cut {} --from any-pod --to any-node --never */* -o json"),
            new Printed(JsonSchema.CHECK, "check {} -o json"),
            new Printed(JsonSchema.ESCALATIONS, "escalations -f {} -o json"),
            new Printed(JsonSchema.CAN_I, "can-i -f {} get secrets -A --as user:dana@example.com -o json"),
            new Printed(JsonSchema.CAN_I, "can-i -f {} get nodes --as sa:kube-system/kubernetes-dashboard -o json"),
            new Printed(JsonSchema.WHO_CAN, "who-can -f {} create pods -A --all-reasons -o json"),
            new Printed(JsonSchema.WHO_CAN, "who-can -f {} get secrets -n shop -o json"),
            new Printed(JsonSchema.RIGHTS, "rights -f {} user:dana@example.com -o json"),
            new Printed(JsonSchema.RIGHTS, "rights -f {} user:system:node:n1 -o json"),
            new Printed(
                    JsonSchema.RIGHTS_DIFF, "rights -f {} --diff user:dana@example.com group:system:masters -o json"),
            new Printed(JsonSchema.DIFF, "diff {} {} -o json"),
            new Printed(
                    JsonSchema.DIFF,
                    "what-if {} --with " + ROOT.resolve("samples/techniques/pod-exec.yaml") + " -o json"),
            new Printed(JsonSchema.CONNECTIONS, "connections {} --exposure -o json"),
            new Printed(JsonSchema.EXPOSURE, "exposure {} -o json"),
            new Printed(JsonSchema.NETLINT, "netlint {} -o json"),
            new Printed(
                    JsonSchema.NETDIFF, "netdiff {} " + ROOT.resolve("samples/techniques/pod-exec.yaml") + " -o json"),
            new Printed(JsonSchema.REACH, "reach {} --from internet --to metadata -o json"),
            new Printed(JsonSchema.REACH, "reach {} --from internet --to namespace:shop -o json"),
            new Printed(
                    JsonSchema.REACH,
                    "reach {} --from node:n1 --to service:kube-system/kubernetes-dashboard --port 443 -o json"),
            new Printed(JsonSchema.INVENTORY, "inventory {} -o json"),
            new Printed(JsonSchema.WHY, "why {} --from any-pod -o json"),
            new Printed(JsonSchema.WHY_NOT, "why-not {} --from any-pod --to any-node -k 1 -o json"),
            new Printed(JsonSchema.TECHNIQUES, "explain -o json"));

    static Stream<Path> scenarios() throws IOException {
        List<Path> scenarios = new ArrayList<>();
        try (Stream<Path> folders = Files.list(ROOT.resolve("samples/scenarios"))) {
            folders.filter(Files::isDirectory).sorted().forEach(scenarios::add);
        }
        return scenarios.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void documentsHaveExactlyTheFieldsOfTheirSchema(Path scenario) throws IOException {
        Map<JsonSchema, com.networknt.schema.JsonSchema> exact = new HashMap<>();
        for (Printed printed : ALL) {
            JsonNode document = MAPPER.readTree(print(printed.command().replace("{}", scenario.toString())));
            assertThat(exact.computeIfAbsent(printed.schema(), JsonSchemaTest::exact)
                            .validate(document))
                    .as(printed.command())
                    .isEmpty();
            assertThat(document.fieldNames().next()).isEqualTo("schemaVersion");
        }
    }

    @Test
    void everyDocumentIsPrintedHereOnce() {
        Set<JsonSchema> printed = EnumSet.noneOf(JsonSchema.class);
        ALL.forEach(document -> printed.add(document.schema()));
        assertThat(printed)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(JsonSchema.values())
                        .filter(JsonSchema::isPrinted)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(JsonSchema.class)
    void aSchemaIsOneByItsMetaSchemaAndIsDocumented(JsonSchema schema) throws IOException {
        JsonNode tree = MAPPER.readTree(schema.text());
        assertThat(tree.get("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(
                                com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(tree))
                .isEmpty();
        assertThat(tree.get("required").toString()).contains(schema.isPrinted() ? "schemaVersion" : "apiVersion");
        assertThat(Files.readString(ROOT.resolve("docs/formats.md"))).contains("`" + schema.id() + "`");
        assertThat(print("schema " + schema.id())).isEqualTo(schema.text());
    }

    /** Each schema stands by itself, so some parts stand in several: they must not drift apart. */
    @Test
    void aPartOfOneNameIsTheSameInEverySchema() throws IOException {
        Map<String, JsonNode> parts = new HashMap<>();
        for (JsonSchema schema : JsonSchema.values()) {
            MAPPER.readTree(schema.text()).path("$defs").properties().forEach(part -> {
                JsonNode known = parts.putIfAbsent(part.getKey(), part.getValue());
                assertThat(known == null ? part.getValue() : known)
                        .as(schema.id() + ": " + part.getKey())
                        .isEqualTo(part.getValue());
            });
        }
        assertThat(parts).containsKey("evidence");
    }

    @Test
    void aSchemaBites() throws IOException {
        ObjectNode document =
                (ObjectNode) MAPPER.readTree(print("paths " + ROOT.resolve("samples/scenarios/tesla") + " -o json"));
        com.networknt.schema.JsonSchema schema = exact(JsonSchema.PATHS);
        assertThat(schema.validate(document)).isEmpty();
        assertThat(schema.validate(document.deepCopy().put("more", 1))).isNotEmpty();
        assertThat(schema.validate(document.deepCopy().put("truncated", "no"))).isNotEmpty();
        assertThat(schema.validate(document.deepCopy().without("questions"))).isNotEmpty();
        ObjectNode deep = document.deepCopy();
        ((ObjectNode) deep.at("/questions/0/paths/0/steps/0")).put("effort", "1");
        assertThat(schema.validate(deep)).isNotEmpty();
    }

    /** The schema, closed: no object may have a field that is not in it. */
    private static com.networknt.schema.JsonSchema exact(JsonSchema schema) {
        try {
            JsonNode tree = MAPPER.readTree(schema.text());
            close(tree);
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(tree);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void close(JsonNode node) {
        if (node.path("properties").isObject()) {
            ((ObjectNode) node).put("additionalProperties", false);
        }
        node.forEach(JsonSchemaTest::close);
    }

    private static String print(String command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), command.split(" "));
        assertThat(code).as(command + ": " + err).isIn(0, 1, 3);
        return out.toString();
    }
}
