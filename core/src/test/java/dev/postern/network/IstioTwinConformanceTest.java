package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.Protocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The twin of Istio's proxies against verdicts of istiod's own translation on random worlds. */
class IstioTwinConformanceTest {
    @Test
    void agrees_in_full_with_what_istiod_makes_of_policies() throws IOException {
        Vectors.compare("mesh-and-cni/istio", "twin istio", IstioTwinConformanceTest::compare);
    }

    private static int compare(Map<String, Object> world, List<String> deviations) {
        ClusterSnapshot snapshot =
                IstioManifests.snapshot(Map.of("apiVersion", "v1", "kind", "List", "items", world.get("objects")));
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(faults(snapshot.cluster())).isEmpty();
        NaiveIstio twin = new NaiveIstio(snapshot.cluster());
        List<Map<String, Object>> packets = Fields.maps(world, "packets");
        for (Map<String, Object> packet : packets) {
            String source = Fields.text(packet, "src");
            String destination = Fields.text(packet, "dst");
            int port = Fields.number(packet, "port", 0);
            boolean allowed = twin.allows(
                    source,
                    destination,
                    Protocol.valueOf(Fields.text(packet, "protocol")),
                    port,
                    request(Fields.child(packet, "http")));
            boolean mutual = twin.mutualTls(source, destination, port);
            NaiveIstio.Layer layer = twin.layer(destination, port);
            boolean http = packet.containsKey("http");
            if (allowed != Boolean.TRUE.equals(packet.get("allowed"))
                    || mutual != Boolean.TRUE.equals(packet.get("mtls"))
                    || layer != (http ? NaiveIstio.Layer.HTTP : NaiveIstio.Layer.TCP)) {
                deviations.add(Fields.text(world, "id") + " " + packet + " but was " + allowed + ", mutual TLS "
                        + mutual + ", " + layer);
            }
        }
        return packets.size();
    }

    private static List<String> faults(Cluster cluster) {
        List<String> faults = new ArrayList<>();
        cluster.authorizationPolicies()
                .forEach(policy -> IstioFaults.find(policy).ifPresent(faults::add));
        cluster.peerAuthentications().forEach(policy -> IstioFaults.find(policy).ifPresent(faults::add));
        return faults;
    }

    private static Optional<NaiveIstio.Request> request(Map<String, Object> http) {
        if (http.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        Fields.child(http, "headers").forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return Optional.of(new NaiveIstio.Request(
                Fields.text(http, "method"), Fields.text(http, "path"), Fields.text(http, "host"), headers));
    }
}
