package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.Analysis;
import dev.postern.ClusterOptions;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.network.CniProfile;
import dev.postern.report.ConnectionsText;
import dev.postern.report.ExposureText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who reaches whom in manifests that people deploy, line by line: each line was held against the policies and rules that let
 * it through, and each pair without one against those that stop it. {@code -Dpostern.regenerate=true} rewrites the files.
 */
final class RealNetworkTest {
    private static final Path CORPUS = folder("postern.corpus", "../shared/corpus");
    private static final Path EXPECTATIONS = folder("postern.root", "..").resolve("samples/expectations/network");

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "microservices-demo, real/microservices-demo",
        "kube-prometheus, real/kube-prometheus",
        "calico, real/calico",
        "cluster-v1.36, dumps/cluster-v1.36.json.gz",
    })
    void whatPassesIsWhatWasRead(String name, String input) throws IOException {
        Path path = CORPUS.resolve(input);
        assumeTrue(Files.exists(path), "no corpus here: " + path.getFileName() + " is missing");
        ClusterSnapshot snapshot = ClusterSnapshot.read(path);
        Analysis analysis = Postern.analyze(snapshot);
        compare(name + ".connections.txt", "# postern connections " + input + "\n" + connections(snapshot));
        String exposure = ExposureText.render(analysis, analysis.entryPoints(), false);
        compare(
                name + ".exposure.txt",
                "# postern exposure " + input + "\n" + exposure.replace(path.getParent() + "/", ""));
    }

    private static String connections(ClusterSnapshot snapshot) throws IOException {
        StringWriter text = new StringWriter();
        Analysis analysis = Postern.analyze(snapshot, ClusterOptions.DEFAULT.withCni(CniProfile.KUBERNETES));
        ConnectionsText.write(analysis.connections(), Optional.empty(), text);
        return text.toString();
    }

    private static void compare(String name, String actual) throws IOException {
        Path file = EXPECTATIONS.resolve(name);
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.createDirectories(EXPECTATIONS);
            Files.writeString(file, actual);
            return;
        }
        assertThat(file).exists();
        // By lines: the difference of one is readable where the list has two thousand.
        assertThat(actual.lines()).as(name).containsExactlyElementsOf(Files.readAllLines(file));
    }

    private static Path folder(String property, String otherwise) {
        String value = System.getProperty(property, "");
        return Path.of(value.isEmpty() ? otherwise : value).toAbsolutePath().normalize();
    }
}
