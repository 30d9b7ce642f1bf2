package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.attack.call.ApiCall;
import dev.postern.model.Evidence;
import dev.postern.model.Subject;
import dev.postern.path.EscalationStep;
import dev.postern.path.Escalations;
import dev.postern.path.IdentityReach;
import dev.postern.path.Reach;
import dev.postern.path.Step;
import dev.postern.rbac.HygieneFinding;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where rights lead, as JSON; {@code docs/escalations.md} describes the shape. Keys come in a fixed order and lists in
 * canonical order, so equal input gives equal bytes.
 */
public final class EscalationJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private final Places places;
    private final JsonGenerator json;

    private EscalationJson(Places places, JsonGenerator json) {
        this.places = places;
        this.json = json;
    }

    /** Renders an answer of one analysis, and findings beside it; ends with a line feed. */
    public static String render(Analysis analysis, Escalations answer, List<HygieneFinding> hygiene) {
        Stream<Evidence> facts =
                Stream.concat(facts(answer), hygiene.stream().flatMap(finding -> finding.evidence().stream()));
        Places places = Places.of(analysis, facts);
        return JsonDocument.of(json -> new EscalationJson(places, json).document(analysis, answer, hygiene));
    }

    static Stream<Evidence> facts(Escalations answer) {
        return answer.identities().stream()
                .flatMap(identity -> identity.reaches().stream())
                .flatMap(reach -> reach.steps().stream())
                .flatMap(step -> step.step().evidence().stream());
    }

    private void document(Analysis analysis, Escalations answer, List<HygieneFinding> hygiene) throws IOException {
        json.writeStartObject();
        json.writeStringField("schemaVersion", SCHEMA_VERSION);
        json.writeArrayFieldStart("identities");
        for (IdentityReach identity : answer.identities()) {
            identity(identity);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("hygiene");
        for (HygieneFinding finding : hygiene) {
            hygiene(finding);
        }
        json.writeEndArray();
        JsonDocument.diagnostics(json, analysis.diagnostics());
        json.writeEndObject();
    }

    private void identity(IdentityReach identity) throws IOException {
        json.writeStartObject();
        json.writeStringField("subject", identity.subject().notation());
        json.writeStringField("standing", identity.standing().notation());
        json.writeArrayFieldStart("reaches");
        for (Reach reach : identity.reaches()) {
            json.writeStartObject();
            json.writeStringField("target", reach.target().id());
            json.writeStringField("confidence", reach.confidence().name());
            json.writeNumberField("effort", reach.effort());
            json.writeBooleanField("byRequestsAlone", reach.byRequestsAlone());
            json.writeArrayFieldStart("steps");
            for (EscalationStep step : reach.steps()) {
                step(step);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("omitted", identity.omitted());
        json.writeEndObject();
    }

    private void step(EscalationStep step) throws IOException {
        Step what = step.step();
        json.writeStartObject();
        json.writeStringField("technique", what.type().id());
        json.writeStringField("sentence", what.describe());
        json.writeArrayFieldStart("from");
        for (Vertex vertex : what.from()) {
            json.writeString(vertex.id());
        }
        json.writeEndArray();
        json.writeStringField("to", what.to().id());
        json.writeNumberField("effort", what.effort());
        json.writeStringField("confidence", what.confidence().name());
        json.writeArrayFieldStart("evidence");
        for (Evidence fact : what.evidence()) {
            evidence(fact);
        }
        json.writeEndArray();
        json.writeNumberField("otherGrounds", what.otherGrounds());
        json.writeArrayFieldStart("calls");
        for (ApiCall call : step.calls()) {
            call(call);
        }
        json.writeEndArray();
        json.writeStringField("noCall", step.reason());
        json.writeEndObject();
    }

    private void hygiene(HygieneFinding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", finding.kind().notation());
        json.writeStringField("severity", finding.kind().severity().notation());
        json.writeStringField("object", finding.object().toString());
        json.writeStringField("detail", finding.detail());
        json.writeStringField("remedy", finding.kind().remedy());
        JsonDocument.strings(
                json,
                "subjects",
                finding.subjects().stream().map(Subject::notation).toList());
        JsonDocument.strings(
                json,
                "members",
                finding.members().stream().map(Subject::notation).toList());
        JsonDocument.strings(
                json,
                "runsAs",
                finding.runsAs().stream().map(run -> run.workload().toString()).toList());
        json.writeArrayFieldStart("evidence");
        for (Evidence fact : finding.evidence()) {
            evidence(fact);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void call(ApiCall call) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("as");
        json.writeStringField("user", call.as().name());
        JsonDocument.strings(json, "groups", call.as().groups());
        json.writeEndObject();
        if (call.inNameOf().isPresent()) {
            json.writeObjectFieldStart("impersonating");
            json.writeStringField("user", call.inNameOf().get().name());
            JsonDocument.strings(json, "groups", call.inNameOf().get().groups());
            json.writeEndObject();
        }
        json.writeStringField("verb", call.verb());
        json.writeStringField("method", call.method());
        json.writeStringField("url", call.url());
        json.writeStringField("contentType", call.contentType());
        json.writeStringField("body", call.body());
        json.writeBooleanField("bodyIsChange", call.change());
        json.writeNumberField("status", call.status());
        json.writeBooleanField("needsKubelet", call.kubelet());
        json.writeBooleanField("lasting", call.lasting());
        json.writeEndObject();
    }

    private void evidence(Evidence fact) throws IOException {
        json.writeStartObject();
        JsonDocument.evidence(json, fact, places.of(fact));
        json.writeEndObject();
    }
}
