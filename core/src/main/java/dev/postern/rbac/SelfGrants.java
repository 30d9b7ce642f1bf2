package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.Multimaps;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Which grants holders can give to themselves, to a fixpoint: what is gained may hold the right to bind more. First for
 * each grant alone (whoever holds it), then for groups and subjects that combine rights of several grants.
 */
final class SelfGrants {
    private static final Comparator<SelfGrant> ORDER = Comparator.comparing(SelfGrant::holder, Holder::compare)
            .thenComparing(SelfGrant::gained)
            .thenComparing(step -> step.premises().toString());

    private final Policy policy;
    private final Inventory inventory;
    private final BindingRights rights;
    private final ImmutableSet<ObjectRef> writers;
    private final ImmutableSet<ObjectRef> binders;
    private final Map<Grant, Set<Grant>> gainedByGrant = new HashMap<>();
    private final Map<Subject, Set<Grant>> gainedBySubject = new HashMap<>();
    private final Map<Subject.Group, Available> groups = new HashMap<>();
    private final ImmutableSet<Subject> gaining;
    private final ImmutableList<SelfGrant> all;

    SelfGrants(Policy policy, Inventory inventory, BindingRights rights) {
        this.policy = policy;
        this.inventory = inventory;
        this.rights = rights;
        this.writers = rights.writers();
        this.binders = rights.binders();
        gainByGrants();
        gainBySubjects(inventory.groups());
        gainBySubjects(inventory.subjects());
        inventory.groups().forEach(group -> groups.put(group, available(group)));
        List<SelfGrant> steps = new ArrayList<>();
        gainedByGrant.keySet().stream().sorted().forEach(grant -> steps.addAll(steps(available(grant), true)));
        this.gaining = ImmutableSet.copyOf(ImmutableSortedSet.copyOf(gainedBySubject.keySet()));
        gaining.forEach(subject -> steps.addAll(steps(available(subject), true)));
        this.all = ImmutableList.copyOf(steps);
    }

    ImmutableList<SelfGrant> all() {
        return all;
    }

