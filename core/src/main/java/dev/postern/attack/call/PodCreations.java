package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;
import java.util.Optional;

/** POD_CREATE_AS_SA: a pod, or what makes one, that names an account or a Secret of its namespace. */
final class PodCreations implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        Optional<ApiCall> call = Optional.empty();
        if (attempt.to() instanceof Vertex.Identity identity
                && identity.subject() instanceof Subject.ServiceAccount account) {
            call = PodMaker.create(attempt, account.namespace(), PodSpecs.withAccount(account.name()));
        } else if (attempt.to() instanceof Vertex.SecretRead secret) {
            call = PodMaker.create(attempt, secret.namespace(), PodSpecs.withSecret(secret.name()));
        }
        return call.map(ImmutableList::of).orElse(ImmutableList.of());
    }
}
