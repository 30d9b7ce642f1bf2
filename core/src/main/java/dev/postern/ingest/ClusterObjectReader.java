package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.ClusterObject;
import dev.postern.model.ObjectMeta;

/** Objects of which only the name is kept, so that two of one name do not differ. */
final class ClusterObjectReader {
    /** On APIs that the API server registers itself. Source: kube-aggregator {@code autoregister_controller.go}. */
    private static final String AUTOMATIC = "kube-aggregator.kubernetes.io/automanaged";

    private ClusterObjectReader() {}

    static ClusterObject read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    default -> in.skip();
                }
            }
        }
        ObjectMeta meta = metadata.of(identity);
        return new ClusterObject(identity.kind(), bare(meta), meta.labels().containsKey(AUTOMATIC));
    }

    /** Without labels and annotations. */
    static ObjectMeta bare(ObjectMeta meta) {
        return new ObjectMeta(
                meta.name(),
                meta.namespace(),
                meta.namespaceBasis(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                meta.live(),
                meta.controller(),
                meta.origin());
    }
}
