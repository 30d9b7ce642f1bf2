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

    /**
     * A user name and groups as an impersonating request ({@code kubectl --as U --as-group G}) is understood: exactly these
     * groups, with {@code system:authenticated} (for {@code system:anonymous}: {@code system:unauthenticated}) added unless
     * one of the two is among them. A service account does not get its own groups then (E18).
     */
    public static UserInfo impersonated(String name, Iterable<String> groups) {
        ImmutableList<String> given = ImmutableList.copyOf(groups);
        boolean anonymous = name.equals(ImplicitGroups.ANONYMOUS);
        String implied = anonymous ? ImplicitGroups.UNAUTHENTICATED : ImplicitGroups.AUTHENTICATED;
        boolean settled = given.contains(implied) || given.contains(ImplicitGroups.UNAUTHENTICATED);
        return settled
                ? new UserInfo(name, given)
                : new UserInfo(
                        name,
                        ImmutableList.<String>builder()
                                .addAll(given)
                                .add(implied)
                                .build());
    }
}
