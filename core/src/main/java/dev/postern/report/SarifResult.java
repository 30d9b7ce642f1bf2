package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;
import dev.postern.path.AttackPath;
import dev.postern.path.Step;
import java.io.IOException;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * One path as a SARIF result, at the place of its last step that stands in a file: there the target is got.
 *
 * @param questions the questions that the path answers
 */
record SarifResult(AttackPath path, List<String> questions, SarifLocations locations) implements SarifDocument.Result {
    /** The effort of one step that needs an unproven flaw: from here on a path is less urgent. */
    private static final int HARD = 8;

    /** The version of the identity in the name: a path whose id is made otherwise is another finding. */
    private static final String FINGERPRINT = "posternPath/v1";

    Step decisive() {
        return steps().decisive();
    }

    private SarifSteps steps() {
        return new SarifSteps(path, locations);
    }

    /** {@code error}: likely or certain, and not hard; {@code note}: neither; {@code warning}: one of the two. */
    String level() {
        boolean likely = path.confidence() != Confidence.POSSIBLE;
        boolean easy = path.effort() < HARD;
        return likely && easy ? "error" : likely || easy ? "warning" : "note";
    }

    @Override
    public void write(JsonGenerator json, ToIntFunction<String> ruleIndex) throws IOException {
        Step decisive = decisive();
        json.writeStartObject();
        json.writeStringField("ruleId", decisive.type().id());
        json.writeNumberField("ruleIndex", ruleIndex.applyAsInt(decisive.type().id()));
        json.writeStringField("level", level());
        SarifLocations.message(json, message());
        json.writeArrayFieldStart("locations");
        locations.location(json, locations.shown(decisive), "");
        json.writeEndArray();
        steps().codeFlow(json);
        steps().related(json);
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField(FINGERPRINT, path.id());
        // The name that GitHub's code scanning goes by; its own value is a hash of the line, which several paths share.
        json.writeStringField("primaryLocationLineHash", path.id() + ":1");
        json.writeEndObject();
        properties(json);
        json.writeEndObject();
    }

    private String message() {
        return SarifText.of(questions.get(0)) + ": " + path.steps().size()
                + (path.steps().size() == 1 ? " step, " : " steps, ") + Wording.effort(path) + ", " + path.confidence()
                + "." + steps().lines();
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
