package dev.postern.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Ascii;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Pod;
import dev.postern.podsecurity.Admission.Level;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The Pod Security Standards against the verdicts of Kubernetes' own checks, and against its fixtures. */
class StandardsConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final List<String> deviations = new ArrayList<>();
    private int compared;

    @Test
    void verdictsOfKubernetesOwnChecks() throws IOException {
        Path file = Path.of(System.getProperty("postern.vectors", "../shared/vectors"), "podsecurity", "pods.jsonl.gz");
        Assumptions.assumeTrue(Files.isRegularFile(file), () -> "no vectors at " + file);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode test = JSON.readTree(line);
                Pod pod = pod(test.path("pod").toString());
                for (JsonNode verdict : test.path("verdicts")) {
                    TreeSet<String> expected = new TreeSet<>();
                    // The plural counts profiles, of which ours are listed one by one.
                    verdict.path("checks")
                            .forEach(reason -> expected.add(reason.asText().replace("profiles", "profile")));
                    TreeSet<String> actual = new TreeSet<>();
                    violations(
                                    pod,
                                    verdict.path("level").asText(),
                                    verdict.path("version").asText())
                            .forEach(violation -> actual.add(violation.reason()));
                    compare(
                            test.path("id").asText() + " "
                                    + verdict.path("level").asText() + " "
                                    + verdict.path("version").asText(),
                            expected,
                            actual);
                }
            }
        }
        report("vectors");
    }

    /** {@code LEVEL/VERSION/pass|fail/CHECKN.yaml}: whether the level lets the pod in. */
    @Test
    void fixtures() throws IOException {
        Path root = Path.of(System.getProperty("postern.corpus", "../shared/corpus"), "pod-security");
        Assumptions.assumeTrue(Files.isDirectory(root), () -> "no fixtures at " + root);
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            Path name = root.relativize(file);
            boolean admitted = violations(
                            pod(Files.readString(file)),
                            name.getName(0).toString(),
                            name.getName(1).toString())
                    .isEmpty();
            compare(name.toString(), name.getName(2).toString().equals("pass"), admitted);
        }
        report("fixtures");
    }

    private static List<Violation> violations(Pod pod, String level, String version) {
        return PodSecurity.violations(
                pod,
                Level.valueOf(Ascii.toUpperCase(level)),
                KubernetesVersion.parse(version).orElseThrow());
    }

    private static Pod pod(String manifest) {
        byte[] text = manifest.getBytes(StandardCharsets.UTF_8);
        return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text))))
                .cluster()
                .pods()
                .get(0);
    }

    private void compare(String name, Object expected, Object actual) {
        compared++;
        if (!expected.equals(actual)) {
            deviations.add(name + ": expected " + expected + ", got " + actual);
        }
    }

    private void report(String suite) {
        System.out.printf(
                "conformance podsecurity %s: compared %d, agree %d, deviations %d%n",
                suite, compared, compared - deviations.size(), deviations.size());
        assertThat(compared).isPositive();
        assertThat(deviations).isEmpty();
    }
}
