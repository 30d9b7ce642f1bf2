package dev.postern.report;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The JSON documents that are printed, each with its published JSON Schema (draft 2020-12), and the one that is read. A schema
 * of what is printed allows fields that it does not know, because documents may gain some; tests hold every document to exactly
 * the fields of its schema.
 */
public enum JsonSchema {
    BLAST_RADIUS,
    CAN_I,
    CHECK,
    CHOKE_POINTS,
    CONNECTIONS,
    CUT,
    DIFF,
    ESCALATIONS,
    EXPOSURE,
    FACTS,
    INVENTORY,
    NETDIFF,
    NETLINT,
    PATHS,
    REACH,
    RIGHTS,
    RIGHTS_DIFF,
    SUMMARY,
    TECHNIQUES,
    WHO_CAN,
    WHO_REACHES,
    WHY,
    WHY_NOT;

    /** For people and for the name of the file: {@code rights-diff}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether such a document is printed; else it is one that is read. */
    public boolean isPrinted() {
        return this != FACTS;
    }

    /** The schema itself, a resource of the library. */
    public String text() {
        String resource = "dev/postern/schema/" + id() + ".json";
        try {
            return Resources.toString(Resources.getResource(resource), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " is missing from the library", e);
        }
    }
}
