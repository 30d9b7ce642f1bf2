package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Decision;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The check that stops a user from writing roles and bindings that grant more than it holds (E15, E16). It comes after
 * authorization of the write itself. Source: kubernetes {@code pkg/registry/rbac/*}{@code /policybased/storage.go}.
 */
final class EscalationCheck {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final ImmutableList<String> ALL = ImmutableList.of("*");
    private static final ImmutableList<String> NONE = ImmutableList.of();
    private static final ImmutableList<PolicyRule> FULL_AUTHORITY =
            ImmutableList.of(new PolicyRule(ALL, ALL, ALL, NONE, NONE), new PolicyRule(ALL, NONE, NONE, NONE, ALL));

    private final Policy policy;
    private final RbacAuthorizer rbac;
    private final Function<AccessReview, Decision> authorizers;

    /** @param authorizers what decides about {@code escalate} and {@code bind} */
    EscalationCheck(Policy policy, RbacAuthorizer rbac, Function<AccessReview, Decision> authorizers) {
        this.policy = policy;
        this.rbac = rbac;
        this.authorizers = authorizers;
    }

    /** What the user lacks to write that role, replacing {@code old} if present; empty when the write is admitted. */
    ImmutableList<PolicyRule> missing(UserInfo user, Role role, Optional<Role> old) {
        boolean unchanged = old.isPresent()
                && old.get().rules().equals(role.rules())
                && old.get().aggregationSelectors().equals(role.aggregationSelectors());
        // The name of an object that is being created is not in its URL.
        AccessReview escalate = AccessReview.of(user)
                .verb("escalate")
                .group(GROUP)
                .resource(role.clusterRole() ? "clusterroles" : "roles")
                .in(role.meta().namespace())
                .named(old.isPresent() ? role.meta().name() : "");
        if (unchanged || isPrivileged(user) || authorizers.apply(escalate).isAllowed()) {
            return ImmutableList.of();
        }
        boolean aggregates = role.aggregationSelectors().isPresent()
                || old.flatMap(Role::aggregationSelectors).isPresent();
        ImmutableSet.Builder<PolicyRule> missing = ImmutableSet.builder();
        missing.addAll(missing(user, role.meta().namespace(), role.rules()));
        if (aggregates) {
            missing.addAll(missing(user, role.meta().namespace(), FULL_AUTHORITY));
        }
        return missing.build().asList();
    }

    /** What the user lacks to write that binding; empty Optional when it refers to no role that can be read. */
    Optional<ImmutableList<PolicyRule>> missing(UserInfo user, RoleBinding binding) {
        String namespace = binding.clusterRoleBinding() ? "" : binding.meta().namespace();
        AccessReview bind = AccessReview.of(user)
                .verb("bind")
                .group(GROUP)
                .resource(binding.roleRef().kind().equals("Role") ? "roles" : "clusterroles")
                .in(namespace)
                .named(binding.roleRef().name());
        if (isPrivileged(user) || authorizers.apply(bind).isAllowed()) {
            return Optional.of(ImmutableList.of());
        }
        return policy.role(binding.roleRef(), namespace).map(role -> missing(user, namespace, role.policyRules()));
    }

    ImmutableList<PolicyRule> missing(UserInfo user, String namespace, List<PolicyRule> wanted) {
        List<PolicyRule> held =
                rbac.rules(user, namespace).stream().map(HeldRule::rule).toList();
        return Coverage.missing(held, wanted);
    }

    private static boolean isPrivileged(UserInfo user) {
        return user.groups().contains(ImplicitGroups.MASTERS);
    }
}
