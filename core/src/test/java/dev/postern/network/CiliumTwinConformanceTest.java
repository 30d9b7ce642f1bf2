package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.model.Cluster;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Verdicts of Cilium's own policy code on random worlds, against the twin by which the engine is tested. */
class CiliumTwinConformanceTest {
    private static final Path VECTORS = Path.of(System.getProperty("postern.vectors", "../../shared/vectors"));

    @Test
    void the_twin_agrees_in_full_with_the_code_that_clusters_run() throws IOException {
        Path file = VECTORS.resolve("mesh-and-cni/cilium.jsonl.gz");
        assumeTrue(Files.exists(file), "no vectors at " + file + ": not compared");
        int compared = 0;
        List<String> deviations = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                compared += compare(Fields.map(new ObjectMapper().readValue(line, Map.class)), deviations);
            }
        }
        System.out.printf(
                "conformance twin cilium: compared %d, agree %d, deviations %d%n",
                compared, compared - deviations.size(), deviations.size());
        assertThat(compared).isPositive();
        assertThat(deviations).isEmpty();
    }

    private static int compare(Map<String, Object> world, List<String> deviations) {
        Cluster.Builder cluster = Cluster.builder();
        Fields.maps(world, "objects").forEach(object -> Manifests.add(cluster, object));
        Cluster built = cluster.build();
        assertThat(built.ciliumPolicies())
                .allSatisfy(policy -> assertThat(CiliumFaults.find(policy)).isEmpty());
        NaiveCilium twin = new NaiveCilium(built);
        List<Map<String, Object>> packets = Fields.maps(world, "packets");
        for (Map<String, Object> packet : packets) {
            Outcome outcome = twin.decide(
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
