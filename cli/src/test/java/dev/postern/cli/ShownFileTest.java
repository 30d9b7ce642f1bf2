package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents show as a file of the samples is that file. */
final class ShownFileTest {
    private static final Pattern SHOWN = Pattern.compile("<!-- file: (.*?) -->\n```\\w+\n(.*?)```\n", Pattern.DOTALL);

    @Test
    void theFileShownIsTheFile() throws Exception {
        Path root = Path.of(System.getProperty("postern.root", ".."));
        String document = Files.readString(root.resolve("docs/checks.md"));
        assertThat(SHOWN.matcher(document).results()).isNotEmpty();
        for (MatchResult shown : SHOWN.matcher(document).results().toList()) {
            assertThat(shown.group(2)).isEqualTo(Files.readString(root.resolve(shown.group(1))));
        }
    }
}
