package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathsFormatsTest {
    private static final String TESLA = Path.of(System.getProperty("postern.root", ".."), "samples/scenarios/tesla")
            .toString();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "text; internet → cluster-admin ",
                "json; \"schemaVersion\"",
                "sarif; \"version\" : \"2.1.0\"",
                "markdown; # Attack paths",
                "junit; <testsuites ",
                "mermaid; flowchart LR",
                "dot; digraph postern {"
            })
    void eachFormatIsPrintedAndWrittenTheSame(String format, String sign) throws IOException {
        assertThat(run("paths", TESLA, "-o", format)).isZero();
        String printed = out.toString();
        assertThat(printed).contains(sign).endsWith("\n");
        Path file = folder.resolve("answer");
        assertThat(run("paths", TESLA, "-o", format, "--output-file", file.toString()))
                .isZero();
        assertThat(Files.readString(file)).isEqualTo(printed);
        assertThat(out.toString()).isEqualTo(printed);
        assertThat(err.toString()).contains("wrote " + file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "check; sarif; \"posternFinding/v1\"",
                "check; markdown; # Check: failed",
                "check; junit; <testsuites name=\"postern.check\"",
                "cut; markdown; # Cut: ",
                "netlint; sarif; \"posternNetlint/v1\""
            })
    void otherCommandsHaveSomeOfThem(String command, String format, String sign) {
        assertThat(run(command, TESLA, "-o", format)).isLessThan(2);
        assertThat(out.toString()).contains(sign).endsWith("\n");
    }

    @Test
    void anUnknownFormatListsThoseThereAre() {
        assertThat(run("paths", TESLA, "-o", "pdf")).isEqualTo(2);
        assertThat(err.toString()).contains("text, json, sarif, markdown, junit, mermaid, dot");
    }

    @Test
    void aFileIsReplacedAsAWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("answer"), "x".repeat(1_000_000));
        assertThat(run("explain", "POD_EXEC", "--output-file", file.toString())).isZero();
        assertThat(Files.readString(file)).startsWith("POD_EXEC").hasSizeLessThan(10_000);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        Path file = folder.resolve("absent/answer");
        assertThat(run("paths", TESLA, "--output-file", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--output-file " + file + ": cannot be written");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aSchemaThatIsNoneIsAUsageError() {
        assertThat(run("schema", "nothing")).isEqualTo(2);
        assertThat(err.toString()).contains("No document is called 'nothing'");
        assertThat(run("schema")).isZero();
        assertThat(out.toString()).contains("paths\n", "rights-diff\n");
    }
}
