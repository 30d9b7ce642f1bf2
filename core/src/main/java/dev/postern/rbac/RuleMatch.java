package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;

/**
 * How one rule came to allow a request, for programs; the facts are in {@link Ground#support()}.
 *
 * @param grant the role that is bound, and where
 * @param subject whom the entry names: the user itself, or a group of it
 * @param binding the binding that gives it
 * @param subjectIndex which entry of the binding's {@code subjects}
 * @param role the role that the rule is written in; another than the bound one when that aggregates it
 * @param ruleIndex which of its {@code rules}
 * @param matched the entries of the rule that match: verb, group, resource, name if it lists names; or verb and URL
 */
public record RuleMatch(
        Grant grant,
        Subject subject,
        ObjectRef binding,
        int subjectIndex,
        ObjectRef role,
        int ruleIndex,
        ImmutableList<Evidence> matched) {}
