package dev.postern.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.attack.call.ApiCall;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.model.Subject;
import dev.postern.path.EscalationStep;
import dev.postern.path.Escalations;
import dev.postern.path.IdentityReach;
import dev.postern.path.Reach;
import dev.postern.path.Step;
import dev.postern.rbac.HygieneFinding;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
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
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(text)
                .setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter))) {
            Stream<Evidence> facts =
                    Stream.concat(facts(answer), hygiene.stream().flatMap(finding -> finding.evidence().stream()));
            new EscalationJson(Places.of(analysis, facts), json).document(analysis, answer, hygiene);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.append('\n').toString();
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
        json.writeArrayFieldStart("diagnostics");
        for (Diagnostic diagnostic : analysis.diagnostics()) {
            json.writeStartObject();
            json.writeStringField("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
            json.writeStringField("code", diagnostic.code());
            json.writeStringField("message", diagnostic.message());
            json.writeStringField("file", diagnostic.source().file());
            json.writeNumberField("line", diagnostic.source().line());
            json.writeEndObject();
        }
        json.writeEndArray();
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
        strings("subjects", finding.subjects().stream().map(Subject::notation).toList());
        strings("members", finding.members().stream().map(Subject::notation).toList());
        strings(
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
        strings("groups", call.as().groups());
        json.writeEndObject();
        if (call.inNameOf().isPresent()) {
            json.writeObjectFieldStart("impersonating");
            json.writeStringField("user", call.inNameOf().get().name());
            strings("groups", call.inNameOf().get().groups());
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

    private void strings(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private void evidence(Evidence fact) throws IOException {
        SourceRef source = places.of(fact);
        json.writeStartObject();
        json.writeStringField("object", fact.object().toString());
        json.writeStringField("field", fact.field());
        json.writeStringField("value", fact.value());
        json.writeStringField("file", source.file());
        json.writeNumberField("line", source.line());
        json.writeStringField("basis", fact.basis().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
    }
}
