package dev.postern.network;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads manifests with the reader itself: Calico's kinds have no other way into a cluster. */
final class CalicoManifests {
    private CalicoManifests() {}

    static ClusterSnapshot read(String yaml) {
        return ClusterSnapshot.read(
                List.of(Input.stdin(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))));
    }

    /** A NetworkPolicy of Calico, or a GlobalNetworkPolicy, called {@code shop/a} and {@code a}. */
    static String policy(boolean global, String spec) {
        String name = global ? "{name: a}" : "{name: a, namespace: shop}";
        return "apiVersion: projectcalico.org/v3\nkind: " + (global ? "GlobalNetworkPolicy" : "NetworkPolicy")
                + "\nmetadata: " + name + "\nspec: " + spec + "\n";
    }
}
