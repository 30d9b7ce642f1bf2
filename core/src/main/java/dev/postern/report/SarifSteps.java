package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.Step;
import java.io.IOException;
import java.util.List;

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
            locations.location(
                    json, locations.shown(step), SarifText.of(step.type().id() + ": " + step.describe()));
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

    /** Every fact that stands in a file. */
    void related(JsonGenerator json) throws IOException {
        List<Evidence> facts =
                path.steps().stream().flatMap(step -> step.evidence().stream()).toList();
        locations.related(json, facts);
    }
}
