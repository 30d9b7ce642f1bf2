package dev.postern.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Policies of Istio by the reader of the product, which the vectors put to the test as well. */
final class IstioManifests {
    private IstioManifests() {}

    /** A cluster of nothing but that policy. */
    static Cluster read(Map<String, Object> object) {
        Map<String, Object> named = new LinkedHashMap<>(object);
        named.putIfAbsent("apiVersion", "security.istio.io/v1");
        return snapshot(named).cluster();
    }

    /** A cluster of manifests, each of which may leave out its version. */
    static Cluster read(List<String> manifests) {
        List<Object> items = new ArrayList<>();
        for (String manifest : manifests) {
            Map<String, Object> object =
                    new LinkedHashMap<>(Fields.map(new Yaml(new SafeConstructor(new LoaderOptions())).load(manifest)));
            object.putIfAbsent(
                    "apiVersion",
                    Fields.text(object, "kind").endsWith("ation")
                                    || Fields.text(object, "kind").endsWith("Policy")
                            ? "security.istio.io/v1"
                            : "v1");
            items.add(object);
        }
        ClusterSnapshot snapshot = snapshot(Map.of("apiVersion", "v1", "kind", "List", "items", items));
        if (!snapshot.diagnostics().isEmpty()) {
            throw new IllegalArgumentException(snapshot.diagnostics().toString());
        }
        return snapshot.cluster();
    }

    static ClusterSnapshot snapshot(Map<String, Object> document) {
        try {
            byte[] json = new ObjectMapper().writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
            return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(json))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
