package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who may write rules that it does not hold (E15): {@code escalate} with update or patch of a role, or unnamed with create.
 * It pays where somebody is bound to that role; where the holder may create bindings, because it can empty the role
 * (nothing is always covered), bind itself, and fill it; and, for ClusterRoles, where an aggregated role takes in the new
 * rules by a label.
 */
final class Escalations {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final Permission UPDATE_ROLES = update("roles");
    private static final Permission UPDATE_CLUSTER_ROLES = update("clusterroles");
    private static final Permission ESCALATE_ROLES = Permission.of("escalate", GROUP, "roles");
    private static final Permission ESCALATE_CLUSTER_ROLES = Permission.of("escalate", GROUP, "clusterroles");
    private static final Permission CREATE_ROLES = Permission.of("create", GROUP, "roles");
    private static final Permission CREATE_CLUSTER_ROLES = Permission.of("create", GROUP, "clusterroles");
    private static final Permission CREATE_BINDINGS = Permission.of("create", GROUP, "rolebindings");
    private static final Permission BIND_ROLES = Permission.of("bind", GROUP, "roles");
    private static final String NEW = "(new)";

    private final Policy policy;
    private final Inventory inventory;
    private final SelfGrants selfGrants;
    private final BindingRights bindingRights;
    private final Question updateClusterRoles;
    private final Map<ObjectRef, List<Grant>> grantsOfRole = new HashMap<>();
    private final List<RoleEntry> aggregating = new ArrayList<>();
    private final Map<String, List<RoleEntry>> rolesByNamespace = new HashMap<>();
    private final Map<Escalation, TreeSet<Support>> found = new LinkedHashMap<>();

    private Escalations(
            Policy policy,
            Inventory inventory,
            SelfGrants selfGrants,
            BindingRights bindingRights,
            Question updateClusterRoles,
            Collection<Grant> grants) {
        this.policy = policy;
        this.inventory = inventory;
        this.selfGrants = selfGrants;
        this.bindingRights = bindingRights;
        this.updateClusterRoles = updateClusterRoles;
        for (Grant grant : grants) {
            grantsOfRole.computeIfAbsent(grant.role(), key -> new ArrayList<>()).add(grant);
        }
        for (RoleEntry role : policy.roles()) {
            if (!role.role().clusterRole()) {
                rolesByNamespace
                        .computeIfAbsent(role.ref().namespace(), key -> new ArrayList<>())
                        .add(role);
            } else if (role.role().aggregationSelectors().stream()
                    .flatMap(List::stream)
                    .anyMatch(Escalations::canBeMet)) {
                aggregating.add(role);
            }
        }
    }

    /** @param combined {@link CombinedRights#of} over all grants so far */
    static ImmutableList<Escalation> of(
            Policy policy,
            Inventory inventory,
            RoleRights rights,
            SelfGrants selfGrants,
            BindingRights bindingRights,
            Collection<Grant> grants,
            Function<ImmutableList<Permission>, ImmutableList<Combined>> combined) {
        Escalations all = new Escalations(
                policy, inventory, selfGrants, bindingRights, new Question(rights, UPDATE_CLUSTER_ROLES), grants);
        combined.apply(ImmutableList.of(UPDATE_CLUSTER_ROLES, ESCALATE_CLUSTER_ROLES))
                .forEach(all::rewriteClusterRoles);
        combined.apply(ImmutableList.of(CREATE_CLUSTER_ROLES, ESCALATE_CLUSTER_ROLES.unnamed()))
                .forEach(all::createClusterRole);
        combined.apply(ImmutableList.of(UPDATE_ROLES, ESCALATE_ROLES)).forEach(all::rewriteRoles);
        combined.apply(ImmutableList.of(CREATE_ROLES, ESCALATE_ROLES.unnamed(), CREATE_BINDINGS, BIND_ROLES)).stream()
                .filter(c -> c.names().get(3).isEmpty())
                .forEach(all::createRole);
        // An empty role is covered by anybody, so it can be bound before it is filled.
        combined.apply(ImmutableList.of(CREATE_ROLES, UPDATE_ROLES, ESCALATE_ROLES, CREATE_BINDINGS)).stream()
                .filter(c -> c.names().stream().allMatch(ImmutableSortedSet::isEmpty))
                .forEach(all::createRole);
        return all.sorted();
    }

