package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of ClusterRoles with an {@code aggregationRule}: the union of the rules of all other ClusterRoles that one of
 * its selectors matches, in the order of selectors, then names, each rule once, through aggregated members to a
 * fixpoint. The controller replaces whatever the role says itself. Live roles are taken as they are: the controller has
 * been there. Source: kubernetes {@code pkg/controller/clusterroleaggregation}.
 */
final class Aggregation {
    /** Sorted by name. */
    private final List<Role> clusterRoles = new ArrayList<>();

    private final Set<ObjectRef> assumed;
    private final Map<LabelSelector, List<Role>> selected = new HashMap<>();

    /** @param roles every role of the cluster, in canonical order; those of {@code assumed} are not in the input */
    Aggregation(List<Role> roles, Set<ObjectRef> assumed) {
        this.assumed = assumed;
        roles.stream().filter(Role::clusterRole).forEach(clusterRoles::add);
    }

    /** The effective rules. O(members' rules). */
    ImmutableList<RuleEntry> rules(Role role) {
        return isComputed(role) ? computed(role) : written(role);
    }

    /** The rules that the controller would write now, whatever stands there. */
    ImmutableList<RuleEntry> computed(Role role) {
        Map<PolicyRule, List<RuleEntry.Origin>> rules = new LinkedHashMap<>();
        Set<ObjectRef> visited = new HashSet<>();
        visited.add(role.ref());
        collect(role, ImmutableList.of(), visited, rules);
        ImmutableList.Builder<RuleEntry> entries = ImmutableList.builder();
        rules.forEach((rule, origins) -> entries.add(new RuleEntry(rule, ImmutableList.copyOf(origins))));
        return entries.build();
    }

    private void collect(
            Role role,
            ImmutableList<Evidence> via,
            Set<ObjectRef> visited,
            Map<PolicyRule, List<RuleEntry.Origin>> rules) {
        ImmutableList<LabelSelector> selectors = role.aggregationSelectors().orElseThrow();
        for (int i = 0; i < selectors.size(); i++) {
            ImmutableList<Evidence> path = ImmutableList.<Evidence>builder()
                    .add(selectorEvidence(role, i, selectors.get(i)))
                    .addAll(via)
                    .build();
            for (Role member : members(selectors.get(i))) {
                if (isComputed(member)) {
                    if (visited.add(member.ref())) {
                        collect(member, path, visited, rules);
                    }
                } else if (!member.equals(role)) {
                    for (int j = 0; j < member.rules().size(); j++) {
                        rules.computeIfAbsent(member.rules().get(j), key -> new ArrayList<>())
                                .add(new RuleEntry.Origin(member, j, basisOf(member), path));
                    }
                }
            }
        }
    }

    private ImmutableList<RuleEntry> written(Role role) {
        ImmutableList.Builder<RuleEntry> entries = ImmutableList.builder();
        for (int i = 0; i < role.rules().size(); i++) {
            entries.add(RuleEntry.of(role, i, basisOf(role)));
        }
        return entries.build();
    }

    private List<Role> members(LabelSelector selector) {
        return selected.computeIfAbsent(
                selector,
                s -> clusterRoles.stream()
                        .filter(role -> s.matches(role.meta().labels()))
                        .toList());
    }

    private Basis basisOf(Role role) {
        return Policy.basis(role.ref(), assumed);
    }

    private Evidence selectorEvidence(Role role, int index, LabelSelector selector) {
        String field = "aggregationRule.clusterRoleSelectors[" + index + "]";
        String value = selector.matchExpressions().isEmpty()
                ? selector.matchLabels().toString()
                : selector.matchLabels() + " and expressions";
        return new Evidence(role.ref(), field, Text.printable(value), basisOf(role));
    }

    private static boolean isComputed(Role role) {
        return role.aggregationSelectors().isPresent() && !role.meta().live();
    }
}
