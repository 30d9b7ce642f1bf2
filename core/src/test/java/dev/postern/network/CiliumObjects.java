package dev.postern.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.Iterables;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.KubernetesObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cilium's policies by the reader of the product, which the vectors put to the test as well. */
final class CiliumObjects {
    private CiliumObjects() {}

    static KubernetesObject read(Map<String, Object> object) {
        Map<String, Object> named = new LinkedHashMap<>(object);
        named.putIfAbsent("apiVersion", "cilium.io/v2");
        try {
            byte[] json = new ObjectMapper().writeValueAsString(named).getBytes(StandardCharsets.UTF_8);
            ClusterSnapshot snapshot = ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(json))));
            return Iterables.getOnlyElement(snapshot.cluster().objects().toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
