package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.path.BlastRadius;
import dev.postern.path.ChokePoint;
import dev.postern.path.ChokePoints;
import dev.postern.path.NamespaceMatrix;
import dev.postern.path.Place;
import dev.postern.path.Reached;
import dev.postern.path.Reacher;
import dev.postern.path.SingleEdit;
import dev.postern.path.WhoReaches;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is reached, who reaches, what paths come through, and the matrix of namespaces, as JSON. Keys and lists come in a
 * fixed order, so equal input gives equal bytes. Each document starts with its {@code schemaVersion}.
 */
public final class ReachJson {
    /** The version of the shapes; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private final JsonGenerator json;

    private ReachJson(JsonGenerator json) {
        this.json = json;
    }

    private interface Body {
        void write(ReachJson to) throws IOException;
    }

    private static String document(Analysis analysis, Body body) {
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            body.write(new ReachJson(json));
            JsonDocument.diagnostics(json, analysis.diagnostics());
            json.writeEndObject();
        });
    }

    /** Who reaches a place; ends with a line feed, like all of these. */
    public static String render(Analysis analysis, WhoReaches answer) {
        return document(analysis, to -> to.whoReaches(answer));
    }

    /** What is reached from a place. */
    public static String render(Analysis analysis, BlastRadius answer) {
        return document(analysis, to -> to.blastRadius(answer));
    }

    /** What the paths of some questions come through. */
    public static String render(Analysis analysis, List<ChokePoints> answers) {
        Places places = Places.of(
                analysis,
                answers.stream()
                        .flatMap(answer -> answer.singleEdits().stream())
                        .map(SingleEdit::fact));
        return document(analysis, to -> {
            to.json.writeArrayFieldStart("questions");
            for (ChokePoints answer : answers) {
                to.chokePoints(answer, places);
            }
            to.json.writeEndArray();
        });
    }

    /** The matrix of namespaces; cells that are not there are closed. */
    public static String render(Analysis analysis, NamespaceMatrix matrix) {
        return document(analysis, to -> to.namespaces(matrix));
    }

    private void whoReaches(WhoReaches answer) throws IOException {
        json.writeStringField("to", answer.query().ends().get(0).notation());
        json.writeArrayFieldStart("reachers");
        for (Reacher reacher : answer.reachers()) {
            json.writeStartObject();
            json.writeStringField("vertex", reacher.notation());
            json.writeNumberField("effort", reacher.effort());
            json.writeStringField("confidence", reacher.confidence().name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("judged", answer.judged());
        json.writeNumberField("undecidedByBounds", answer.undecided());
        ending(answer.notSearched(), answer.notes());
    }

    private void blastRadius(BlastRadius answer) throws IOException {
        places("from", answer.query().ends());
        json.writeArrayFieldStart("footholds");
        for (BlastRadius.Foothold foothold : answer.footholds()) {
            foothold(foothold);
        }
        json.writeEndArray();
        json.writeNumberField("judged", answer.judged());
        json.writeNumberField("omitted", answer.omitted());
        JsonDocument.strings(json, "notes", answer.notes());
    }

    private void foothold(BlastRadius.Foothold foothold) throws IOException {
        json.writeStartObject();
        JsonDocument.strings(
                json, "start", foothold.start().stream().map(Vertex::id).toList());
        json.writeNumberField("alike", foothold.alike());
        json.writeBooleanField("stopsAtClusterAdmin", foothold.stopsAtClusterAdmin());
        json.writeObjectFieldStart("kinds");
        for (Map.Entry<Reached.Kind, BlastRadius.Count> kind : foothold.kinds().entrySet()) {
            json.writeObjectFieldStart(kind.getKey().notation());
            json.writeNumberField("count", kind.getValue().count());
            json.writeNumberField("leastEffort", kind.getValue().leastEffort());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("reached");
        for (Reached reached : foothold.reached()) {
            json.writeStartObject();
            json.writeStringField("vertex", reached.vertex().id());
            json.writeStringField("kind", reached.kind().notation());
            json.writeNumberField("effort", reached.effort());
            json.writeStringField("confidence", reached.confidence().name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("omitted", foothold.omitted());
        json.writeEndObject();
    }

    private void chokePoints(ChokePoints answer, Places places) throws IOException {
        json.writeStartObject();
        places("from", answer.query().from());
        json.writeStringField("to", answer.query().to().notation());
        json.writeNumberField("starts", answer.starts());
        json.writeNumberField("reaching", answer.reaching());
        points("onEveryPath", answer.onEvery());
        points("others", answer.others());
        json.writeArrayFieldStart("singleEdits");
        for (SingleEdit edit : answer.singleEdits()) {
            json.writeStartObject();
            json.writeStringField("description", edit.description());
            JsonDocument.evidence(json, edit.fact(), places.of(edit.fact()));
            json.writeEndObject();
        }
        json.writeEndArray();
        ending(answer.notSearched(), answer.notes());
        json.writeEndObject();
    }

    private void points(String name, List<ChokePoint> points) throws IOException {
        json.writeArrayFieldStart(name);
        for (ChokePoint point : points) {
            json.writeStartObject();
            json.writeStringField("vertex", point.vertex().id());
            json.writeNumberField("losing", point.losing());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void namespaces(NamespaceMatrix matrix) throws IOException {
        JsonDocument.strings(json, "namespaces", matrix.namespaces());
        json.writeObjectFieldStart("footholds");
        for (Map.Entry<String, Integer> entry : matrix.footholds().entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("cells");
        for (String from : matrix.namespaces()) {
            for (String to : matrix.namespaces()) {
                if (matrix.cells().contains(from, to)) {
                    NamespaceMatrix.Cell cell = matrix.cell(from, to);
                    json.writeStartObject();
                    json.writeStringField("from", from);
                    json.writeStringField("to", to);
                    json.writeStringField("network", cell.network().name().toLowerCase(Locale.ROOT));
                    json.writeNumberField("controlling", cell.controlling());
                    json.writeEndObject();
                }
            }
        }
        json.writeEndArray();
    }

    private void ending(List<String> notSearched, List<String> notes) throws IOException {
        json.writeBooleanField("truncated", !notSearched.isEmpty());
        JsonDocument.strings(json, "notSearched", notSearched);
        JsonDocument.strings(json, "notes", notes);
    }

    private void places(String name, List<Place> places) throws IOException {
        JsonDocument.strings(json, name, places.stream().map(Place::notation).toList());
    }
}
