package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.report.ConnectionsText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reaches whom in the folders of {@code samples/networks}; with {@code -Dpostern.regenerate=true} writes it. */
final class SampleNetworksTest {
    private static final Path NETWORKS = root().resolve("samples/networks");

    static List<String> networks() throws IOException {
        try (Stream<Path> folders = Files.list(NETWORKS)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void whatPassesIsWhatIsWritten(String name) throws IOException {
        Path folder = NETWORKS.resolve(name);
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(folder.resolve("cluster.yaml")));
        StringWriter text = new StringWriter();
        ConnectionsText.write(analysis.connections(), Optional.empty(), text);
        Path golden = folder.resolve("connections.txt");
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(golden, text.toString());
        }
        assertThat(text.toString().lines()).containsExactlyElementsOf(Files.readAllLines(golden));
    }

    private static Path root() {
        String value = System.getProperty("postern.root", "");
        return Path.of(value.isEmpty() ? ".." : value).toAbsolutePath().normalize();
    }
}
