package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Subject;

/** A user name and groups, as an authenticator hands them to the authorizers (authentication/v1 {@code UserInfo}). */
public record UserInfo(String name, ImmutableList<String> groups) {
    /** Exactly this name and these groups; nothing is added. */
    public static UserInfo of(String name, Iterable<String> groups) {
        return new UserInfo(name, ImmutableList.copyOf(groups));
    }

    /**
     * A subject with the groups the API server gives it: service accounts, nodes, anonymous and everybody else. A group
     * stands for an otherwise unknown member of it.
     */
    public static UserInfo of(Subject subject) {
        String name = subject instanceof Subject.Group ? "" : subject.principal();
        ImmutableList.Builder<String> groups = ImmutableList.builder();
        if (subject instanceof Subject.Group) {
            groups.add(subject.principal());
        }
        ImplicitGroups.of(subject).forEach(group -> groups.add(group.name()));
        return new UserInfo(name, groups.build());
    }
}
