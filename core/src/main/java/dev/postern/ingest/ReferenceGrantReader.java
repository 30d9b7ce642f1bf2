package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ReferenceGrant;

/** ReferenceGrants. */
final class ReferenceGrantReader {
    private Metadata metadata = Metadata.NONE;
    private ImmutableList<ReferenceGrant.From> from = ImmutableList.of();
    private ImmutableList<ReferenceGrant.To> to = ImmutableList.of();

    private ReferenceGrantReader() {}

    static ReferenceGrant read(Values in, Identity identity) {
        ReferenceGrantReader grant = new ReferenceGrantReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> grant.metadata = Metadata.read(in);
                    case "spec" -> grant.spec(in);
                    default -> in.skip();
                }
            }
        }
        return new ReferenceGrant(grant.metadata.of(identity), grant.from, grant.to);
    }

    private void spec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "from" -> from = in.objects(() -> from(in));
                case "to" -> to = in.objects(() -> to(in));
                default -> in.skip();
            }
        }
    }

    private static ReferenceGrant.From from(Values in) {
        String group = "";
        String kind = "";
        String namespace = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "group" -> group = in.symbol();
                    case "kind" -> kind = in.symbol();
                    case "namespace" -> namespace = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return new ReferenceGrant.From(group, kind, namespace);
    }

    private static ReferenceGrant.To to(Values in) {
        String group = "";
        String kind = "";
        String name = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "group" -> group = in.symbol();
                    case "kind" -> kind = in.symbol();
                    case "name" -> name = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return new ReferenceGrant.To(group, kind, name);
    }
}
