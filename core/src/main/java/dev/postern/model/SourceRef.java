package dev.postern.model;

/**
 * A place in an input: file as the user named it, line and column counted from 1. Line 0 means that the place inside
 * the file is not known (objects handed over in memory).
 */
public record SourceRef(String file, int line, int column) implements Comparable<SourceRef> {
    /** The place of something that was never in a file. */
    public static final SourceRef NONE = new SourceRef("", 0, 0);

    /** A whole file. */
    public static SourceRef file(String file) {
        return new SourceRef(file, 0, 0);
    }

    @Override
    public int compareTo(SourceRef other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /** {@code file:line}, or the file alone when the line is not known. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
