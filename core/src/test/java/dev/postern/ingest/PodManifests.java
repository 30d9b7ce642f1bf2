package dev.postern.ingest;

import dev.postern.model.Container;
import dev.postern.model.Pod;

/** Pods and containers from a few lines of their manifests. */
final class PodManifests {
    private PodManifests() {}

    static Pod pod(String... rest) {
        return Snapshots.clean(
                        "apiVersion: v1", "kind: Pod", "metadata: {name: p, namespace: shop}", String.join("\n", rest))
                .pods()
                .get(0);
    }

    static Container container(String... lines) {
        return pod("spec:", "  containers:", "  - name: c", "    " + String.join("\n    ", lines))
                .spec()
                .containers()
                .get(0);
    }
}