    private void rewriteClusterRoles(Combined rewrite) {
        Available available = selfGrants.available(rewrite.holder());
        Optional<ImmutableSortedSet<String>> names =
                common(rewrite.names().get(0), rewrite.names().get(1));
        if (names.isEmpty() || selfGrants.hasPower(available, Scope.CLUSTER)) {
            return;
        }
        if (names.get().isEmpty()) {
            // It may rewrite whatever ClusterRole gives it these rights, cluster-wide.
            for (Available.Member member : available.membersAt(Scope.CLUSTER)) {
                if (!updateClusterRoles.permits(member.grant()).isEmpty()) {
                    add(rewrite, available, member.grant().role(), member.grant());
                }
            }
            return;
        }
        for (String name : names.get()) {
            Optional<RoleEntry> role = policy.role(ObjectRef.cluster("ClusterRole", name));
            if (role.isPresent()) {
                add(rewrite, available, role.get().ref());
                addAggregating(rewrite, available, role.get().ref());
                bindEmptied(rewrite, available, role.get(), inventory.namespaces());
            }
        }
    }

    private void createClusterRole(Combined create) {
        Available available = selfGrants.available(create.holder());
        if (!selfGrants.hasPower(available, Scope.CLUSTER)) {
            addAggregating(create, available, ObjectRef.cluster("ClusterRole", NEW));
        }
    }

    private void addAggregating(Combined rewrite, Available available, ObjectRef written) {
        for (RoleEntry role : aggregating) {
            if (!role.ref().equals(written)) {
                for (Grant grant : grantsOfRole.getOrDefault(role.ref(), List.of())) {
                    add(rewrite, available, written, grant);
                }
            }
        }
    }

    private void rewriteRoles(Combined rewrite) {
        Available available = selfGrants.available(rewrite.holder());
        Optional<ImmutableSortedSet<String>> names =
                common(rewrite.names().get(0), rewrite.names().get(1));
        if (names.isEmpty()) {
            return;
        }
        for (String namespace : namespaces(rewrite.scope())) {
            if (selfGrants.hasPower(available, Scope.namespace(namespace))) {
                continue;
            }
            boolean bound = false;
            for (RoleEntry role : rolesByNamespace.getOrDefault(namespace, List.of())) {
                if (names.get().isEmpty()
                        || names.get().contains(role.role().meta().name())) {
                    add(rewrite, available, role.ref());
                    // One role that can be bound is enough: the next would give the same.
                    bound = bound || bindEmptied(rewrite, available, role, List.of(namespace));
                }
            }
        }
    }

    private void createRole(Combined create) {
        Available available = selfGrants.available(create.holder());
        for (String namespace : namespaces(create.scope())) {
            Scope scope = Scope.namespace(namespace);
            if (!selfGrants.hasPower(available, scope)) {
                ObjectRef role = ObjectRef.of("Role", namespace, NEW);
                put(create, role, Optional.empty(), scope, create.gained(), create.supports());
            }
        }
    }

    private void add(Combined rewrite, Available available, ObjectRef role) {
        grantsOfRole.getOrDefault(role, List.of()).forEach(grant -> add(rewrite, available, role, grant));
    }

    /** Rules written to {@code role} reach {@code bound}. */
    private void add(Combined rewrite, Available available, ObjectRef role, Grant bound) {
        if (selfGrants.isPower(bound) || selfGrants.hasPower(available, bound.scope())) {
            return;
        }
        Optional<Available.Member> own = available.member(bound);
        if (own.isEmpty()) {
            put(rewrite, role, Optional.of(bound), bound.scope(), rewrite.gained(), rewrite.supports());
        } else {
            List<List<Support>> factors = List.of(rewrite.supports(), own.get().supports());
            ImmutableList<Grant> premises = with(rewrite.gained(), available, bound);
            put(rewrite, role, Optional.empty(), bound.scope(), premises, SupportProduct.of(factors));
        }
    }

