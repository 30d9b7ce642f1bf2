package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;
import java.util.Optional;

/** SA_PATCH: the one field of the account. */
final class AccountChanges implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        return account(attempt.to()).map(account -> calls(attempt, account)).orElse(ImmutableList.of());
    }

    private static Optional<Subject.ServiceAccount> account(Vertex to) {
        if (to instanceof Vertex.Token token) {
            return Optional.of(token.account());
        }
        return to instanceof Vertex.Identity identity && identity.subject() instanceof Subject.ServiceAccount account
                ? Optional.of(account)
                : Optional.empty();
    }

    private static ImmutableList<ApiCall> calls(Attempt attempt, Subject.ServiceAccount account) {
        String url = ApiPath.core(account.namespace(), "serviceaccounts", account.name(), "?dryRun=All");
        String body = Json.of(ImmutableMap.of("automountServiceAccountToken", true));
        return attempt.who("patch", "", "serviceaccounts", account.namespace(), account.name())
                .map(who -> ApiCall.patch(who, url, ApiCall.MERGE_PATCH, body))
                .or(() -> attempt.who("update", "", "serviceaccounts", account.namespace(), account.name())
                        .map(who -> ApiCall.update(who, url, body).ontoCurrent()))
                .map(ImmutableList::of)
                .orElse(ImmutableList.of());
    }
}
