package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;

/** POD_CREATE_AS_SA: a pod, or what makes one, that names an account or a Secret of its namespace. */
final class PodCreations implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        if (attempt.to() instanceof Vertex.Identity identity
                && identity.subject() instanceof Subject.ServiceAccount account) {
            return PodMaker.create(attempt, account.namespace(), PodSpecs.withAccount(account.name()))
                    .map(call -> AccountCreations.before(attempt, account, ImmutableList.of(call)))
                    .orElse(ImmutableList.of());
        } else if (attempt.to() instanceof Vertex.SecretRead secret) {
            return PodMaker.create(attempt, secret.namespace(), PodSpecs.withSecret(secret.name()))
                    .map(ImmutableList::of)
                    .orElse(ImmutableList.of());
        }
        return ImmutableList.of();
    }
}
