package dev.postern.report;

import dev.postern.model.Evidence;
import dev.postern.network.EntryPoint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** Every way in from the internet as a table: comma-separated values, or GitHub flavoured Markdown. */
public final class ExposureTable {
    private static final List<String> COLUMNS =
            List.of("from", "how", "via", "workload", "port", "pods", "confidence", "gates");

    private ExposureTable() {}

    /** As comma-separated values (RFC 4180, lines ended by a line feed), escaped as connection lists are. */
    public static String csv(List<EntryPoint> entries) {
        StringWriter out = new StringWriter();
        try {
            ConnectionsCsv.row(out, COLUMNS.toArray(String[]::new));
            for (ExposureRows row : ExposureRows.of(entries)) {
                ConnectionsCsv.row(out, cells(row).toArray(String[]::new));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toString();
    }

    /** As a table in Markdown. */
    public static String markdown(List<EntryPoint> entries) {
        StringBuilder out = new StringBuilder();
        out.append("| ").append(String.join(" | ", COLUMNS)).append(" |\n");
        out.append("|---".repeat(COLUMNS.size())).append("|\n");
        for (ExposureRows row : ExposureRows.of(entries)) {
            cells(row)
                    .forEach(cell ->
                            out.append("| ").append(MarkdownText.cell(cell)).append(' '));
            out.append("|\n");
        }
        return out.toString();
    }

    private static List<String> cells(ExposureRows row) {
        EntryPoint entry = row.first();
        return List.of(
                "internet",
                entry.how(),
                entry.via().toString(),
                row.workload().toString(),
                row.port(),
                Integer.toString(row.pods().size()),
                entry.confidence().name(),
                row.gates().stream().map(ExposureTable::gate).collect(Collectors.joining("; ")));
    }

    private static String gate(Evidence fact) {
        return fact.object() + " " + (fact.field().isEmpty() ? fact.value() : fact.field() + " = " + fact.value());
    }
}
