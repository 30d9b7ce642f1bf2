package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;
import java.util.Optional;
import java.util.regex.Pattern;

/** BOOTSTRAP_TOKEN: the Secret of a token. Its secret part is the attacker's choice; here it is one that everybody knows. */
final class BootstrapTokenWrites implements CallBuilder {
    private static final String NAMESPACE = "kube-system";
    /** The group that every such token puts its holder into. */
    private static final String EVERY_TOKEN = "system:bootstrappers";

    private static final String ID = PodSpecs.NAME.substring(0, 6);
    private static final String PREFIX = "bootstrap-token-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[a-z0-9]{6}");

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        if (!(attempt.to() instanceof Vertex.Identity identity)
                || !(identity.subject() instanceof Subject.Group group)) {
            return ImmutableList.of();
        }
        Optional<Creator> creator = attempt.creator("", "secrets", "Secret", NAMESPACE, NAME.asMatchPredicate());
        if (creator.isEmpty()) {
            return ImmutableList.of();
        }
        String id = creator.get()
                .name()
                .map(name -> name.substring(PREFIX.length()))
                .orElse(ID);
        ImmutableMap.Builder<String, Object> data = ImmutableMap.<String, Object>builder()
                .put("token-id", id)
                .put("token-secret", ID + "0123456789")
                .put("usage-bootstrap-authentication", "true");
        if (!group.name().equals(EVERY_TOKEN)) {
            data.put("auth-extra-groups", group.name());
        }
        ImmutableMap<String, Object> secret = ImmutableMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                ImmutableMap.of("name", PREFIX + id, "namespace", NAMESPACE),
                "stringData",
                data.buildOrThrow(),
                "type",
                "bootstrap.kubernetes.io/token");
        return ImmutableList.of(creator.get().dryRun(ApiPath.of("", "v1", NAMESPACE, "secrets"), secret));
    }
}
