package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.ingest.Inventory;

/** What was read and what became of it, as JSON. */
public final class InventoryJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private InventoryJson() {}

    /** Renders the inventory of an analysis; ends with a line feed. */
    public static String render(Analysis analysis) {
        Inventory inventory = analysis.snapshot().inventory();
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            JsonDocument.counts(json, "kinds", inventory.kinds());
            JsonDocument.counts(json, "notAnalysed", inventory.otherKinds());
            json.writeNumberField("files", inventory.files());
            json.writeNumberField("ignoredFiles", inventory.ignoredFiles());
            json.writeNumberField("documents", inventory.documents());
            json.writeNumberField("duplicates", inventory.duplicates());
            json.writeNumberField("skippedDocuments", inventory.skipped());
            JsonDocument.strings(json, "retiredVersions", inventory.retiredVersions());
            JsonDocument.diagnostics(json, analysis.diagnostics());
            json.writeEndObject();
        });
    }
}
