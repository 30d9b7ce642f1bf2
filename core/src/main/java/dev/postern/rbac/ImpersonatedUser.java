package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Subject;
import java.util.Map;

/**
 * Whom a request asks to be taken for: the headers {@code Impersonate-User}, {@code -Uid}, {@code -Group} and {@code
 * -Extra-*}, as they are sent.
 *
 * @param name never empty: the API server answers 400 to a uid, groups or extras without a user
 * @param uid empty for none
 * @param groups empty for those that the API server adds; if any is given, the groups of a service account are not added
 * @param extras values by key
 */
public record ImpersonatedUser(
        String name,
        String uid,
        ImmutableList<String> groups,
        ImmutableSortedMap<String, ImmutableList<String>> extras) {
    /** @throws IllegalArgumentException if the name is empty */
    public ImpersonatedUser {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "the API server answers 400 (bad request) to impersonation without a user:"
                            + " name the user that the groups, uid or extras go with");
        }
    }

    /** A user by name; service accounts and nodes too, as {@code system:serviceaccount:ns:name} and {@code system:node:n}. */
    public static ImpersonatedUser of(String name) {
        return new ImpersonatedUser(name, "", ImmutableList.of(), ImmutableSortedMap.of());
    }

    /** @throws IllegalArgumentException for a group: groups are impersonated along with a user only */
    public static ImpersonatedUser of(Subject subject) {
        return of(subject instanceof Subject.Group ? "" : subject.principal());
    }

    public ImpersonatedUser withUid(String newUid) {
        return new ImpersonatedUser(name, newUid, groups, extras);
    }

    public ImpersonatedUser withGroups(Iterable<String> newGroups) {
        return new ImpersonatedUser(name, uid, ImmutableList.copyOf(newGroups), extras);
    }

    public ImpersonatedUser withExtras(Map<String, ? extends Iterable<String>> newExtras) {
        ImmutableSortedMap.Builder<String, ImmutableList<String>> copy = ImmutableSortedMap.naturalOrder();
        newExtras.forEach((key, values) -> copy.put(key, ImmutableList.copyOf(values)));
        return new ImpersonatedUser(name, uid, groups, copy.buildOrThrow());
    }

    boolean isNameOnly() {
        return uid.isEmpty() && groups.isEmpty() && extras.isEmpty();
    }
}