    /** How a holder itself comes to a grant: like {@link #all}, but not left to the grants and groups it has. */
    ImmutableList<SelfGrant> of(Holder holder, Grant gained) {
        return steps(available(holder), false).stream()
                .filter(step -> step.gained().equals(gained))
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * {@link #all}, and how each holder itself comes to what {@code premises} and the premises of those steps say that it
     * must have given to itself.
     */
    ImmutableList<SelfGrant> with(ListMultimap<Holder, Grant> premises) {
        Map<Holder, ImmutableListMultimap<Grant, SelfGrant>> byHolder = new HashMap<>();
        BiFunction<Holder, Grant, List<SelfGrant>> of = (holder, gained) -> byHolder.computeIfAbsent(
                        holder, one -> Multimaps.index(steps(available(one), false), SelfGrant::gained))
                .get(gained);
        Deque<SelfGrant> open = new ArrayDeque<>(all);
        premises.forEach((holder, gained) -> open.addAll(of.apply(holder, gained)));
        Map<SelfGrant, TreeSet<Support>> steps = new LinkedHashMap<>();
        while (!open.isEmpty()) {
            SelfGrant step = open.remove();
            SelfGrant key = new SelfGrant(step.holder(), step.gained(), step.premises(), ImmutableList.of());
            TreeSet<Support> supports = steps.computeIfAbsent(key, k -> new TreeSet<>());
            if (supports.addAll(step.supports())) {
                step.premises().forEach(premise -> open.addAll(of.apply(step.holder(), premise)));
            }
        }
        List<SelfGrant> sorted = new ArrayList<>();
        steps.forEach((key, supports) ->
                sorted.add(new SelfGrant(key.holder(), key.gained(), key.premises(), ImmutableList.copyOf(supports))));
        sorted.sort(ORDER);
        return ImmutableList.copyOf(sorted);
    }

    Set<Grant> gainedBy(Grant grant) {
        return gainedByGrant.getOrDefault(grant, Set.of());
    }

    Set<Grant> gainedBy(Subject subject) {
        return gainedBySubject.getOrDefault(subject, Set.of());
    }

    /** Groups and subjects that gain something by rights of several grants, in order. */
    ImmutableSet<Subject> gaining() {
        return gaining;
    }

    Available available(Holder holder) {
        return holder.asGrant()
                .map(this::available)
                .orElseGet(() -> available(holder.asSubject().orElseThrow()));
    }

    Available available(Grant grant) {
        Available available = Available.of(grant);
        gainedBy(grant).forEach(available::gain);
        return available;
    }

    Available available(Subject subject) {
        Available available = Available.of(subject, inventory);
        inherited(available, subject).forEach(available::gain);
        gainedBy(subject).forEach(available::gain);
        return available;
    }

    /**
     * Whether a single grant of the holder, or one of its groups, has all of these by itself, so that this is said there.
     * Never of a grant about its own rules; and of a gained grant only about what uses it, lest two that gain each other
     * leave a thing to each other.
     */
    boolean leftToSmaller(Available available, Set<Grant> used) {
        Holder holder = available.holder();
        if (used.stream().anyMatch(holder::equals)) {
            return false;
        }
        for (Available.Member member : available.members()) {
            boolean smaller = !holder.equals(member.grant())
                    && (member.origin() != Available.Origin.GAINED || used.contains(member.grant()));
            if (smaller && used.stream().allMatch(grant -> closureHas(member.grant(), grant))) {
                return true;
            }
        }
        return holder.asSubject().stream()
                .flatMap(subject -> inventory.memberships().of(subject).stream())
                .map(this::ofGroup)
                .anyMatch(group -> used.stream().allMatch(group::has));
    }

    private boolean closureHas(Grant grant, Grant used) {
        return grant.equals(used) || gainedBy(grant).contains(used);
    }

    private Available ofGroup(Subject.Group group) {
        Available known = groups.get(group);
        return known != null ? known : available(group);
    }

    private void gainByGrants() {
        Deque<Grant> open = new ArrayDeque<>();
        inventory.holdings().stream().map(Holding::grant).distinct().sorted().forEach(open::add);
        Set<Grant> seen = new LinkedHashSet<>(open);
        while (!open.isEmpty()) {
            Grant grant = open.remove();
            if (writers.contains(grant.role()) && binders.contains(grant.role())) {
                Available available = Available.of(grant);
                Set<Grant> gained = fixpoint(available);
                if (!gained.isEmpty()) {
                    gainedByGrant.put(grant, gained);
                }
                gained.stream().filter(seen::add).forEach(open::add);
            }
        }
    }

    private void gainBySubjects(List<? extends Subject> subjects) {
        for (Subject subject : subjects) {
            if (!inventory.memberships().mayCombine(subject)
                    && inventory.heldBy(subject).stream().noneMatch(holding -> takesPart(holding.grant()))) {
                continue;
            }
            Available available = Available.of(subject, inventory);
            Set<Grant> inherited = inherited(available, subject);
            inherited.forEach(available::gain);
            if (!hasRole(available, writers) || !hasRole(available, binders)) {
                continue;
            }
            Set<Grant> gained = fixpoint(available);
            gained.removeAll(inherited);
            if (!gained.isEmpty()) {
                gainedBySubject.put(subject, gained);
            }
        }
    }

    private static boolean hasRole(Available available, Set<ObjectRef> roles) {
        return available.members().stream()
                .anyMatch(member -> roles.contains(member.grant().role()));
    }

    private boolean takesPart(Grant grant) {
        return writers.contains(grant.role()) || binders.contains(grant.role()) || gainedByGrant.containsKey(grant);
    }

    private Set<Grant> inherited(Available available, Subject subject) {
        Set<Grant> inherited = new TreeSet<>();
        available.members().forEach(member -> inherited.addAll(gainedBy(member.grant())));
        inventory.memberships().of(subject).forEach(group -> inherited.addAll(gainedBy(group)));
        inherited.removeIf(available::has);
        return inherited;
    }

    /** Adds to what is available until nothing is new; returns what was added. */
    private Set<Grant> fixpoint(Available available) {
        Set<Grant> gained = new TreeSet<>();
        boolean changed = true;
        while (changed) {
            Set<Grant> targets = new TreeSet<>();
            rights.steps(sources(available), step -> targets.add(step.target()));
            targets.removeIf(target -> addsNothing(available, target));
            dropDominated(targets);
            targets.forEach(available::gain);
            changed = gained.addAll(targets);
        }
        return gained;
    }

    /** Leaves nothing beside a grant of everything in the same scope, or below such a grant or the same in a wider one. */
    private void dropDominated(Set<Grant> targets) {
        Set<Scope> power = new TreeSet<>();
        targets.stream().filter(this::isPower).forEach(target -> power.add(target.scope()));
        Set<ObjectRef> everywhere = new HashSet<>();
        for (Grant target : targets) {
            if (target.scope().equals(Scope.EVERY_NAMESPACE)) {
                everywhere.add(target.role());
            }
        }
        targets.removeIf(target -> {
            boolean below = target.scope().isOneNamespace()
                    && (power.contains(Scope.EVERY_NAMESPACE) || everywhere.contains(target.role()));
            boolean belowAll = !target.scope().isClusterWide() && power.contains(Scope.CLUSTER);
            return below || belowAll || (power.contains(target.scope()) && !isPower(target));
        });
    }

    /** Grants worth combining: what allows everything in a scope has nothing to gain there. */
    private List<Grant> sources(Available available) {
        return available.members().stream()
                .map(Available.Member::grant)
                .filter(grant -> !isPower(grant))
                .toList();
    }

    /** Whether one rule of the grant allows everything in its scope. */
    boolean isPower(Grant grant) {
        return grant.isEverything()
                || policy.role(grant.role()).map(RoleEntry::allowsEverything).orElse(false);
    }

    /** Whether a holder has every right in a scope already. */
    boolean hasPower(Available available, Scope scope) {
        return Iterables.any(available.membersAt(scope), member -> isPower(member.grant()));
    }

    private boolean addsNothing(Available available, Grant target) {
        if (available.has(target)
                || available.has(new Grant(target.role(), Scope.CLUSTER))
                || (target.scope().isOneNamespace() && available.has(new Grant(target.role(), Scope.EVERY_NAMESPACE)))
                || hasPower(available, target.scope())) {
            return true;
        }
        return Coverage.missing(Lists.transform(heldAt(available, target.scope()), RuleEntry::rule), wanted(target))
                .isEmpty();
    }

    /** Every rule a holder has all over a scope. */
    List<RuleEntry> heldAt(Available available, Scope scope) {
        List<RuleEntry> held = new ArrayList<>();
        available
                .membersAt(scope)
                .forEach(member -> policy.role(member.grant().role()).ifPresent(role -> held.addAll(role.rules())));
        return held;
    }

    private List<PolicyRule> wanted(Grant target) {
        List<PolicyRule> rules =
                policy.role(target.role()).map(RoleEntry::policyRules).orElse(List.of());
        // A RoleBinding grants no URLs (E5).
        return target.scope().isClusterWide()
                ? rules
                : rules.stream()
                        .filter(rule -> rule.nonResourceURLs().isEmpty())
                        .toList();
    }

    private List<SelfGrant> steps(Available available, boolean onlyOwn) {
        Map<SelfGrant, List<Support>> supports = new HashMap<>();
        rights.steps(sources(available), step -> {
            if (available.gained(step.target())) {
                Set<Grant> used = new TreeSet<>();
                step.permits().forEach(permit -> used.add(permit.grant()));
                if (!used.contains(step.target()) && !(onlyOwn && leftToSmaller(available, used))) {
                    ImmutableList<Grant> premises =
                            used.stream().filter(available::gained).collect(ImmutableList.toImmutableList());
                    SelfGrant key = new SelfGrant(available.holder(), step.target(), premises, ImmutableList.of());
                    supports.computeIfAbsent(key, k -> new ArrayList<>()).addAll(supports(available, used, step));
                }
            }
        });
        List<SelfGrant> steps = new ArrayList<>();
        supports.forEach((key, list) -> steps.add(new SelfGrant(
                key.holder(),
                key.gained(),
                key.premises(),
                list.stream().distinct().sorted().collect(ImmutableList.toImmutableList()))));
        steps.sort(Comparator.comparing(SelfGrant::gained)
                .thenComparing(step -> step.premises().toString()));
        return steps;
    }

    private static List<Support> supports(Available available, Set<Grant> used, BindingRights.Step step) {
        List<List<Support>> factors = new ArrayList<>();
        used.forEach(grant -> available.member(grant).ifPresent(member -> factors.add(member.supports())));
        step.permits().forEach(permit -> factors.add(permit.supports()));
        step.existing().ifPresent(entry -> factors.add(List.of(Support.of(entry.roleRefEvidence()))));
        return SupportProduct.of(factors);
    }
}
