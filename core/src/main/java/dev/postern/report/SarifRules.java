package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeType;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The techniques of a document as SARIF's rules: what each is, what it needs, how to stop it and how to see it. */
final class SarifRules {
    /** Code scanning reads this many tags of a rule. */
    private static final int TAGS = 20;

    private SarifRules() {}

    static void write(JsonGenerator json, Iterable<EdgeType> techniques) throws IOException {
        json.writeArrayFieldStart("rules");
        for (EdgeType technique : techniques) {
            rule(json, technique);
        }
        json.writeEndArray();
    }

    private static void rule(JsonGenerator json, EdgeType technique) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", technique.id());
        text(json, "shortDescription", technique.title());
        text(json, "fullDescription", "Needs: " + technique.needs());
        json.writeObjectFieldStart("help");
        json.writeStringField("text", SarifText.of(plain(technique)));
        json.writeStringField("markdown", markdown(technique));
        json.writeEndObject();
        if (!technique.references().isEmpty()) {
            json.writeStringField("helpUri", technique.references().get(0));
        }
        json.writeObjectFieldStart("properties");
        json.writeNumberField("effort", technique.effort());
        json.writeArrayFieldStart("tags");
        for (String tag : tags(technique)) {
            json.writeString(tag);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** In the form in which code scanning's own rules name catalogues. */
    static ImmutableList<String> tags(EdgeType technique) {
        EdgeType.Listings listings = technique.listings();
        return Stream.of(
                        Stream.of("security", "kubernetes"),
                        listings.attack().stream().map(id -> "external/attack/" + id),
                        listings.microsoft().stream().map(id -> "external/microsoft/" + id),
                        listings.owasp().stream().map(id -> "external/owasp/" + id),
                        listings.cis().stream().map(id -> "external/cis/" + id))
                .flatMap(tags -> tags)
                .limit(TAGS)
                .collect(ImmutableList.toImmutableList());
    }

    private static String plain(EdgeType technique) {
        return technique.title() + ". Needs: " + technique.needs() + " Stop it: " + technique.stop()
                + (technique.audit().isEmpty() ? "" : " Audit log: " + technique.audit());
    }

    private static String markdown(EdgeType technique) {
        StringBuilder text = new StringBuilder("**" + technique.title() + "**\n\n");
        paragraph(text, "Needs", technique.needs());
        paragraph(text, "Stop it", technique.stop());
        paragraph(text, "Audit log", technique.audit());
        EdgeType.Listings listings = technique.listings();
        list(text, "MITRE ATT&CK", listings.attack());
        list(text, "Microsoft threat matrix", listings.microsoft());
        list(text, "OWASP Kubernetes Top 10", listings.owasp());
        list(text, "CIS", listings.cis());
        list(text, "NSA/CISA hardening guide", listings.nsa());
        technique.references().forEach(url -> text.append("- <").append(url).append(">\n"));
        return text.toString();
    }

    private static void paragraph(StringBuilder text, String title, String content) {
        if (!content.isEmpty()) {
            text.append("**").append(title).append(":** ").append(content).append("\n\n");
        }
    }

    private static void list(StringBuilder text, String catalogue, List<String> ids) {
        if (!ids.isEmpty()) {
            text.append("- ")
                    .append(catalogue)
                    .append(": ")
                    .append(String.join(", ", ids))
                    .append('\n');
        }
    }

    static void text(JsonGenerator json, String name, String text) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("text", SarifText.of(text));
        json.writeEndObject();
    }
}
