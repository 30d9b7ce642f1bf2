package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.Step;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps of a path as SARIF says them: in a message, as a code flow, and the facts they rest on. */
record SarifSteps(AttackPath path, SarifLocations locations) {
    /** The step at whose place the result is reported, and whose technique is its rule. */
    Step decisive() {
        List<Step> steps = path.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (locations.placed(steps.get(i)).isPresent()) {
                return steps.get(i);
            }
        }
        return steps.get(steps.size() - 1);
    }

    /** The steps as numbered lines, each after a line feed; escaped. */
    String lines() {
        StringBuilder text = new StringBuilder();
        int number = 1;
        for (Step step : path.steps()) {
            text.append('\n')
                    .append(number++)
                    .append(". ")
                    .append(step.type().id())
                    .append(": ")
                    .append(SarifText.of(step.describe()))
                    .append('.');
        }
        return text.toString();
    }

    void codeFlow(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("codeFlows");
        json.writeStartObject();
        json.writeArrayFieldStart("threadFlows");
        json.writeStartObject();
        json.writeArrayFieldStart("locations");
        int order = 1;
        for (Step step : path.steps()) {
            json.writeStartObject();
            json.writeFieldName("location");
            location(json, locations.shown(step), SarifText.of(step.type().id() + ": " + step.describe()));
            json.writeNumberField("executionOrder", order++);
            json.writeStringField("importance", "essential");
            json.writeObjectFieldStart("properties");
            json.writeStringField("technique", step.type().id());
            json.writeNumberField("effort", step.effort());
            json.writeStringField("confidence", step.confidence().name());
            json.writeBooleanField("onDefaults", step.onDefaults());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    /** Every fact that stands in a file, each once: SARIF wants no two alike. */
    void related(JsonGenerator json) throws IOException {
        Map<String, Evidence> facts = new LinkedHashMap<>();
        for (Step step : path.steps()) {
            for (Evidence fact : step.evidence()) {
                if (locations.isPlaced(fact)) {
                    facts.putIfAbsent(locations.of(fact) + " " + SarifText.of(describe(fact)), fact);
                }
            }
        }
        json.writeArrayFieldStart("relatedLocations");
        for (Evidence fact : facts.values()) {
            location(json, Optional.of(fact), SarifText.of(describe(fact)));
        }
        json.writeEndArray();
    }

    private static String describe(Evidence fact) {
        return fact.object() + " " + Wording.fact(fact) + " (" + Wording.basis(fact.basis()) + ")";
    }

    void location(JsonGenerator json, Optional<Evidence> fact, String message) throws IOException {
        json.writeStartObject();
        if (fact.isPresent()) {
            locations.fields(json, fact.get());
        }
        if (!message.isEmpty()) {
            SarifLocations.message(json, message);
        }
        json.writeEndObject();
    }
}
