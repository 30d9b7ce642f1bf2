package dev.postern.rbac;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.ListMultimap;
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
    private static final String NEW = "(new)";

    private final Policy policy;
    private final Inventory inventory;
    private final SelfGrants selfGrants;
    private final Question updateClusterRoles;
    private final Map<ObjectRef, List<Grant>> grantsOfRole = new HashMap<>();
    private final List<RoleEntry> aggregating = new ArrayList<>();
    private final Map<String, List<RoleEntry>> rolesByNamespace = new HashMap<>();
    private final ListMultimap<Grant, BindingEntry> bindings = ArrayListMultimap.create();
    private final Map<Escalation, TreeSet<Support>> found = new LinkedHashMap<>();

    private Escalations(
            Policy policy,
            Inventory inventory,
            SelfGrants selfGrants,
            Question updateClusterRoles,
            Collection<Grant> grants) {
        this.policy = policy;
        this.inventory = inventory;
        this.selfGrants = selfGrants;
        this.updateClusterRoles = updateClusterRoles;
        for (Grant grant : grants) {
            grantsOfRole.computeIfAbsent(grant.role(), key -> new ArrayList<>()).add(grant);
        }
        for (BindingEntry binding : policy.bindings()) {
            binding.grant().ifPresent(grant -> bindings.put(grant, binding));
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
            Collection<Grant> grants,
            Function<ImmutableList<Permission>, ImmutableList<Combined>> combined) {
        Escalations all =
                new Escalations(policy, inventory, selfGrants, new Question(rights, UPDATE_CLUSTER_ROLES), grants);
        combined.apply(ImmutableList.of(UPDATE_CLUSTER_ROLES, ESCALATE_CLUSTER_ROLES))
                .forEach(all::rewriteClusterRoles);
        combined.apply(ImmutableList.of(CREATE_CLUSTER_ROLES, ESCALATE_CLUSTER_ROLES.unnamed()))
                .forEach(all::createClusterRole);
        combined.apply(ImmutableList.of(UPDATE_ROLES, ESCALATE_ROLES)).forEach(all::rewriteRoles);
        for (Creation creation : Creation.values()) {
            combined.apply(creation.filled())
                    .forEach(c ->
                            all.createRole(creation, c, Optional.of(c.names().get(3))));
            // Nothing is always covered, so an empty role can be bound before it is filled.
            combined.apply(creation.emptied())
                    .forEach(c -> all.createRole(
                            creation, c, common(c.names().get(2), c.names().get(3))));
            combined.apply(creation.rewritten()).forEach(c -> all.rewriteAndBind(creation, c));
            combined.apply(creation.reused()).forEach(c -> all.rewriteBound(creation, c));
        }
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
            for (RoleEntry role : rolesByNamespace.getOrDefault(namespace, List.of())) {
                if (names.get().isEmpty()
                        || names.get().contains(role.role().meta().name())) {
                    add(rewrite, available, role.ref());
                }
            }
        }
    }

    /** @param names those that the new role may have; any when empty, none when the Optional is */
    private void createRole(Creation creation, Combined create, Optional<ImmutableSortedSet<String>> names) {
        if (names.isEmpty()) {
            return;
        }
        Available available = selfGrants.available(create.holder());
        for (Scope scope : creation.scopes(create.scope(), inventory.namespaces())) {
            String namespace = creation.clusterRole ? "" : scope.namespace();
            String kind = creation.clusterRole ? "ClusterRole" : "Role";
            Optional<ObjectRef> role = names.get().isEmpty()
                    ? Optional.of(ObjectRef.of(kind, namespace, NEW))
                    : names.get().stream()
                            .map(name -> ObjectRef.of(kind, namespace, name))
                            .filter(ref -> policy.role(ref).isEmpty())
                            .findFirst();
            if (role.isPresent() && !selfGrants.hasPower(available, scope)) {
                put(create, role.get(), Optional.empty(), scope, create.gained(), create.supports());
            }
        }
    }

    /** Empties a role that there is, creates a binding to it, and fills it. */
    private void rewriteAndBind(Creation creation, Combined rewrite) {
        Available available = selfGrants.available(rewrite.holder());
        for (Scope scope : creation.scopes(rewrite.scope(), inventory.namespaces())) {
            if (!selfGrants.hasPower(available, scope)) {
                List<RoleEntry> roles = rewritable(creation, rewrite, scope);
                // Among any, one is enough: the next would give the same.
                boolean any = rewrite.names().get(0).isEmpty()
                        && rewrite.names().get(1).isEmpty();
                for (RoleEntry role : any && !roles.isEmpty() ? roles.subList(0, 1) : roles) {
                    put(rewrite, role.ref(), Optional.empty(), scope, rewrite.gained(), rewrite.supports());
                }
            }
        }
    }

    /** Empties a role, adds itself to a binding that refers to it, and fills it. */
    private void rewriteBound(Creation creation, Combined rewrite) {
        Available available = selfGrants.available(rewrite.holder());
        for (Scope scope : creation.scopes(rewrite.scope(), inventory.namespaces())) {
            if (selfGrants.hasPower(available, scope)) {
                continue;
            }
            for (RoleEntry role : rewritable(creation, rewrite, scope)) {
                for (BindingEntry binding : bindings.get(new Grant(role.ref(), scope))) {
                    ImmutableSortedSet<String> names = rewrite.names().get(2);
                    if (names.isEmpty()
                            || names.contains(binding.binding().meta().name())) {
                        List<Support> supports = rewrite.supports().stream()
                                .map(support -> support.and(Support.of(binding.roleRefEvidence())))
                                .toList();
                        put(rewrite, role.ref(), Optional.empty(), scope, rewrite.gained(), supports);
                    }
                }
            }
        }
    }

    /** Roles that both names allow; none for any ClusterRole, which is everything already. */
    private List<RoleEntry> rewritable(Creation creation, Combined rewrite, Scope scope) {
        Optional<ImmutableSortedSet<String>> names =
                common(rewrite.names().get(0), rewrite.names().get(1));
        if (names.isEmpty() || (creation.clusterRole && names.get().isEmpty())) {
            return List.of();
        }
        if (names.get().isEmpty()) {
            return rolesByNamespace.getOrDefault(scope.namespace(), List.of());
        }
        String kind = creation.clusterRole ? "ClusterRole" : "Role";
        String namespace = creation.clusterRole ? "" : scope.namespace();
        return names.get().stream()
                .flatMap(name -> policy.role(ObjectRef.of(kind, namespace, name)).stream())
                .toList();
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
        return labels(selector).isPresent();
    }

    /** Labels that the selector matches, if there are any. */
    static Optional<ImmutableSortedMap<String, String>> labels(LabelSelector selector) {
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
        return selector.matches(labels) ? Optional.of(ImmutableSortedMap.copyOf(labels)) : Optional.empty();
    }

    private static Permission update(String resource) {
        return Permission.of("update", GROUP, resource).or("patch");
    }

    /** A new role of one's own, bound to oneself: every kind of role in every kind of binding. */
    private enum Creation {
        ROLE(false, false),
        CLUSTER_ROLE_IN_NAMESPACE(true, false),
        CLUSTER_ROLE(true, true);

        private final boolean clusterRole;
        private final boolean clusterWide;

        Creation(boolean clusterRole, boolean clusterWide) {
            this.clusterRole = clusterRole;
            this.clusterWide = clusterWide;
        }

        /** A role that exists, in a new binding. */
        ImmutableList<Permission> rewritten() {
            return ImmutableList.of(
                    clusterRole ? UPDATE_CLUSTER_ROLES : UPDATE_ROLES,
                    clusterRole ? ESCALATE_CLUSTER_ROLES : ESCALATE_ROLES,
                    createBinding());
        }

        /** A role that exists, in a binding that exists. */
        ImmutableList<Permission> reused() {
            return ImmutableList.of(
                    clusterRole ? UPDATE_CLUSTER_ROLES : UPDATE_ROLES,
                    clusterRole ? ESCALATE_CLUSTER_ROLES : ESCALATE_ROLES,
                    update(clusterWide ? "clusterrolebindings" : "rolebindings"));
        }

        /** Created with all rules at once, then bound by {@code bind}. */
        ImmutableList<Permission> filled() {
            Permission escalate = clusterRole ? ESCALATE_CLUSTER_ROLES : ESCALATE_ROLES;
            Permission bind = Permission.of("bind", GROUP, clusterRole ? "clusterroles" : "roles");
            return ImmutableList.of(
                    create(), escalate.unnamed(), createBinding(), clusterWide ? bind : bind.inNamespace());
        }

        /** Created empty, bound by coverage, then filled. */
        ImmutableList<Permission> emptied() {
            return ImmutableList.of(
                    create(),
                    createBinding(),
                    clusterRole ? UPDATE_CLUSTER_ROLES : UPDATE_ROLES,
                    clusterRole ? ESCALATE_CLUSTER_ROLES : ESCALATE_ROLES);
        }

        private Permission create() {
            return clusterRole ? CREATE_CLUSTER_ROLES : CREATE_ROLES;
        }

        private Permission createBinding() {
            return Permission.of("create", GROUP, clusterWide ? "clusterrolebindings" : "rolebindings");
        }

        List<Scope> scopes(Scope combined, Collection<String> namespaces) {
            return clusterWide || !combined.isClusterWide()
                    ? List.of(combined)
                    : namespaces.stream().map(Scope::namespace).toList();
        }
    }
}
