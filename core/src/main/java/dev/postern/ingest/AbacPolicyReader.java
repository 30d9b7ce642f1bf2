package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.AbacPolicy;
import dev.postern.model.Basis;
import dev.postern.model.ObjectMeta;
import dev.postern.model.Origin;
import java.util.Optional;

/** Lines of ABAC policy files: {@code abac.authorization.kubernetes.io/v1beta1}, and those of before it had a version. */
final class AbacPolicyReader {
    static final String GROUP = "abac.authorization.kubernetes.io";
    static final String VERSION = GROUP + "/v1beta1";

    /** What a line without apiVersion and kind is taken for, in a file of such policies. */
    static final String UNVERSIONED = GROUP + "/v0";

    static final String KIND = "Policy";
    static final String UNVERSIONED_KIND = "Policy v0";

    private String user = "";
    private String group = "";
    private boolean readonly;
    private String apiGroup = "";
    private String resource = "";
    private String namespace = "";
    private String nonResourcePath = "";

    private AbacPolicyReader() {}

    static AbacPolicy read(Values in, Identity identity) {
        boolean unversioned = identity.kind().equals(UNVERSIONED_KIND);
        AbacPolicyReader policy = new AbacPolicyReader();
        if (unversioned) {
            policy.fields(in);
        } else if (in.object()) {
            while (in.next()) {
                if (in.key().equals("spec")) {
                    policy.fields(in);
                } else {
                    in.skip();
                }
            }
        }
        return new AbacPolicy(
                meta(identity.origin()),
                unversioned,
                policy.user,
                policy.group,
                policy.readonly,
                unversioned ? "" : policy.apiGroup,
                policy.resource,
                policy.namespace,
                unversioned ? "" : policy.nonResourcePath);
    }

    private void fields(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "user" -> user = in.symbol();
                case "group" -> group = in.symbol();
                case "readonly" -> readonly = in.bool();
                case "apiGroup" -> apiGroup = in.symbol();
                case "resource" -> resource = in.symbol();
                case "namespace" -> namespace = in.symbol();
                case "nonResourcePath" -> nonResourcePath = in.symbol();
                default -> in.skip();
            }
        }
    }

    /** The name is the place, so that no two policies share one, equal as they may be. */
    static ObjectMeta meta(Origin origin) {
        String name = origin.file() + "#" + (origin.document() + 1) + (origin.item() < 0 ? "" : "." + origin.item());
        return new ObjectMeta(
                name,
                "",
                Basis.STATED,
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                false,
                Optional.empty(),
                origin);
    }
}
