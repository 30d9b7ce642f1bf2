package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InventoryCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("a.yaml"),
                String.join(
                        "\n",
                        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}",
                        "---",
                        "{apiVersion: example.com/v1, kind: Widget, metadata: {name: \"w\"}}",
                        "---",
                        "kind: Pod\nmetadata: {name: {{ .Values.name }}}",
                        ""));
        Files.writeString(folder.resolve("notes.txt"), "no manifest");
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void whatWasReadAndWhatWasNotIsCounted() {
        assertThat(run("inventory", folder.toString())).isEqualTo(3);
        assertThat(out.toString())
                .containsPattern("objects analysed +1\n")
                .containsPattern("objects of kinds that are not analysed +1\n")
                .containsPattern("documents that could not be read +1\n")
                .containsPattern("files of other kinds, not read +1\n")
                .contains("== Not analysed\n  Widget.example.com  1\n")
                .contains("a.yaml:6");
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        assertThat(run("inventory", folder.toString(), "-o", "json")).isEqualTo(3);
        JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.get("kinds").get("ServiceAccount").asInt()).isOne();
        assertThat(document.get("skippedDocuments").asInt()).isOne();
        assertThat(document.get("ignoredFiles").asInt()).isOne();
    }

    @Test
    void nothingUnderstoodIsNoInventory() {
        assertThat(run("inventory", folder.resolve("none").toString())).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
    }
}
