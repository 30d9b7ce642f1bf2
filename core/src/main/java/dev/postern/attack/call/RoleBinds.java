package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Scope;
import dev.postern.rbac.SelfGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ROLE_BIND: a new binding of oneself, or a place in one that there is. */
final class RoleBinds implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        for (SelfGrant step : attempt.rights().bindings(attempt.to())) {
            for (Actor actor : attempt.actors()) {
                RoleWrites writes = new RoleWrites(attempt, actor);
                ImmutableList<ApiCall> calls = calls(attempt, writes, step.gained());
                if (!calls.isEmpty()) {
                    return calls;
                }
            }
        }
        return ImmutableList.of();
    }

    /** One request; one in each namespace, or none, for a role in every namespace. */
    private static ImmutableList<ApiCall> calls(Attempt attempt, RoleWrites writes, Grant gained) {
        List<Scope> scopes = gained.scope().equals(Scope.EVERY_NAMESPACE)
                ? attempt.facts().namespaces().stream().map(Scope::namespace).toList()
                : List.of(gained.scope());
        List<Optional<ApiCall>> calls = new ArrayList<>();
        for (Scope scope : scopes) {
            Grant there = new Grant(gained.role(), scope);
            calls.add(writes.bind(there, false).or(() -> writes.join(there, false)));
        }
        return Attempt.all(calls);
    }
}
