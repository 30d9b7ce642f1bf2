package dev.postern.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that holds an answer whole or is not touched. */
final class OutputFile {
    /** Writes an answer to where it is put. */
    @FunctionalInterface
    interface Answer {
        void write(Writer out) throws IOException;
    }

    private OutputFile() {}

    /** Writes beside the file first, then puts that in its place; a link is followed to what it names. */
    static void write(Path file, Answer answer) throws IOException {
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(place) && !Files.isRegularFile(place)) {
            // A device or a pipe has no place in which something else could be put.
            fill(place, answer);
            return;
        }
        Path unfinished = place.resolveSibling("." + place.getFileName() + ".unfinished");
        try {
            fill(unfinished, answer);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, place, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void fill(Path file, Answer answer) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            answer.write(out);
        }
    }
}
