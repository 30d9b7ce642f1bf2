package dev.postern.attack.call;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.Subject;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.UserInfo;

/**
 * Who makes a request.
 *
 * @param subject the identity
 * @param user name and groups as the API server sees them; a group stands for some member of it
 * @param gained grants that it has given to itself on the way
 */
record Actor(Subject subject, UserInfo user, ImmutableSet<Grant> gained) {
    /** The name of a member of a group, of whom nothing else is known. */
    static final String SOMEONE = "someone";

    static Actor of(Subject subject, Rbac rbac) {
        UserInfo user = rbac.user(subject);
        if (!(subject instanceof Subject.Group group)) {
            return new Actor(subject, user, ImmutableSet.of());
        }
        String name = group.name().equals("system:unauthenticated") ? "system:anonymous" : SOMEONE;
        return new Actor(subject, UserInfo.of(name, user.groups()), ImmutableSet.of());
    }

    Actor gaining(Grant grant) {
        return new Actor(
                subject,
                user,
                ImmutableSet.<Grant>builder().addAll(gained).add(grant).build());
    }
}
