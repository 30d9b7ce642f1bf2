package dev.postern.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that holds an answer whole or is not touched. */
final class OutputFile {
    private OutputFile() {}

    /** Writes beside the file first, then puts that in its place; a link is followed to what it names. */
    static void write(Path file, String answer) throws IOException {
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(place) && !Files.isRegularFile(place)) {
            // A device or a pipe has no place in which something else could be put.
            Files.writeString(place, answer, StandardCharsets.UTF_8);
            return;
        }
        Path unfinished = place.resolveSibling("." + place.getFileName() + ".unfinished");
        Files.writeString(unfinished, answer, StandardCharsets.UTF_8);
        try {
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, place, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
