package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectMeta;
import java.util.TreeMap;

/** Namespaces, with the label that the API server sees to. */
final class NamespaceReader {
    private NamespaceReader() {}

    static Namespace read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.ofNamespace(in);
                    default -> in.skip();
                }
            }
        }
        ObjectMeta meta = metadata.of(identity);
        TreeMap<String, String> labels = new TreeMap<>(meta.labels());
        labels.put(Namespace.NAME_LABEL, meta.name());
        return new Namespace(meta.withLabels(ImmutableSortedMap.copyOf(labels)));
    }
}
