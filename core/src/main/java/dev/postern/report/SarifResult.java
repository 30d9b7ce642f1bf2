package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.Step;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * One path as a SARIF result, at the place of its last step that stands in a file: there the target is got.
 *
 * @param questions the questions that the path answers
 */
record SarifResult(AttackPath path, List<String> questions, SarifLocations locations) {
    /** The effort of one step that needs an unproven flaw: from here on a path is less urgent. */
    private static final int HARD = 8;

    /** The version of the identity in the name: a path whose id is made otherwise is another finding. */
    private static final String FINGERPRINT = "posternPath/v1";

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

    /** {@code error}: likely or certain, and not hard; {@code note}: neither; {@code warning}: one of the two. */
    String level() {
        boolean likely = path.confidence() != Confidence.POSSIBLE;
        boolean easy = path.effort() < HARD;
        return likely && easy ? "error" : likely || easy ? "warning" : "note";
    }

    void write(JsonGenerator json, ToIntFunction<String> ruleIndex) throws IOException {
        Step decisive = decisive();
        json.writeStartObject();
        json.writeStringField("ruleId", decisive.type().id());
        json.writeNumberField("ruleIndex", ruleIndex.applyAsInt(decisive.type().id()));
        json.writeStringField("level", level());
        SarifLocations.message(json, message());
        json.writeArrayFieldStart("locations");
        location(json, locations.shown(decisive), "");
        json.writeEndArray();
        codeFlow(json);
        related(json);
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField(FINGERPRINT, path.id());
        // The name that GitHub's code scanning goes by; its own value is a hash of the line, which several paths share.
        json.writeStringField("primaryLocationLineHash", path.id() + ":1");
        json.writeEndObject();
        properties(json);
        json.writeEndObject();
    }

    private String message() {
        StringBuilder text = new StringBuilder(SarifText.of(questions.get(0)))
                .append(": ")
                .append(path.steps().size())
                .append(path.steps().size() == 1 ? " step, " : " steps, ")
                .append(Wording.effort(path))
                .append(", ")
                .append(path.confidence())
                .append('.');
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

    private void codeFlow(JsonGenerator json) throws IOException {
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
    private void related(JsonGenerator json) throws IOException {
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

    private void location(JsonGenerator json, Optional<Evidence> fact, String message) throws IOException {
        json.writeStartObject();
        if (fact.isPresent()) {
            locations.fields(json, fact.get());
        }
        if (!message.isEmpty()) {
            SarifLocations.message(json, message);
        }
        json.writeEndObject();
    }

    private void properties(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("properties");
        json.writeNumberField("effort", path.effort());
        json.writeNumberField("distinctEffort", path.distinctEffort());
        json.writeStringField("confidence", path.confidence().name());
        json.writeArrayFieldStart("start");
        for (Vertex vertex : path.start()) {
            json.writeString(vertex.id());
        }
        json.writeEndArray();
        json.writeStringField("target", path.target().id());
        json.writeArrayFieldStart("questions");
        for (String question : questions) {
            json.writeString(question);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
