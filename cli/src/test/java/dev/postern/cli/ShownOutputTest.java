package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents show as output is what the program prints; with {@code -Dpostern.regenerate=true} writes it. */
final class ShownOutputTest {
    private static final Pattern SHOWN =
            Pattern.compile("<!-- output: (.*?) -->\n```(\\w+)\n(.*?)```\n", Pattern.DOTALL);

    /** As a shell splits it, as far as the documents need. */
    private static final Pattern WORD = Pattern.compile("('[^']*'|[^' ])+");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/tour.md", "docs/checks.md", "docs/formats.md"})
    void theOutputShownIsTheOutputPrinted(String document) throws Exception {
        Path root = Path.of(System.getProperty("postern.root", ".."));
        Matcher shown = SHOWN.matcher(Files.readString(root.resolve(document)));
        StringBuilder regenerated = new StringBuilder();
        int blocks = 0;
        while (shown.find()) {
            blocks++;
            String printed = printed(root, shown.group(1));
            String block = "<!-- output: " + shown.group(1) + " -->\n```" + shown.group(2) + "\n" + printed + "```\n";
            shown.appendReplacement(regenerated, Matcher.quoteReplacement(block));
            if (!Boolean.getBoolean("postern.regenerate")) {
                assertThat(printed).as(shown.group(1)).isEqualTo(shown.group(3));
            }
        }
        assertThat(blocks).isGreaterThan(1);
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(root.resolve(document), shown.appendTail(regenerated));
        }
    }

    private static String printed(Path root, String command) {
        StringWriter out = new StringWriter();
        String[] args = WORD.matcher(command)
                .results()
                .map(word -> word.group().replace("'", ""))
                .toArray(String[]::new);
        for (int i = 0; i < args.length; i++) {
            args[i] = args[i].startsWith("samples/") ? root.resolve(args[i]).toString() : args[i];
        }
        int code = Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), args);
        assertThat(code).as(command).isIn(0, 1);
        // The summary of paths begins with an empty line, which a block in the README does not show.
        return out.toString().replace(root + "/", "").replaceFirst("^\n+", "");
    }
}
