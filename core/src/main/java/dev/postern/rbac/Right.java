package dev.postern.rbac;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.PolicyRule;

/**
 * What somebody may do in one scope, put together from the rules of all its grants: every combination of the rule's
 * entries is held, and nothing in it is contained in another right.
 *
 * @param by the grants that parts of it come from
 */
public record Right(Scope scope, PolicyRule rule, ImmutableSortedSet<Grant> by) {
    /** Whether this right allows a request, whoever asks. */
    public boolean allows(AccessReview review) {
        boolean there = scope.isClusterWide() || scope.namespace().equals(review.namespace());
        return there && RuleMatching.allows(rule, review);
    }
}
