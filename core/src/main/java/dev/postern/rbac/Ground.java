package dev.postern.rbac;

import dev.postern.model.Support;
import java.util.Optional;

/**
 * One reason why a request is allowed, which suffices alone.
 *
 * @param support the facts it rests on
 * @param rule the rule and its binding, when it is RBAC that allows; empty for the other authorizers
 */
public record Ground(Support support, Optional<RuleMatch> rule) {
    static Ground of(Support support) {
        return new Ground(support, Optional.empty());
    }
}
