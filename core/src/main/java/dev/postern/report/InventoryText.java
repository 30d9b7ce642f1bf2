package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.ingest.Inventory;
import dev.postern.model.Diagnostic;
import dev.postern.model.Printable;
import java.util.Map;

/** What was read and what became of it, as text. */
public final class InventoryText {
    private InventoryText() {}

    /** Renders the inventory of an analysis, with everything that was noticed, each with its place. */
    public static String render(Analysis analysis, boolean colour) {
        Style style = colour ? Style.ANSI : Style.PLAIN;
        Inventory inventory = analysis.snapshot().inventory();
        StringBuilder out = new StringBuilder();
        Table totals = new Table();
        totals.row("files", Integer.toString(inventory.files()));
        totals.row("files of other kinds, not read", Integer.toString(inventory.ignoredFiles()));
        totals.row("documents", Integer.toString(inventory.documents()));
        totals.row("objects analysed", Integer.toString(inventory.understood()));
        totals.row("objects of kinds that are not analysed", Integer.toString(inventory.others()));
        totals.row("objects left out for another of the same name", Integer.toString(inventory.duplicates()));
        totals.row("documents that could not be read", Integer.toString(inventory.skipped()));
        totals.lines("  ").forEach(line -> out.append(line).append('\n'));
        kinds(out, style.title("== Analysed"), inventory.kinds());
        kinds(out, style.title("== Not analysed"), inventory.otherKinds());
        if (!inventory.retiredVersions().isEmpty()) {
            out.append('\n')
                    .append(style.title("== Read as today's, though no longer served"))
                    .append('\n');
            inventory
                    .retiredVersions()
                    .forEach(version ->
                            out.append("  ").append(Printable.of(version)).append('\n'));
        }
        diagnostics(out, analysis, style);
        return out.toString();
    }

    private static void kinds(StringBuilder out, String title, Map<String, Integer> kinds) {
        if (kinds.isEmpty()) {
            return;
        }
        Table table = new Table();
        kinds.forEach((kind, count) -> table.row(Printable.of(kind), Integer.toString(count)));
        out.append('\n').append(title).append('\n');
        table.lines("  ").forEach(line -> out.append(line).append('\n'));
    }

    private static void diagnostics(StringBuilder out, Analysis analysis, Style style) {
        if (analysis.diagnostics().isEmpty()) {
            return;
        }
        out.append('\n').append(style.title("== Noticed")).append('\n');
        for (Diagnostic diagnostic : analysis.diagnostics()) {
            String source = diagnostic.source().toString();
            out.append("  ")
                    .append(severity(diagnostic.severity(), style))
                    .append("  ")
                    .append(source.isEmpty() ? "" : Printable.of(source) + "  ")
                    .append(Printable.of(diagnostic.message()))
                    .append(style.dim("  [" + diagnostic.code() + "]"))
                    .append('\n');
        }
    }

    private static String severity(Diagnostic.Severity severity, Style style) {
        switch (severity) {
            case ERROR:
                return style.bad("error");
            case WARNING:
                return style.warn("warning");
            default:
                return style.dim("info");
        }
    }
}
