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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    private static final String NEW = "(new)";

    private final Policy policy;
    private final Inventory inventory;
    private final SelfGrants selfGrants;
    private final Question updateClusterRoles;
    private final Map<ObjectRef, List<Grant>> grantsOfRole = new HashMap<>();
    private final List<RoleEntry> aggregating = new ArrayList<>();
    private final Map<String, List<RoleEntry>> rolesByNamespace = new HashMap<>();
    private final ListMultimap<Grant, BindingEntry> bindings = ArrayListMultimap.create();
    private final Map<Scope, Set<String>> bindingNames = new HashMap<>();
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
        for (RoleWay way : RoleWay.created(true)) {
            combined.apply(way.permissions()).forEach(c -> all.createClusterRole(way, c));
        }
        combined.apply(ImmutableList.of(UPDATE_ROLES, ESCALATE_ROLES)).forEach(all::rewriteRoles);
        for (RoleBound bound : RoleBound.values()) {
            for (RoleWay way : bound.filled()) {
                combined.apply(way.permissions()).forEach(c -> all.createRole(bound, way, c));
            }
            // Nothing is always covered, so an empty role can be bound before it is filled.
            for (RoleWay way : bound.emptied()) {
                combined.apply(way.permissions()).forEach(c -> all.createRole(bound, way, c));
            }
            for (RoleWay way : bound.rewritten()) {
                combined.apply(way.permissions()).forEach(c -> all.rewriteAndBind(bound, way, c));
            }
            combined.apply(bound.reused()).forEach(c -> all.rewriteBound(bound, c));
        }
        return all.sorted();
    }

    private void rewriteClusterRoles(Combined rewrite) {
        Available available = selfGrants.available(rewrite.holder());
        Optional<ImmutableSortedSet<String>> names =
                Names.common(rewrite.names().get(0), rewrite.names().get(1));
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

    private void createClusterRole(RoleWay way, Combined create) {
        Available available = selfGrants.available(create.holder());
        if (!selfGrants.hasPower(available, Scope.CLUSTER)) {
            unused(way, create, "ClusterRole", "").ifPresent(role -> addAggregating(create, available, role));
        }
    }

    /** A role that is not there and that has a name which the rights allow. */
    private Optional<ObjectRef> unused(RoleWay way, Combined create, String kind, String namespace) {
        return way.roleNames(create)
                .flatMap(names -> names.isEmpty()
                        ? Optional.of(ObjectRef.of(kind, namespace, NEW))
                        : names.stream()
                                .map(name -> ObjectRef.of(kind, namespace, name))
                                .filter(ref -> policy.role(ref).isEmpty())
                                .findFirst());
    }

    /** Whether a new binding may have a name that the rights allow. */
    private boolean canBind(RoleWay way, Combined create, Scope scope) {
        return way.bindingNames(create)
                .filter(names -> names.isEmpty()
                        || names.stream().anyMatch(name -> !bound(scope).contains(name)))
                .isPresent();
    }

    private Set<String> bound(Scope scope) {
        return bindingNames.computeIfAbsent(
                scope,
                key -> policy.bindings().stream()
                        .filter(entry -> entry.scope().equals(key))
                        .map(entry -> entry.binding().meta().name())
                        .collect(Collectors.toSet()));
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
                Names.common(rewrite.names().get(0), rewrite.names().get(1));
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

    private void createRole(RoleBound bound, RoleWay way, Combined create) {
        Available available = selfGrants.available(create.holder());
        for (Scope scope : bound.scopes(create.scope(), inventory.namespaces())) {
            if (!selfGrants.hasPower(available, scope) && canBind(way, create, scope)) {
                unused(way, create, bound.kind(), bound.namespace(scope))
                        .ifPresent(
                                role -> put(create, role, Optional.empty(), scope, create.gained(), create.supports()));
            }
        }
    }

    /** Empties a role that there is, creates a binding to it, and fills it. */
    private void rewriteAndBind(RoleBound bound, RoleWay way, Combined rewrite) {
        Available available = selfGrants.available(rewrite.holder());
        for (Scope scope : bound.scopes(rewrite.scope(), inventory.namespaces())) {
            if (!selfGrants.hasPower(available, scope) && canBind(way, rewrite, scope)) {
                List<RoleEntry> roles = rewritable(bound, way.roleNames(rewrite), scope);
                // Among any, one is enough: the next would give the same.
                boolean any = way.roleNames(rewrite).filter(Set::isEmpty).isPresent();
                for (RoleEntry role : any && !roles.isEmpty() ? roles.subList(0, 1) : roles) {
                    put(rewrite, role.ref(), Optional.empty(), scope, rewrite.gained(), rewrite.supports());
                }
            }
        }
    }

    /** Empties a role, adds itself to a binding that refers to it, and fills it. */
    private void rewriteBound(RoleBound creation, Combined rewrite) {
        Available available = selfGrants.available(rewrite.holder());
        for (Scope scope : creation.scopes(rewrite.scope(), inventory.namespaces())) {
            if (selfGrants.hasPower(available, scope)) {
                continue;
            }
            Optional<ImmutableSortedSet<String>> allowed =
                    Names.common(rewrite.names().get(0), rewrite.names().get(1));
            for (RoleEntry role : rewritable(creation, allowed, scope)) {
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

    /** Roles of some names; none for any ClusterRole, which is everything already. */
    private List<RoleEntry> rewritable(RoleBound bound, Optional<ImmutableSortedSet<String>> names, Scope scope) {
        if (names.isEmpty() || (bound.isOfClusterRole() && names.get().isEmpty())) {
            return List.of();
        }
        if (names.get().isEmpty()) {
            return rolesByNamespace.getOrDefault(scope.namespace(), List.of());
        }
        return names.get().stream()
                .flatMap(name -> policy.role(ObjectRef.of(bound.kind(), bound.namespace(scope), name)).stream())
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
        return scope.isOneNamespace() ? List.of(scope.namespace()) : inventory.namespaces();
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

    static Permission update(String resource) {
        return Permission.of("update", GROUP, resource).or("patch");
    }
}
