package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.SourceRef;
import dev.postern.path.Step;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where a fact stands, as SARIF says it: file and line where it has one, the object always. */
final class SarifLocations {
    private final Places places;
    private final SourceUris uris;

    SarifLocations(Places places, SourceUris uris) {
        this.places = places;
        this.uris = uris;
    }

    /** The first fact of a step that stands in a file, before that the first that somebody wrote there. */
    Optional<Evidence> placed(Step step) {
        return step.evidence().stream()
                .filter(this::isPlaced)
                .min(Comparator.comparing(fact -> fact.basis() == Basis.STATED ? 0 : 1));
    }

    /** The fact at which a step is shown: {@link #placed}, else its first. */
    Optional<Evidence> shown(Step step) {
        return placed(step).or(() -> step.evidence().stream().findFirst());
    }

    boolean isPlaced(Evidence fact) {
        return places.of(fact).line() > 0;
    }

    SourceRef of(Evidence fact) {
        return places.of(fact);
    }

    /** Writes the fields of a {@code location} that a fact gives; the caller opens and closes the object. */
    void fields(JsonGenerator json, Evidence fact) throws IOException {
        if (isPlaced(fact)) {
            physical(json, places.of(fact));
        }
        ObjectRef object = fact.object();
        json.writeArrayFieldStart("logicalLocations");
        json.writeStartObject();
        json.writeStringField("name", SarifText.of(object.qualifiedName()));
        json.writeStringField("fullyQualifiedName", SarifText.of(object.toString()));
        json.writeStringField("kind", "resource");
        json.writeEndObject();
        json.writeEndArray();
    }

    /** Writes a {@code location}: that of a fact, if there is one, and what is said about it, if anything is. */
    void location(JsonGenerator json, Optional<Evidence> fact, String escaped) throws IOException {
        json.writeStartObject();
        if (fact.isPresent()) {
            fields(json, fact.get());
        }
        if (!escaped.isEmpty()) {
            message(json, escaped);
        }
        json.writeEndObject();
    }

    /** Writes the facts that stand in a file, each once: SARIF wants no two alike. */
    void related(JsonGenerator json, Iterable<Evidence> facts) throws IOException {
        Map<String, Evidence> once = new LinkedHashMap<>();
        for (Evidence fact : facts) {
            if (isPlaced(fact)) {
                once.putIfAbsent(of(fact) + " " + SarifText.of(describe(fact)), fact);
            }
        }
        json.writeArrayFieldStart("relatedLocations");
        for (Evidence fact : once.values()) {
            location(json, Optional.of(fact), SarifText.of(describe(fact)));
        }
        json.writeEndArray();
    }

    private static String describe(Evidence fact) {
        return fact.object() + " " + Wording.fact(fact) + " (" + Wording.basis(fact.basis()) + ")";
    }

    /** Writes a {@code physicalLocation}: the file, and the line where it is known. */
    void physical(JsonGenerator json, SourceRef source) throws IOException {
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uris.uri(source.file()));
        if (uris.isUnderRoot(source.file())) {
            json.writeStringField("uriBaseId", SourceUris.ROOT_ID);
        }
        json.writeEndObject();
        if (source.line() > 0) {
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", source.line());
            if (source.column() > 0) {
                json.writeNumberField("startColumn", source.column());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static void message(JsonGenerator json, String escaped) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("text", escaped);
        json.writeEndObject();
    }
}
