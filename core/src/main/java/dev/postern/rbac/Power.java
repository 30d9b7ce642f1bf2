package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Ordering;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What grants permit, those that are bound and those that holders can give to themselves. */
final class Power {
    private static final Comparator<Permit> ORDER = Comparator.comparing(Permit::grant)
            .thenComparing(
                    permit -> permit.names().asList(),
                    Ordering.<String>natural().lexicographical());

    private final Policy policy;
    private final RoleRights rights;
    private final SelfGrants selfGrants;
    private final CombinedRights combinedRights;
    private final ImmutableList<Escalation> escalations;
    private final ImmutableList<Grant> grants;
    private final Map<ObjectRef, List<Grant>> byRole = new HashMap<>();
    /** Answers: many techniques begin with the same right. */
    private final Map<ImmutableList<Permission>, ImmutableList<Permit>> permits = new ConcurrentHashMap<>();

    private final Map<ImmutableList<Permission>, ImmutableList<Combined>> combined = new ConcurrentHashMap<>();

    Power(Policy policy, RoleRights rights, Inventory inventory) {
        this.policy = policy;
        this.rights = rights;
        BindingRights bindingRights = new BindingRights(policy, rights, inventory.namespaces());
        this.selfGrants = new SelfGrants(policy, inventory, bindingRights);
        this.combinedRights = new CombinedRights(rights, inventory, selfGrants);
        TreeSet<Grant> known = new TreeSet<>();
        inventory.holdings().forEach(holding -> known.add(holding.grant()));
        selfGrants.all().forEach(step -> known.add(step.gained()));
        this.escalations =
                Escalations.of(policy, inventory, rights, selfGrants, known, allOf -> combinedRights.of(known, allOf));
        escalations.forEach(escalation -> known.add(escalation.gained()));
        this.grants = ImmutableList.copyOf(known);
        for (Grant grant : grants) {
            byRole.computeIfAbsent(grant.role(), key -> new ArrayList<>()).add(grant);
        }
    }

    ImmutableList<Grant> grants() {
        return grants;
    }

    SelfGrants selfGrants() {
        return selfGrants;
    }

    ImmutableList<Escalation> escalations() {
        return escalations;
    }

    ImmutableList<Combined> combined(ImmutableList<Permission> allOf) {
        return combined.computeIfAbsent(allOf, asked -> combinedRights.of(grants, asked));
    }

    ImmutableList<Permit> permits(Permission... anyOf) {
        return permits.computeIfAbsent(ImmutableList.copyOf(anyOf), asked -> compute(anyOf));
    }

    private ImmutableList<Permit> compute(Permission... anyOf) {
        Question question = new Question(rights, anyOf);
        List<Permit> permits = new ArrayList<>();
        everything().forEach(grant -> permits.addAll(question.permits(grant)));
        for (ObjectRef role : question.roles()) {
            byRole.getOrDefault(role, List.of()).forEach(grant -> permits.addAll(question.permits(grant)));
        }
        permits.sort(ORDER);
        return ImmutableList.copyOf(permits);
    }

    ImmutableList<Permit> everythingAt(Predicate<Scope> scopes) {
        List<Permit> permits = new ArrayList<>();
        for (Grant grant : everything()) {
            permits.add(new Permit(grant, ImmutableSortedSet.of(), ImmutableList.of(Support.NONE)));
        }
        for (RoleEntry role : policy.roles()) {
            List<Support> supports = role.rules().stream()
                    .filter(entry -> RoleEntry.isEverything(entry.rule()))
                    .flatMap(entry -> entry.supports().stream())
                    .sorted()
                    .toList();
            if (!supports.isEmpty()) {
                for (Grant grant : byRole.getOrDefault(role.ref(), List.of())) {
                    permits.add(new Permit(grant, ImmutableSortedSet.of(), ImmutableList.copyOf(supports)));
                }
            }
        }
        permits.removeIf(permit -> !scopes.test(permit.scope()));
        permits.sort(ORDER);
        return ImmutableList.copyOf(permits);
    }

    /** Permits of one grant for the same names become one, with the supports of all. */
    static ImmutableList<Permit> merged(Iterable<Permit> permits) {
        Map<Permit, TreeSet<Support>> supports = new TreeMap<>(ORDER);
        permits.forEach(permit ->
                supports.computeIfAbsent(permit, key -> new TreeSet<>()).addAll(permit.supports()));
        ImmutableList.Builder<Permit> merged = ImmutableList.builder();
        supports.forEach(
                (permit, all) -> merged.add(new Permit(permit.grant(), permit.names(), ImmutableList.copyOf(all))));
        return merged.build();
    }

    private Collection<Grant> everything() {
        return byRole.getOrDefault(Grant.everything(Scope.CLUSTER).role(), List.of());
    }
}
