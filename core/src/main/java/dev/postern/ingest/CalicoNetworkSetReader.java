package dev.postern.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.CalicoNetworkSet;
import dev.postern.model.ObjectMeta;
import java.io.IOException;
import java.util.Optional;

/**
 * NetworkSets and GlobalNetworkSets. Where Calico keeps one as a custom resource, an annotation holds its labels in JSON, and
 * those on the resource itself do not count. Source: projectcalico/calico, {@code
 * libcalico-go/lib/backend/k8s/resources/resources.go}.
 */
final class CalicoNetworkSetReader {
    private Metadata metadata = Metadata.NONE;
    private ImmutableList<String> nets = ImmutableList.of();
    private String unread = "";

    private CalicoNetworkSetReader() {}

    static CalicoNetworkSet read(Values in, Identity identity) {
        CalicoNetworkSetReader set = new CalicoNetworkSetReader();
        if (in.object()) {
            while (in.next()) {
                int errors = in.errors();
                switch (in.key()) {
                    case "metadata" -> {
                        set.metadata = Metadata.read(in);
                        set.unread(in.errors() > errors ? "metadata" : "");
                    }
                    case "spec" -> {
                        set.spec(in);
                        set.unread(in.errors() > errors ? "spec" : "");
                    }
                    default -> in.skip();
                }
            }
        }
        ObjectMeta meta = set.metadata.of(identity);
        Optional<String> stored = Optional.ofNullable(meta.annotations().get(Annotations.CALICO_METADATA));
        ImmutableSortedMap<String, String> labels =
                stored.map(text -> set.labels(in, text)).orElse(meta.labels());
        return new CalicoNetworkSet(
                ClusterObjectReader.bare(meta).withLabels(labels), identity.kind(), set.nets, set.unread);
    }

    private void unread(String field) {
        unread = unread.isEmpty() ? field : unread;
    }

    private void spec(Values in) {
        if (in.object()) {
            while (in.next()) {
                String key = in.key();
                if (key.equals("nets")) {
                    int errors = in.errors();
                    nets = in.strings();
                    unread(in.errors() > errors ? key : "");
                } else {
                    unread(in.isNull() ? "" : key);
                    in.skip();
                }
            }
        }
    }

    /** The labels that a text holds which is metadata in JSON; a text that is none is named as unread. */
    private ImmutableSortedMap<String, String> labels(Values in, String text) {
        Report mistakes = new Report();
        ImmutableSortedMap<String, String> labels = ImmutableSortedMap.of();
        try (JsonParser parser = Json.factory().createParser(text)) {
            JacksonCursor cursor = new JacksonCursor(parser);
            if (cursor.nextDocument()) {
                Values stored = new Values(cursor, "", mistakes, in.sharing());
                if (stored.object()) {
                    while (stored.next()) {
                        if (stored.key().equals("labels")) {
                            labels = stored.stringMap();
                        } else {
                            stored.skip();
                        }
                    }
                }
            }
        } catch (IOException | MalformedInput e) {
            // The text is not shown: what it holds is not known.
            unread("metadata.annotations[" + Annotations.CALICO_METADATA + "]");
        }
        unread(mistakes.errors() > 0 ? "metadata.annotations[" + Annotations.CALICO_METADATA + "]" : "");
        return labels;
    }
}
