package dev.postern.rbac;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The folder of recorded verdicts; tests that need it are skipped where it is absent. */
final class Vectors {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Vectors() {}

    @FunctionalInterface
    interface WorldTest {
        void run(JsonNode world);
    }

    static Path folder() {
        Path folder = Path.of(System.getProperty("postern.vectors", "../shared/vectors"));
        assumeTrue(Files.isDirectory(folder), "no vectors in this checkout: set -Dpostern.vectors");
        return folder.resolve("rbac");
    }

    /** Every world of every file; one world a line, so that only one is in memory. */
    static void forEachWorld(WorldTest test) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder())) {
            files = list.filter(file -> file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try (BufferedReader reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    test.run(MAPPER.readTree(line));
                }
            }
        }
    }

    static JsonNode json(String file) throws IOException {
        return MAPPER.readTree(folder().resolve(file).toFile());
    }
}
