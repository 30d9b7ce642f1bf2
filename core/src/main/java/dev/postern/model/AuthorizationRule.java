package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * One rule of an {@link AuthorizationPolicy}: one of the sources, one of the operations and all of the conditions must
 * match. An empty list leaves open what it is about.
 *
 * @param when conditions; a field of the rule that is not known is one of them, as it would have narrowed the rule
 */
public record AuthorizationRule(
        ImmutableList<Alternative> from, ImmutableList<Alternative> to, ImmutableList<AuthorizationCheck> when) {

    /** One source or one operation: all of its checks must hold. */
    public record Alternative(ImmutableList<AuthorizationCheck> checks) {}
}
