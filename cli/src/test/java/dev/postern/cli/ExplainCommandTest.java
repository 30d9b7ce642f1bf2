package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.Postern;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ExplainCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void withoutANameEveryTechniqueHasALine() {
        assertThat(run("explain")).isZero();
        assertThat(out.toString().lines()).hasSize(Postern.techniques().size() + 1);
    }

    @Test
    void aTechniqueSaysWhatItNeedsAndHowToStopAndSeeIt() {
        assertThat(run("explain", "pod-exec")).isZero();
        assertThat(out.toString())
                .startsWith("POD_EXEC  Run a command in a pod\n")
                .contains("\n  needs ", "\n  stop it ", "\n  audit log ", "T1609");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100 || line.contains("https://"));
    }

    @Test
    void anotherProgramsNameLeadsToOurs() {
        assertThat(run("explain", "CE_PRIV_MOUNT")).isZero();
        assertThat(out.toString()).contains("ESCAPE_PRIVILEGED");
    }

    @Test
    void aNameThatNothingHasIsAUsageError() {
        assertThat(run("explain", "TELEPORT")).isEqualTo(2);
        assertThat(err.toString()).contains("'TELEPORT'");
    }

    @Test
    void jsonHoldsAllOfIt() throws IOException {
        assertThat(run("explain", "-o", "json")).isZero();
        JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.get("techniques")).hasSize(Postern.techniques().size());
        assertThat(document.get("techniques"))
                .allMatch(node -> !node.get("stop").asText().isEmpty());
    }
}
