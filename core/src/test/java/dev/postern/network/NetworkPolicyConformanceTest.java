package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts of SIG Network's own policy engine on random worlds, without and with the tiers of administrators. */
class NetworkPolicyConformanceTest {
    @ParameterizedTest
    @ValueSource(strings = {"np", "anp", "cnp"})
    void agrees_in_full_with_the_reference_engine(String suite) throws IOException {
        Vectors.compare("network/" + suite, "network " + suite, NetworkPolicyConformanceTest::compare);
    }

    private static int compare(Map<String, Object> world, List<String> deviations) {
        Cluster.Builder cluster = Cluster.builder();
        Fields.maps(world, "objects").forEach(object -> Manifests.add(cluster, object));
        Network network = Network.of(cluster.build());
        assertThat(network.diagnostics()).isEmpty();
        return Vectors.packets(
                world,
                (source, destination, protocol, port) ->
                        network.decide(source, destination, protocol, port).outcome(),
                deviations);
    }
}
