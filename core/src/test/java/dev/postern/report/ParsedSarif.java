package dev.postern.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.Result;
import com.contrastsecurity.sarif.Run;
import com.contrastsecurity.sarif.SarifSchema210;
import com.contrastsecurity.sarif.ThreadFlowLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.List;

/** SARIF as classes made from the OASIS schema by others read it; valid by that schema, or there is none. */
record ParsedSarif(JsonNode tree, Run run) {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(VersionFlag.V7)
            .getSchema(SarifSchema210.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"));

    static ParsedSarif of(String sarif) {
        try {
            JsonNode tree = MAPPER.readTree(sarif);
            assertThat(SCHEMA.validate(tree)).isEmpty();
            List<Run> runs = MAPPER.treeToValue(tree, SarifSchema210.class).getRuns();
            assertThat(runs).hasSize(1);
            return new ParsedSarif(tree, runs.get(0));
        } catch (JsonProcessingException e) {
            throw new AssertionError(sarif, e);
        }
    }

    List<Result> results() {
        return run.getResults();
    }

    List<ThreadFlowLocation> steps(Result result) {
        return result.getCodeFlows().get(0).getThreadFlows().get(0).getLocations();
    }

    /** What the steps of a result say, without their technique. */
    List<String> stepSentences(int result) {
        return steps(results().get(result)).stream()
                .map(step -> shown(step.getLocation().getMessage().getText()))
                .map(text -> text.substring(text.indexOf(": ") + 2))
                .toList();
    }

    /** A plain text message as a viewer shows it: fails on what a viewer would take for a link or a placeholder. */
    static String shown(String message) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < message.length(); i++) {
            char symbol = message.charAt(i);
            if (symbol == '\\' || symbol == '{' || symbol == '}') {
                i++;
                assertThat(message.charAt(i))
                        .isIn(symbol == '\\' ? new Object[] {'\\', '[', ']'} : new Object[] {symbol});
                shown.append(message.charAt(i));
            } else {
                assertThat(symbol).isNotIn('[', ']');
                shown.append(symbol);
            }
        }
        return shown.toString();
    }
}
