package dev.postern.check;

import static dev.postern.check.Clusters.assertion;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.postern.Analysis;
import dev.postern.report.CheckJson;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The JSON of a check, with findings of every status, has exactly the fields of its schema. */
final class CheckJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theDocumentHasExactlyTheFieldsOfItsSchema() throws IOException {
        Analysis before =
                Clusters.of(Clusters.pod("shop", "cart"), Clusters.admin("shop", "cart"), Clusters.pod("ops", "robot"));
        Analysis after =
                Clusters.of(Clusters.pod("shop", "cart"), Clusters.pod("ops", "robot"), Clusters.admin("ops", "robot"));
        CheckPolicy first = Clusters.policy(
                assertion("path", "noPath: {from: any-pod, to: cluster-admin}"),
                assertion("flow", "noReach: {from: 'pod:shop/cart', to: 'pod:ops/robot', port: 80}"),
                assertion("gone", "noReach: {from: 'pod:shop/cart', to: 'pod:ops/robot', port: 81}"));
        Baseline known = Baseline.of(Check.of(before, first).against(Baseline.EMPTY, LocalDate.EPOCH));
        CheckPolicy second = Clusters.policy(
                assertion("path", "expires: 1969-01-01, noPath: {from: any-pod, to: cluster-admin}"),
                assertion("flow", "noReach: {from: 'pod:shop/cart', to: 'pod:ops/robot', port: 80}"),
                assertion("open", "noReach: {from: 'pod:shop/cart', to: 'pod:ops/gone', port: 80}"),
                assertion("node", "noPath: {from: any-pod, to: any-node, limit: 1}"),
                assertion("right", "onlyCan: {verb: get, resource: secrets, namespace: ops, allowed: []}"),
                "ignore: [{finding: 0123456789, reason: r}, {finding: 0123456780, reason: r, expires: 1969-01-01}]");
        CheckReport report = Check.of(after, second).against(known, LocalDate.EPOCH);
        JsonNode document = JSON.readTree(CheckJson.render(after, report, Set.of(FailOn.NEW)));
        assertThat(document.at("/counts/new").asInt()).isPositive();
        assertThat(document.at("/counts/known").asInt()).isPositive();
        assertThat(document.at("/counts/vanished").asInt()).isPositive();
        assertThat(document.at("/counts/expired").asInt()).isEqualTo(2);
        assertThat(document.at("/counts/unknown").asInt()).isPositive();
        assertThat(document.get("unusedIgnores")).hasSize(1);

        JsonNode tree = JSON.readTree(CheckPolicy.class.getResourceAsStream("/dev/postern/schema/check.json"));
        close(tree);
        JsonSchema exact =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tree);
        assertThat(exact.validate(document)).isEmpty();
        assertThat(exact.validate(((ObjectNode) document).put("more", 1))).isNotEmpty();
    }

    /** No object may have a field that the schema does not name. */
    private static void close(JsonNode node) {
        if (node.path("properties").isObject()) {
            ((ObjectNode) node).put("additionalProperties", false);
        }
        node.forEach(CheckJsonTest::close);
    }
}
