package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verdicts of Cilium's own policy code on random worlds: the engine agrees with each, and so does its twin. */
class CiliumConformanceTest {
    @Test
    void the_engine_agrees_in_full_with_the_code_that_clusters_run() throws IOException {
        Vectors.compare("mesh-and-cni/cilium", "network cilium", CiliumConformanceTest::engine);
    }

    @Test
    void the_twin_agrees_in_full_with_the_code_that_clusters_run() throws IOException {
        Vectors.compare("mesh-and-cni/cilium", "twin cilium", CiliumConformanceTest::twin);
    }

    private static int engine(Map<String, Object> world, List<String> deviations) {
        Network network = Network.of(cluster(world), CniProfile.CILIUM);
        assertThat(network.diagnostics()).isEmpty();
        return Vectors.packets(
                world,
                (source, destination, protocol, port) ->
                        network.decide(source, destination, protocol, port).outcome(),
                deviations);
    }

    private static int twin(Map<String, Object> world, List<String> deviations) {
        Cluster cluster = cluster(world);
        assertThat(cluster.ciliumPolicies())
                .allSatisfy(policy -> assertThat(CiliumFaults.find(policy)).isEmpty());
        return Vectors.packets(world, new NaiveCilium(cluster)::decide, deviations);
    }

    private static Cluster cluster(Map<String, Object> world) {
        Cluster.Builder cluster = Cluster.builder();
        Fields.maps(world, "objects").forEach(object -> Manifests.add(cluster, object));
        return cluster.build();
    }
}