    /** Empties the role, binds it, fills it; in the widest scope only. Whether it can. */
    private boolean bindEmptied(Combined rewrite, Available available, RoleEntry role, Collection<String> namespaces) {
        List<Grant> grants =
                available.members().stream().map(Available.Member::grant).toList();
        boolean bound = false;
        if (role.role().clusterRole()) {
            for (Permit creator : bindingRights.clusterRoleBindingCreators(grants)) {
                bound |= bindEmptied(rewrite, available, role, creator, Scope.CLUSTER);
            }
        }
        if (!bound) {
            for (Permit creator : bindingRights.roleBindingCreators(grants)) {
                for (String namespace : namespaces) {
                    bound |= bindEmptied(rewrite, available, role, creator, Scope.namespace(namespace));
                }
            }
        }
        return bound;
    }

    private boolean bindEmptied(Combined rewrite, Available available, RoleEntry role, Permit creator, Scope scope) {
        if (!creator.scope().contains(scope) || selfGrants.hasPower(available, scope)) {
            return false;
        }
        List<List<Support>> factors = new ArrayList<>(List.of(rewrite.supports(), creator.supports()));
        available.member(creator.grant()).ifPresent(member -> factors.add(member.supports()));
        ImmutableList<Grant> premises = with(rewrite.gained(), available, creator.grant());
        put(rewrite, role.ref(), Optional.empty(), scope, premises, SupportProduct.of(factors));
        return true;
    }

    private void put(
            Combined rewrite,
            ObjectRef role,
            Optional<Grant> bound,
            Scope scope,
            ImmutableList<Grant> premises,
            Collection<Support> supports) {
        Escalation key =
                new Escalation(rewrite.holder(), role, bound, Grant.everything(scope), premises, ImmutableList.of());
        found.computeIfAbsent(key, k -> new TreeSet<>()).addAll(supports);
    }

    private Collection<String> namespaces(Scope scope) {
        return scope.isClusterWide() ? inventory.namespaces() : List.of(scope.namespace());
    }

    private ImmutableList<Escalation> sorted() {
        List<Escalation> all = new ArrayList<>();
        found.forEach((key, supports) -> all.add(new Escalation(
                key.holder(), key.role(), key.bound(), key.gained(), key.premises(), ImmutableList.copyOf(supports))));
        all.sort(Comparator.comparing(Escalation::holder, Holder::compare)
                .thenComparing(Escalation::role)
                .thenComparing(Escalation::gained)
                .thenComparing(e -> e.bound().toString())
                .thenComparing(e -> e.premises().toString()));
        return ImmutableList.copyOf(all);
    }

    private static ImmutableList<Grant> with(ImmutableList<Grant> premises, Available available, Grant used) {
        if (!available.gained(used) || premises.contains(used)) {
            return premises;
        }
        return ImmutableList.sortedCopyOf(
                ImmutableList.<Grant>builder().addAll(premises).add(used).build());
    }

    /** Names that both allow; empty Optional when there are none. */
    private static Optional<ImmutableSortedSet<String>> common(
            ImmutableSortedSet<String> left, ImmutableSortedSet<String> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.of(left.isEmpty() ? right : left);
        }
        ImmutableSortedSet<String> both = left.stream()
                .filter(right::contains)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        return both.isEmpty() ? Optional.empty() : Optional.of(both);
    }

    /** Whether some labels match the selector: those it asks for, and one value of each it asks to be among some. */
    private static boolean canBeMet(LabelSelector selector) {
        Map<String, String> labels = new HashMap<>(selector.matchLabels());
        selector.matchExpressions().forEach(expression -> {
            if (!expression.values().isEmpty()) {
                expression.values().stream()
                        .filter(value -> expression.matches(Map.of(expression.key(), value)))
                        .findFirst()
                        .ifPresent(value -> labels.putIfAbsent(expression.key(), value));
            } else if (expression.matches(Map.of(expression.key(), ""))) {
                labels.putIfAbsent(expression.key(), "");
            }
        });
        return selector.matches(labels);
    }

    private static Permission update(String resource) {
        return Permission.of("update", GROUP, resource).or("patch");
    }
}
