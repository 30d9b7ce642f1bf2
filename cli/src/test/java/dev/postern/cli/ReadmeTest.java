package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows as output is what the program prints. */
final class ReadmeTest {
    private static final Pattern SHOWN = Pattern.compile("<!-- output: (.*?) -->\n```text\n(.*?)```\n", Pattern.DOTALL);

    @Test
    void theOutputShownIsTheOutputPrinted() throws Exception {
        Path root = Path.of(System.getProperty("postern.root", ".."));
        String readme = Files.readString(root.resolve("README.md"));
        Matcher shown = SHOWN.matcher(readme);
        assertThat(shown.find()).isTrue();

        StringWriter out = new StringWriter();
        String[] args = shown.group(1).split(" ");
        for (int i = 0; i < args.length; i++) {
            args[i] = args[i].startsWith("samples/") ? root.resolve(args[i]).toString() : args[i];
        }
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), args))
                .isZero();
        String printed = out.toString().replace(root + "/", "").stripLeading();
        if (Boolean.getBoolean("postern.regenerate")) {
            String block = "<!-- output: " + shown.group(1) + " -->\n```text\n  " + printed + "```\n";
            Files.writeString(root.resolve("README.md"), shown.replaceFirst(Matcher.quoteReplacement(block)));
            return;
        }
        assertThat("  " + printed).isEqualTo(shown.group(2));
    }
}
