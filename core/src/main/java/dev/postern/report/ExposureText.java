package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import dev.postern.network.EntryPoint;
import java.util.List;
import java.util.Locale;

/** Every way in from the internet as text: a line for each, and below it what it leads through. */
public final class ExposureText {
    private ExposureText() {}

    /** Renders entry points of an analysis, in the order given; ends with a line feed. */
    public static String render(Analysis analysis, List<EntryPoint> entries, boolean colour) {
        Style style = colour ? Style.ANSI : Style.PLAIN;
        List<ExposureRows> rows = ExposureRows.of(entries);
        Places places = Places.of(analysis, rows.stream().flatMap(row -> row.chain().stream()));
        StringBuilder out = new StringBuilder("\n");
        if (rows.isEmpty()) {
            return out.append("  ")
                    .append(style.good("nothing is open to the internet"))
                    .append('\n')
                    .toString();
        }
        out.append("  ")
                .append(rows.size())
                .append(rows.size() == 1 ? " way" : " ways")
                .append(" in from the internet\n");
        for (ExposureRows row : rows) {
            out.append('\n').append("   ").append(line(row, style)).append('\n');
            for (Evidence fact : row.chain()) {
                out.append("       ").append(fact(fact, places.of(fact), style)).append('\n');
            }
            int more = row.first().supports().size() - 1;
            if (more > 0) {
                out.append("       ")
                        .append(style.dim(
                                "open in " + more + " other way" + (more == 1 ? "" : "s") + ", too (-o json has all)"))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private static String line(ExposureRows row, Style style) {
        EntryPoint entry = row.first();
        String via = entry.via().equals(entry.backend().object()) ? entry.how() : entry.how() + " " + entry.via();
        return "internet → " + style.technique(Printable.of(via)) + " → "
                + Printable.of(row.workload().toString()) + " " + row.port() + "  "
                + style.dim("[" + entry.confidence() + ", " + row.replicas() + "]");
    }

    private static String fact(Evidence evidence, SourceRef place, Style style) {
        String field = evidence.field().isEmpty()
                ? evidence.value()
                : evidence.field() + (evidence.value().isEmpty() ? "" : " = " + evidence.value());
        return Printable.of(evidence.object().toString()) + "  " + Printable.of(field)
                + (evidence.basis() == Basis.STATED
                        ? ""
                        : style.dim("  (" + evidence.basis().name().toLowerCase(Locale.ROOT) + ")"))
                + (place.toString().isEmpty() ? "" : "  " + style.dim(Printable.of(place.toString())));
    }
}
