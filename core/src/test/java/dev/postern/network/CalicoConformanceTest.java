package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Verdicts of Calico's own code on random worlds: the engine agrees with each, and so does its twin. */
class CalicoConformanceTest {
    private static final Path VECTORS = Path.of(System.getProperty("postern.vectors", "../../shared/vectors"));

    /** Whether a packet passes. */
    private interface Answers {
        Outcome of(String source, String destination, Protocol protocol, int port);
    }

    @Test
    void the_engine_agrees_in_full_with_calico() throws IOException {
        compare("network", cluster -> {
            Network network = Network.of(cluster, CniProfile.CALICO);
            assertThat(network.diagnostics())
                    .noneMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
            return (source, destination, protocol, port) ->
                    network.decide(source, destination, protocol, port).outcome();
        });
    }

    @Test
    void the_twin_agrees_in_full_with_calico() throws IOException {
        compare("twin", cluster -> new NaiveCalico(cluster)::decide);
    }

    private static void compare(String what, Function<Cluster, Answers> asked) throws IOException {
        Path file = VECTORS.resolve("mesh-and-cni/calico.jsonl.gz");
        assumeTrue(Files.exists(file), "no vectors at " + file + ": not compared");
        int compared = 0;
        List<String> deviations = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                compared += compare(Fields.map(new ObjectMapper().readValue(line, Map.class)), asked, deviations);
            }
        }
        System.out.printf(
                "conformance %s calico: compared %d, agree %d, deviations %d%n",
                what, compared, compared - deviations.size(), deviations.size());
        assertThat(compared).isPositive();
        assertThat(deviations).isEmpty();
    }

    private static int compare(Map<String, Object> world, Function<Cluster, Answers> asked, List<String> deviations)
            throws IOException {
        byte[] objects = new ObjectMapper().writeValueAsBytes(world.get("objects"));
        ClusterSnapshot snapshot = ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(objects))));
        assertThat(snapshot.diagnostics()).isEmpty();
        Answers answers = asked.apply(snapshot.cluster());
        List<Map<String, Object>> packets = Fields.maps(world, "packets");
        for (Map<String, Object> packet : packets) {
            Outcome outcome = answers.of(
                    Fields.text(packet, "src"),
                    Fields.text(packet, "dst"),
                    Protocol.valueOf(Fields.text(packet, "protocol")),
                    Fields.number(packet, "port", 0));
            Outcome expected = Boolean.TRUE.equals(packet.get("allowed")) ? Outcome.ALLOWED : Outcome.DENIED;
            if (outcome != expected) {
                deviations.add(Fields.text(world, "id") + " " + packet + " but was " + outcome);
            }
        }
        return packets.size();
    }
}
