package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a SARIF document says beside its results: about the input, the search, and what was left out. */
final class SarifNotifications {
    /** Diagnostics of the input beyond this many are counted, not written: a document has to stay small. */
    private static final int DIAGNOSTICS = 1_000;

    private final SarifLocations locations;
    private final List<Diagnostic> told = new ArrayList<>();

    SarifNotifications(SarifLocations locations) {
        this.locations = locations;
    }

    void input(List<Diagnostic> diagnostics) {
        told.addAll(diagnostics.subList(0, Math.min(DIAGNOSTICS, diagnostics.size())));
        int further = diagnostics.size() - DIAGNOSTICS;
        if (further > 0) {
            say(Severity.WARNING, "diagnostics-truncated", further + " further diagnostics of the input are left out");
        }
    }

    void answer(AttackPaths answer) {
        String question = Wording.question(answer);
        if (answer.truncated()) {
            say(
                    Severity.WARNING,
                    "search-truncated",
                    question + ": the search was cut short: there may be further paths");
        }
        answer.notes().forEach(note -> say(Severity.INFO, "answer-note", question + ": " + note));
    }

    void omitted(int results, int all) {
        if (results > 0) {
            say(
                    Severity.WARNING,
                    "results-truncated",
                    results + " of " + all
                            + " results are left out, the last ones: code scanning takes no more in one run");
        }
    }

    /** Something else to say, under a code in kebab-case. */
    void say(Severity severity, String code, String message) {
        told.add(new Diagnostic(severity, code, message, SourceRef.NONE));
    }

    /** Writes the codes as the tool's descriptors. */
    void descriptors(JsonGenerator json) throws IOException {
        ImmutableSortedSet<String> codes = told.stream()
                .map(Diagnostic::code)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        json.writeArrayFieldStart("notifications");
        for (String code : codes) {
            json.writeStartObject();
            json.writeStringField("id", code);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("toolExecutionNotifications");
        for (Diagnostic diagnostic : told) {
            json.writeStartObject();
            json.writeObjectFieldStart("descriptor");
            json.writeStringField("id", diagnostic.code());
            json.writeEndObject();
            json.writeStringField("level", level(diagnostic.severity()));
            SarifLocations.message(json, SarifText.of(diagnostic.message()));
            if (!diagnostic.source().file().isEmpty()) {
                json.writeArrayFieldStart("locations");
                json.writeStartObject();
                locations.physical(json, diagnostic.source());
                json.writeEndObject();
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static String level(Severity severity) {
        switch (severity) {
            case ERROR:
                return "error";
            case WARNING:
                return "warning";
            default:
                return "note";
        }
    }
}
