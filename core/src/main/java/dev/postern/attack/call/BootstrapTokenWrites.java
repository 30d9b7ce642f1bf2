package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;

/** BOOTSTRAP_TOKEN: the Secret of a token. Its secret part is the attacker's choice; here it is one that everybody knows. */
final class BootstrapTokenWrites implements CallBuilder {
    private static final String NAMESPACE = "kube-system";
    /** The group that every such token puts its holder into. */
    private static final String EVERY_TOKEN = "system:bootstrappers";

    private static final String ID = PodSpecs.NAME.substring(0, 6);
    private static final String SECRET_PART = ID + "0123456789";

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        if (!(attempt.to() instanceof Vertex.Identity identity)
                || !(identity.subject() instanceof Subject.Group group)) {
            return ImmutableList.of();
        }
        ImmutableMap.Builder<String, Object> data = ImmutableMap.<String, Object>builder()
                .put("token-id", ID)
                .put("token-secret", SECRET_PART)
                .put("usage-bootstrap-authentication", "true");
        if (!group.name().equals(EVERY_TOKEN)) {
            data.put("auth-extra-groups", group.name());
        }
        String body = Json.of(ImmutableMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                ImmutableMap.of("name", "bootstrap-token-" + ID, "namespace", NAMESPACE),
                "stringData",
                data.buildOrThrow(),
                "type",
                "bootstrap.kubernetes.io/token"));
        return attempt.who("create", "", "secrets", NAMESPACE, "")
                .map(who -> ImmutableList.of(
                        ApiCall.create(who, ApiPath.of("", "v1", NAMESPACE, "secrets") + "?dryRun=All", body)))
                .orElse(ImmutableList.of());
    }
}
