package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.rbac.UserInfo;
import java.util.Optional;

/** SECRET_READ: by whichever verb answers with the data. What is deleted or patched is only so in a dry run. */
final class SecretReads implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        return attempt.to() instanceof Vertex.SecretRead secret ? of(attempt, secret) : ImmutableList.of();
    }

    /** One request that answers with the data of this Secret; none where no actor may make any. */
    static ImmutableList<ApiCall> of(Attempt attempt, Vertex.SecretRead secret) {
        String object = ApiPath.core(secret.namespace(), "secrets", secret.name(), "");
        String selected = ApiPath.of("", "v1", secret.namespace(), "secrets") + "?fieldSelector=metadata.name%3D"
                + ApiPath.encoded(secret.name());
        Optional<UserInfo> who = who(attempt, "get", secret);
        if (who.isPresent()) {
            return ImmutableList.of(ApiCall.read(who.get(), "get", object));
        }
        who = who(attempt, "list", secret);
        if (who.isPresent()) {
            return ImmutableList.of(ApiCall.read(who.get(), "list", selected));
        }
        who = who(attempt, "watch", secret);
        if (who.isPresent()) {
            return ImmutableList.of(ApiCall.read(who.get(), "watch", selected + "&watch=true&timeoutSeconds=1"));
        }
        who = who(attempt, "patch", secret);
        if (who.isPresent()) {
            return ImmutableList.of(ApiCall.patch(who.get(), object + "?dryRun=All", ApiCall.MERGE_PATCH, "{}"));
        }
        return attempt.who("deletecollection", "", "secrets", secret.namespace(), "")
                .map(deleting ->
                        ImmutableList.of(ApiCall.delete(deleting, "deletecollection", selected + "&dryRun=All")))
                .orElse(ImmutableList.of());
    }

    private static Optional<UserInfo> who(Attempt attempt, String verb, Vertex.SecretRead secret) {
        return attempt.who(verb, "", "secrets", secret.namespace(), secret.name());
    }
}
