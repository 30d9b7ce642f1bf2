package dev.postern.model;

/**
 * Where an object was read: enough to find any of its fields again, without keeping its text.
 *
 * @param file the input as the user named it; empty for objects handed over in memory
 * @param document index of the YAML document (or JSON value) in the file, from 0
 * @param item index in the document's {@code items}, or -1 when the document is the object
 * @param offset offset of the object's first byte in the (inflated) input, or -1 when not counted
 * @param line line of the object's first key counted from 1, or 0 when it was not counted while reading
 */
public record Origin(String file, int document, int item, long offset, int line) {
    /** The origin of an object that was handed over in memory or is built in. */
    public static final Origin NONE = new Origin("", 0, -1, -1, 0);

    /** Whether there is a file to look into. */
    public boolean isFile() {
        return !file.isEmpty();
    }
}
