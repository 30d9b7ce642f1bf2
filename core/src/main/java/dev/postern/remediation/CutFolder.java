package dev.postern.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import dev.postern.edit.Patch;
import dev.postern.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A cut as files that a person applies: a patch or a new object each, and {@code commands.txt}, the commands in order. Each
 * file says its own command in a comment.
 */
public final class CutFolder {
    /** The commands, one a line. */
    public static final String COMMANDS = "commands.txt";

    private static final int LONGEST_NAME = 120;

    private CutFolder() {}

    /**
     * A file of a cut.
     *
     * @param file empty for a deletion, which is a command alone
     */
    public record Written(Patch patch, String file) {}

    /**
     * Writes a cut into a folder, which is made if it is not there; files of those names are replaced.
     *
     * @throws IOException if a file cannot be written
     */
    public static ImmutableList<Written> write(Remediation cut, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Written> written = new ArrayList<>();
        StringBuilder commands = new StringBuilder();
        int number = 1;
        for (Patch patch : cut.patches()) {
            String file = patch.form() == Patch.Form.DELETE ? "" : name(number, patch);
            String command = patch.command().replace("FILE", file);
            if (!file.isEmpty()) {
                Files.writeString(folder.resolve(file), "# " + comment(command) + "\n" + patch.yaml(), UTF_8);
            }
            commands.append(comment(command)).append('\n');
            written.add(new Written(patch, file));
            number++;
        }
        Files.writeString(folder.resolve(COMMANDS), commands.toString(), UTF_8);
        return ImmutableList.copyOf(written);
    }

    /** The number tells apart what the names do not: of these, only harmless characters are kept. */
    private static String name(int number, Patch patch) {
        ObjectRef object = patch.object();
        String name = (object.kind() + "-" + object.qualifiedName())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]+", "-");
        return String.format(
                "%02d-%s-%s.yaml",
                number, patch.form().notation(), name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }

    /** Names come from the input: a line end in one would end the comment. */
    private static String comment(String command) {
        return command.replaceAll("\\R", " ");
    }
}
