package dev.postern.network;

import com.google.common.collect.ImmutableMap;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The network with a mesh against verdicts of istiod's own translation on random worlds. */
class IstioConformanceTest {
    @Test
    void agrees_in_full_with_what_istiod_makes_of_policies() throws IOException {
        Vectors.compare("mesh-and-cni/istio", "network istio", IstioConformanceTest::compare);
    }

    private static int compare(Map<String, Object> world, List<String> deviations) {
        ClusterSnapshot snapshot =
                IstioManifests.snapshot(Map.of("apiVersion", "v1", "kind", "List", "items", world.get("objects")));
        Network network = Network.of(snapshot.cluster());
        Map<Map<String, Object>, Network> carrying = new HashMap<>();
        List<Map<String, Object>> packets = Fields.maps(world, "packets");
        for (Map<String, Object> packet : packets) {
            Map<String, Object> http = Fields.child(packet, "http");
            Network asked = http.isEmpty()
                    ? network
                    : carrying.computeIfAbsent(http, request -> network.carrying(request(request)));
            Decision decision = decide(asked, packet);
            boolean allowed = Boolean.TRUE.equals(packet.get("allowed"));
            if (decision.outcome() != (allowed ? Outcome.ALLOWED : Outcome.DENIED)) {
                deviations.add(Fields.text(world, "id") + " " + packet + " but was " + decision);
            } else if (allowed && !http.isEmpty() && !decide(network, packet).isAllowed()) {
                deviations.add(Fields.text(world, "id") + " " + packet + " but no request passes");
            }
        }
        return packets.size();
    }

    private static Decision decide(Network network, Map<String, Object> packet) {
        return network.decide(
                Fields.text(packet, "src"),
                Fields.text(packet, "dst"),
                Protocol.valueOf(Fields.text(packet, "protocol")),
                Fields.number(packet, "port", 0));
    }

    private static HttpRequest request(Map<String, Object> http) {
        ImmutableMap.Builder<String, String> headers = ImmutableMap.builder();
        Fields.child(http, "headers").forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return HttpRequest.of(
                Fields.text(http, "method"),
                Fields.text(http, "path"),
                Fields.text(http, "host"),
                headers.buildOrThrow());
    }
}
