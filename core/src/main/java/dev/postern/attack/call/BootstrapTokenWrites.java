package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Secret;
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
            return change(attempt, group);
        }
        String id = creator.get()
                .name()
                .map(name -> name.substring(PREFIX.length()))
                .orElse(ID);
        ImmutableMap<String, Object> secret = ImmutableMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                ImmutableMap.of("name", PREFIX + id, "namespace", NAMESPACE),
                "stringData",
                data(id, group),
                "type",
                Secret.BOOTSTRAP_TOKEN);
        return ImmutableList.of(creator.get().dryRun(ApiPath.of("", "v1", NAMESPACE, "secrets"), secret));
    }

    /** One that is there gets another secret part, and the group. */
    private static ImmutableList<ApiCall> change(Attempt attempt, Subject.Group group) {
        return attempt.facts().cluster().secrets().stream()
                .filter(secret -> secret.type().equals(Secret.BOOTSTRAP_TOKEN)
                        && secret.meta().namespace().equals(NAMESPACE)
                        && NAME.matcher(secret.meta().name()).matches())
                .map(secret -> secret.meta().name())
                .flatMap(name -> change(attempt, group, name).stream())
                .findFirst()
                .map(ImmutableList::of)
                .orElse(ImmutableList.of());
    }

    private static Optional<ApiCall> change(Attempt attempt, Subject.Group group, String name) {
        String url = ApiPath.core(NAMESPACE, "secrets", name, "?dryRun=All");
        String body = Json.of(ImmutableMap.of("stringData", data(name.substring(PREFIX.length()), group)));
        return attempt.who("patch", "", "secrets", NAMESPACE, name)
                .map(who -> ApiCall.patch(who, url, ApiCall.MERGE_PATCH, body))
                .or(() -> attempt.who("update", "", "secrets", NAMESPACE, name)
                        .map(who -> ApiCall.update(who, url, body).ontoCurrent()));
    }

    private static ImmutableMap<String, Object> data(String id, Subject.Group group) {
        ImmutableMap.Builder<String, Object> data = ImmutableMap.<String, Object>builder()
                .put("token-id", id)
                .put("token-secret", ID + "0123456789")
                .put("usage-bootstrap-authentication", "true");
        if (!group.name().equals(EVERY_TOKEN)) {
            data.put("auth-extra-groups", group.name());
        }
        return data.buildOrThrow();
    }
}
