package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.rbac.Grant;
import dev.postern.rbac.SelfGrant;
import java.util.Optional;

/** ROLE_BIND: a new binding of oneself, or a place in one that there is. */
final class RoleBinds implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        for (SelfGrant step : attempt.rights().bindings(attempt.to())) {
            Grant gained = step.gained();
            for (Actor actor : attempt.actors()) {
                RoleWrites writes = new RoleWrites(attempt, actor);
                Optional<ApiCall> call = writes.bind(gained, false).or(() -> writes.join(gained, false));
                if (call.isPresent()) {
                    return ImmutableList.of(call.get());
                }
            }
        }
        return ImmutableList.of();
    }
}
