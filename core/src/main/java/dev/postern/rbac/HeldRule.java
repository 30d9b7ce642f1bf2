package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PolicyRule;
import dev.postern.model.Support;

/**
 * A rule that an identity holds.
 *
 * @param scope of the binding that gives it
 * @param supports binding and rule facts, one for each way it is held
 */
public record HeldRule(PolicyRule rule, Scope scope, ImmutableList<Support> supports) {}
