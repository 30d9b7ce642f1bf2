package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CiliumCidrGroup;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Printable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Cilium's policies of a cluster that are in force, without an order among them, and what is wrong with the others. */
final class CiliumPolicies {
    private static final int MAX_FIELD = 100;
    private static final String GROUP_REF = ".cidrGroupRef";

    private final ImmutableList<Policy> policies;
    private final ImmutableList.Builder<Diagnostic> diagnostics = ImmutableList.builder();

    CiliumPolicies(Cluster cluster, CiliumEnds ends) {
        Set<String> groups = new HashSet<>();
        cluster.ciliumCidrGroups().forEach(group -> groups.add(group.meta().name()));
        ImmutableList.Builder<Policy> all = ImmutableList.builder();
        for (CiliumPolicy policy : cluster.ciliumPolicies()) {
            Optional<String> fault = CiliumFaults.find(policy);
            if (fault.isPresent()) {
                diagnostics.add(PoliciesInForce.refused(policy, fault.get()));
                continue;
            }
            for (CiliumPolicy.Part part : policy.parts()) {
                part.spec().unread().forEach(field -> diagnostics.add(ignored(policy, part.field() + "." + field)));
            }
            for (Policy read : of(policy, ends)) {
                all.add(read);
                if (read instanceof CiliumRules rules) {
                    notUnderstood(rules);
                    missingGroups(rules, groups);
                }
            }
        }
        policies = all.build();
    }

    /** What one makes that has no fault: one policy for each of its parts. */
    static ImmutableList<Policy> of(CiliumPolicy policy, CiliumEnds ends) {
        ImmutableList.Builder<Policy> all = ImmutableList.builder();
        for (CiliumPolicy.Part part : policy.parts()) {
            all.add(
                    part.spec().nodeSelector().isPresent()
                            ? CiliumHostPolicy.of(policy, part)
                            : CiliumRules.of(policy, part, ends));
        }
        return all.build();
    }

    ImmutableList<Policy> policies() {
        return policies;
    }

    ImmutableList<Diagnostic> diagnostics() {
        return diagnostics.build();
    }

    private static Diagnostic ignored(CiliumPolicy policy, String field) {
        return PoliciesInForce.about(
                policy,
                Severity.WARNING,
                "network-policy-not-understood",
                ": " + Printable.of(field, MAX_FIELD)
                        + " is not a field of the API as it is known here, or not of its type, so it says nothing."
                        + " Check its spelling.");
    }

    /** Groups are found by name or not at all. */
    private void missingGroups(CiliumRules policy, Set<String> known) {
        for (Direction direction : Direction.values()) {
            ImmutableList<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                String rule = policy.ruleField(direction, i);
                rules.get(i).peers().stream()
                        .flatMap(peer -> ((Peer.Ends) peer).written().stream())
                        .filter(written -> written.field().endsWith(GROUP_REF) && !known.contains(written.value()))
                        .forEach(written -> diagnostics.add(missing(policy.object(), rule, written)));
            }
        }
    }

    private static Diagnostic missing(CiliumPolicy policy, String rule, Peer.Written written) {
        return PoliciesInForce.about(
                policy,
                Severity.WARNING,
                "network-policy-group-missing",
                ": " + rule + "." + written.field() + " names the " + CiliumCidrGroup.KIND + " "
                        + Printable.of(written.value(), MAX_FIELD)
                        + ", which is not in the input, so it matches nothing. Add it.");
    }

    private void notUnderstood(CiliumRules policy) {
        for (Direction direction : Direction.values()) {
            ImmutableList<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                if (!rules.get(i).unread().isEmpty()) {
                    diagnostics.add(PoliciesInForce.notUnderstood(
                            policy.object(), policy.ruleField(direction, i), rules.get(i)));
                }
            }
        }
    }
}
