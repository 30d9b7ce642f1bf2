package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.postern.model.ObjectMeta;
import dev.postern.model.Secret;

/** Secrets: type and key names. Values are passed over by the tokeniser and never become strings here. */
final class SecretReader {
    private SecretReader() {}

    static Secret read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        String type = "";
        ImmutableSortedSet<String> data = ImmutableSortedSet.of();
        ImmutableSortedSet<String> stringData = ImmutableSortedSet.of();
        boolean immutable = false;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "type" -> type = in.symbol();
                    case "data" -> data = in.keys();
                    case "stringData" -> stringData = in.keys();
                    case "immutable" -> immutable = in.bool();
                    default -> in.skip();
                }
            }
        }
        ObjectMeta meta = metadata.of(identity);
        ImmutableList<String> keys =
                ImmutableSortedSet.copyOf(Sets.union(data, stringData)).asList();
        return new Secret(
                meta,
                type.isEmpty() ? "Opaque" : type,
                keys,
                meta.annotations().getOrDefault(Annotations.SERVICE_ACCOUNT_NAME, ""),
                immutable);
    }
}
