package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Verdicts of Calico's own code on random worlds: the engine agrees with each, and so does its twin. */
class CalicoConformanceTest {
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

    private static void compare(String what, Function<Cluster, Vectors.Answers> asked) throws IOException {
        Vectors.compare(
                "mesh-and-cni/calico", what + " calico", (world, deviations) -> compare(world, asked, deviations));
    }

    private static int compare(
            Map<String, Object> world, Function<Cluster, Vectors.Answers> asked, List<String> deviations)
            throws IOException {
        byte[] objects = new ObjectMapper().writeValueAsBytes(world.get("objects"));
        ClusterSnapshot snapshot = ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(objects))));
        assertThat(snapshot.diagnostics()).isEmpty();
        return Vectors.packets(world, asked.apply(snapshot.cluster()), deviations);
    }
}
