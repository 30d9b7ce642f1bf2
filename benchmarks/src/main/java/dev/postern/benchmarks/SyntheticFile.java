package dev.postern.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A synthetic cluster in a temporary file, which goes when the process does. */
final class SyntheticFile {
    private SyntheticFile() {}

    static Path json(String preset) throws IOException {
        Path file = Files.createTempFile("postern-" + preset + "-", ".json");
        file.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(file)) {
            SyntheticCluster.preset(preset, 1).writeJson(out);
        }
        return file;
    }

    static Path yaml(String preset) throws IOException {
        Path file = Files.createTempFile("postern-" + preset + "-", ".yaml");
        file.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(file)) {
            SyntheticCluster.preset(preset, 1).writeYaml(out);
        }
        return file;
    }
}
