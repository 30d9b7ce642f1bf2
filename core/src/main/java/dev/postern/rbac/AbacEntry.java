package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AbacPolicy;
import dev.postern.model.Evidence;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.Optional;

/**
 * An ABAC policy as the authorizer takes it, whichever version it was written in. In both versions the user or group {@code
 * *} stands for everybody who is authenticated, <em>and a name beside it is dropped</em>; in version 0 so does the absence
 * of both, and an absent namespace or resource is any. Source: kubernetes {@code pkg/apis/abac/v0/conversion.go}, {@code
 * pkg/apis/abac/v1beta1/conversion.go}.
 *
 * @param user empty when the group alone decides
 * @param group empty when the user alone decides; a policy with neither matches nobody
 */
record AbacEntry(
        AbacPolicy policy,
        String user,
        String group,
        boolean readonly,
        String apiGroup,
        String resource,
        String namespace,
        String nonResourcePath) {
    private static final String ALL = "*";

    static AbacEntry of(AbacPolicy policy) {
        boolean v0 = policy.unversioned();
        boolean everybody = policy.user().equals(ALL) || policy.group().equals(ALL);
        boolean nobodyNamed = policy.user().isEmpty() && policy.group().isEmpty();
        boolean authenticated = everybody || v0 && nobodyNamed;
        boolean anywhere = v0 && policy.namespace().isEmpty();
        boolean anything = v0 && policy.resource().isEmpty();
        return new AbacEntry(
                policy,
                authenticated ? "" : policy.user(),
                authenticated ? ImplicitGroups.AUTHENTICATED : policy.group(),
                policy.readonly(),
                v0 ? ALL : policy.apiGroup(),
                anything ? ALL : policy.resource(),
                anywhere ? ALL : policy.namespace(),
                anywhere && anything ? ALL : policy.nonResourcePath());
    }

    boolean names(UserInfo other) {
        boolean somebody = !user.isEmpty() || !group.isEmpty();
        return somebody
                && (user.isEmpty() || user.equals(other.name()))
                && (group.isEmpty() || other.groups().contains(group));
    }

    /** Subresources are not looked at: who may get Pods may get {@code pods/exec}. */
    boolean allows(AccessReview review) {
        if (readonly && !isReadOnly(review.verb())) {
            return false;
        }
        return review.isResourceRequest()
                ? matches(namespace, review.namespace())
                        && matches(resource, review.resource())
                        && matches(apiGroup, review.apiGroup())
                : !nonResourcePath.isEmpty()
                        && RuleMatching.coversUrl(ImmutableList.of(nonResourcePath), review.path());
    }

    private static boolean isReadOnly(String verb) {
        return verb.equals("get") || verb.equals("list") || verb.equals("watch");
    }

    private static boolean matches(String pattern, String value) {
        return pattern.equals(ALL) || pattern.equals(value);
    }

    /** Where it allows everything; a policy without a namespace allows what is in none, which is no scope of ours. */
    Optional<Scope> everythingIn() {
        boolean everything = !readonly && resource.equals(ALL) && apiGroup.equals(ALL) && !namespace.isEmpty();
        return everything
                ? Optional.of(namespace.equals(ALL) ? Scope.CLUSTER : Scope.namespace(namespace))
                : Optional.empty();
    }

    /**
     * The one subject that it is for, as far as names tell: of a user and a group only where the user is known to be in the
     * group.
     */
    Optional<Subject> subject(Groups memberships) {
        if (user.isEmpty()) {
            return group.isEmpty() ? Optional.empty() : Optional.of(Subject.group(group));
        }
        Subject subject = Subject.user(user);
        boolean known = group.isEmpty() || memberships.user(subject).groups().contains(group);
        return known ? Optional.of(subject) : Optional.empty();
    }

    Support support() {
        return Support.of(Evidence.stated(policy.ref(), policy.unversioned() ? "" : "spec", describe()));
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        if (!user.isEmpty()) {
            text.append("user ").append(user);
        }
        if (!group.isEmpty()) {
            text.append(text.length() == 0 ? "" : " in ").append("group ").append(group);
        }
        text.append(readonly ? ": read " : ": ");
        if (resource.isEmpty()) {
            text.append(nonResourcePath);
        } else {
            text.append(resource);
            if (!apiGroup.isEmpty()) {
                text.append(" in ").append(apiGroup);
            }
            text.append(" of namespace ").append(namespace.isEmpty() ? "\"\"" : namespace);
        }
        return Text.printable(text.toString());
    }
}
