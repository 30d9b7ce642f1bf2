package dev.postern.report;

import com.google.common.base.Splitter;
import dev.postern.attack.EdgeType;
import dev.postern.attack.EdgeType.OtherName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is known of techniques, as text for a terminal. */
public final class TechniqueText {
    private static final int WIDTH = 100;
    private static final String MARGIN = "  ";
    private static final int LABEL = 16;

    private TechniqueText() {}

    /** A line for each technique. */
    public static String list(List<EdgeType> types, boolean colour) {
        Style style = colour ? Style.ANSI : Style.PLAIN;
        Table table = new Table();
        types.forEach(type -> table.row(type.id(), Integer.toString(type.effort()), type.title()));
        return style.title("  technique, effort, what the attacker does") + "\n"
                + String.join("\n", table.lines(MARGIN)) + "\n";
    }

    /** Everything about one technique. */
    public static String render(EdgeType type, boolean colour) {
        Style style = colour ? Style.ANSI : Style.PLAIN;
        StringBuilder out = new StringBuilder();
        out.append(style.title(type.id())).append("  ").append(type.title()).append("\n\n");
        point(out, "one step says", type.sentence().replace("{from}", "A").replace("{to}", "B"));
        point(out, "needs", type.needs());
        point(out, "effort", type.effort() + ": " + type.effortReason());
        point(out, "stop it", type.stop());
        point(out, "audit log", type.audit());
        point(out, "ATT&CK", String.join(", ", type.listings().attack()));
        point(out, "Microsoft", String.join(", ", type.listings().microsoft()));
        point(out, "listed", listed(type.listings()));
        point(out, "also known as", names(type.alsoKnownAs()));
        type.references().forEach(url -> point(out, "see", url));
        return out.toString();
    }

    private static String listed(EdgeType.Listings listings) {
        List<String> parts = new ArrayList<>();
        listings.owasp().forEach(id -> parts.add("OWASP " + id));
        parts.addAll(listings.cis());
        listings.nsa().forEach(heading -> parts.add("NSA/CISA \"" + heading + "\""));
        return String.join(", ", parts);
    }

    private static String names(List<OtherName> others) {
        Map<String, List<String>> byProgram = new LinkedHashMap<>();
        for (OtherName other : others) {
            byProgram
                    .computeIfAbsent(other.program(), program -> new ArrayList<>())
                    .add(other.name().contains(" ") ? "\"" + other.name() + "\"" : other.name());
        }
        return byProgram.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** A label and its text, in lines; what has nothing to say is left out. */
    private static void point(StringBuilder out, String label, String text) {
        if (text.isEmpty()) {
            return;
        }
        int column = MARGIN.length() + LABEL;
        out.append(MARGIN).append(label).append(" ".repeat(LABEL - label.length()));
        int at = column;
        for (String word : Splitter.on(' ').split(text)) {
            if (at > column && at + word.length() >= WIDTH) {
                out.append('\n').append(" ".repeat(column));
                at = column;
            } else if (at > column) {
                out.append(' ');
                at++;
            }
            out.append(word);
            at += word.length();
        }
        out.append('\n');
    }
}
