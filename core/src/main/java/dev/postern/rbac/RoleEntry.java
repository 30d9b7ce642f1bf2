package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import java.util.List;

/** A role with the rules it has in effect; {@code basis} is assumed for roles that the input does not hold. */
record RoleEntry(Role role, Basis basis, ImmutableList<RuleEntry> rules) {
    ObjectRef ref() {
        return role.ref();
    }

    List<PolicyRule> policyRules() {
        return rules.stream().map(RuleEntry::rule).toList();
    }

    /** Whether one rule allows every verb on every resource of every group. */
    boolean allowsEverything() {
        return rules.stream().anyMatch(entry -> isEverything(entry.rule()));
    }

    static boolean isEverything(PolicyRule rule) {
        return rule.verbs().contains("*")
                && rule.apiGroups().contains("*")
                && rule.resources().contains("*")
                && rule.resourceNames().isEmpty();
    }
}
