package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.ResourceQuota;

/** ResourceQuotas: what is counted, not how much of it. */
final class ResourceQuotaReader {
    private ImmutableSortedSet<String> limited = ImmutableSortedSet.of();
    private boolean scoped;

    private ResourceQuotaReader() {}

    static ResourceQuota read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        ResourceQuotaReader quota = new ResourceQuotaReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "spec" -> quota.spec(in);
                    default -> in.skip();
                }
            }
        }
        return new ResourceQuota(metadata.of(identity), quota.limited, quota.scoped);
    }

    private void spec(Values in) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "hard" -> limited = in.keys();
                    case "scopes" -> scoped |= !in.strings().isEmpty();
                    case "scopeSelector" -> {
                        scoped |= in.isObject();
                        in.skip();
                    }
                    default -> in.skip();
                }
            }
        }
    }
}
