package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.check.CheckFinding;
import dev.postern.check.CheckFinding.Status;
import dev.postern.model.Evidence;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * One finding of a check as a SARIF result. A path stands where its target is got, a verdict at its first fact that is in a
 * file, and what has neither where the policy asserts it.
 */
record SarifFinding(CheckFinding finding, SarifLocations locations) implements SarifDocument.Result {
    /** The version of the identity in the name. */
    private static final String FINGERPRINT = "posternFinding/v1";

    @Override
    public void write(JsonGenerator json, ToIntFunction<String> ruleIndex) throws IOException {
        String rule = CheckSarif.id(finding.assertion());
        json.writeStartObject();
        json.writeStringField("ruleId", rule);
        json.writeNumberField("ruleIndex", ruleIndex.applyAsInt(rule));
        json.writeStringField("level", finding.status() == Status.UNKNOWN ? "warning" : "error");
        SarifLocations.message(json, message());
        json.writeArrayFieldStart("locations");
        location(json);
        json.writeEndArray();
        Optional<SarifSteps> steps = finding.path().map(path -> new SarifSteps(path, locations));
        if (steps.isPresent()) {
            steps.get().codeFlow(json);
            steps.get().related(json);
        }
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField(FINGERPRINT, rule + "/" + finding.id());
        json.writeStringField("primaryLocationLineHash", rule + "/" + finding.id() + ":1");
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        json.writeStringField("status", finding.status().name().toLowerCase(Locale.ROOT));
        if (finding.path().isPresent()) {
            json.writeNumberField("effort", finding.path().get().effort());
            json.writeStringField(
                    "confidence", finding.path().get().confidence().name());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private String message() {
        String measure = finding.path()
                .map(path -> ", " + Wording.effort(path) + ", " + path.confidence())
                .orElse("");
        String note = finding.note().isEmpty() ? "" : " " + SarifText.of(finding.note()) + ".";
        return SarifText.of(finding.title()) + measure + "." + note
                + finding.path()
                        .map(path -> new SarifSteps(path, locations).lines())
                        .orElse("");
    }

    private void location(JsonGenerator json) throws IOException {
        Optional<Evidence> fact = fact();
        if (fact.isEmpty() && finding.place().file().isEmpty()) {
            return;
        }
        json.writeStartObject();
        if (fact.isPresent()) {
            locations.fields(json, fact.get());
        } else {
            locations.physical(json, finding.place());
        }
        json.writeEndObject();
    }

    private Optional<Evidence> fact() {
        if (finding.path().isPresent()) {
            return locations.shown(new SarifSteps(finding.path().get(), locations).decisive());
        }
        List<Evidence> facts = finding.decision()
                .map(decision -> decision.evidence())
                .map(List::copyOf)
                .orElse(List.of());
        return facts.stream().filter(locations::isPlaced).findFirst();
    }
}
