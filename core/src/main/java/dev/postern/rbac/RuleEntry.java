package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.Support;
import org.jspecify.annotations.Nullable;

/** An effective rule of a role, and where it is written: in the role itself, or in roles that it aggregates. */
final class RuleEntry {
    private final PolicyRule rule;
    private final ImmutableList<Origin> origins;
    /** Many permits cite one rule, so its facts are made once; a race makes them twice, and equal. */
    private @Nullable ImmutableList<Support> supports;

    RuleEntry(PolicyRule rule, ImmutableList<Origin> origins) {
        this.rule = rule;
        this.origins = origins;
    }

    static RuleEntry of(Role role, int index, Basis basis) {
        Origin origin = new Origin(role, index, basis, ImmutableList.of());
        return new RuleEntry(role.rules().get(index), ImmutableList.of(origin));
    }

    /** A rule that is written in no role. */
    static RuleEntry unwritten(PolicyRule rule) {
        RuleEntry entry = new RuleEntry(rule, ImmutableList.of());
        entry.supports = ImmutableList.of(Support.NONE);
        return entry;
    }

    PolicyRule rule() {
        return rule;
    }

    ImmutableList<Origin> origins() {
        return origins;
    }

    /** One for each place where the rule is written. */
    ImmutableList<Support> supports() {
        ImmutableList<Support> known = supports;
        if (known == null) {
            known = origins.stream().map(Origin::support).sorted().collect(ImmutableList.toImmutableList());
            supports = known;
        }
        return known;
    }

    /** The rule at {@code index} of {@code role}; {@code via} are the aggregation selectors that brought it here. */
    record Origin(Role role, int index, Basis basis, ImmutableList<Evidence> via) {
        Support support() {
            Evidence rule = new Evidence(
                    role.ref(), "rules[" + index + "]", Text.of(role.rules().get(index)), basis);
            return Support.of(
                    ImmutableList.<Evidence>builder().add(rule).addAll(via).build());
        }
    }
}
