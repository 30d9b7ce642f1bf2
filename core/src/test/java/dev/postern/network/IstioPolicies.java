package dev.postern.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Policies of Istio by the reader of the product, which the vectors put to the test as well. */
final class IstioPolicies {
    private IstioPolicies() {}

    /** A cluster of nothing but that policy. */
    static Cluster read(Map<String, Object> object) {
        Map<String, Object> named = new LinkedHashMap<>(object);
        named.putIfAbsent("apiVersion", "security.istio.io/v1");
        return snapshot(named).cluster();
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
