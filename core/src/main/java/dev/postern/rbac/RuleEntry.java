package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.Support;

/** An effective rule of a role, and where it is written: in the role itself, or in roles that it aggregates. */
record RuleEntry(PolicyRule rule, ImmutableList<Origin> origins) {
    /** The rule at {@code index} of {@code role}; {@code via} are the aggregation selectors that brought it here. */
    record Origin(Role role, int index, Basis basis, ImmutableList<Evidence> via) {
        Support support() {
            Evidence rule = new Evidence(
                    role.ref(), "rules[" + index + "]", Text.of(role.rules().get(index)), basis);
            return Support.of(
                    ImmutableList.<Evidence>builder().add(rule).addAll(via).build());
        }
    }

    static RuleEntry of(Role role, int index, Basis basis) {
        Origin origin = new Origin(role, index, basis, ImmutableList.of());
        return new RuleEntry(role.rules().get(index), ImmutableList.of(origin));
    }

    ImmutableList<Support> supports() {
        return origins.stream().map(Origin::support).collect(ImmutableList.toImmutableList());
    }
}
