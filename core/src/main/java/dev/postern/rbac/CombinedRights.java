package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who has several permissions as one identity. Each way to have them is said of the smallest holder: the one grant whose
 * rules suffice, else the group whose grants do, else the subject; so the answer is linear in the holdings that take part.
 */
final class CombinedRights {
    /** More alternatives than a person or a remedy will look at; what is beyond is another support of the same. */
    private static final int MAX_SUPPORTS = 256;

    /** Choices tried for one holder in one scope: real roles need a handful, hostile ones are not followed further. */
    private static final int MAX_CHOICES = 20_000;

    private final RoleRights rights;
    private final Inventory inventory;
    private final SelfGrants selfGrants;

    CombinedRights(RoleRights rights, Inventory inventory, SelfGrants selfGrants) {
        this.rights = rights;
        this.inventory = inventory;
        this.selfGrants = selfGrants;
    }

    /** @param grants every grant that may be a holder */
    ImmutableList<Combined> of(Collection<Grant> grants, ImmutableList<Permission> allOf) {
        ImmutableList<Question> questions =
                allOf.stream().map(p -> new Question(rights, p)).collect(ImmutableList.toImmutableList());
        Set<ObjectRef> roles = new HashSet<>();
        questions.forEach(question -> roles.addAll(question.roles()));
        List<Combined> combined = new ArrayList<>();
        for (Grant grant : grants) {
            boolean gains = !selfGrants.gainedBy(grant).isEmpty();
            if (gains ? takesPart(roles, grant) : questions.stream().allMatch(question -> question.mayPermit(grant))) {
                combined.addAll(of(selfGrants.available(grant), questions));
            }
        }
        boolean grantable =
                questions.stream().noneMatch(question -> question.roles().isEmpty());
        for (Subject subject : grantable ? combining(roles) : Set.<Subject>of()) {
            if (mayCombine(subject, questions)) {
                combined.addAll(of(selfGrants.available(subject), questions));
            }
        }
        combined.sort(Comparator.comparing(Combined::holder, Holder::compare)
                .thenComparing(Combined::scope)
                .thenComparing(c -> c.names().toString())
                .thenComparing(c -> c.gained().toString()));
        return ImmutableList.copyOf(combined);
    }

    /** Most subjects lack one of the rights altogether: seen without looking at names and scopes. */
    private boolean mayCombine(Subject subject, List<Question> questions) {
        List<Grant> grants = new ArrayList<>();
        inventory.heldBy(subject).forEach(holding -> grants.add(holding.grant()));
        for (Subject.Group group : inventory.memberships().of(subject)) {
            inventory.heldBy(group).forEach(holding -> grants.add(holding.grant()));
        }
        boolean gains = selfGrants.gaining().contains(subject)
                || grants.stream().anyMatch(grant -> !selfGrants.gainedBy(grant).isEmpty());
        return gains || questions.stream().allMatch(question -> grants.stream().anyMatch(question::mayPermit));
    }

    private boolean takesPart(Set<ObjectRef> roles, Grant grant) {
        if (grant.isEverything() || roles.contains(grant.role())) {
            return true;
        }
        Set<Grant> gained = selfGrants.gainedBy(grant);
        return !gained.isEmpty() && gained.stream().anyMatch(more -> roles.contains(more.role()));
    }

    /** Groups and subjects that hold a grant which takes part; what they only have by a group is the group's. */
    private Set<Subject> combining(Set<ObjectRef> roles) {
        Set<Subject> subjects = new LinkedHashSet<>();
        for (Holding holding : inventory.holdings()) {
            if (takesPart(roles, holding.grant())) {
                subjects.add(holding.subject());
            }
        }
        subjects.addAll(selfGrants.gaining());
        inventory.memberships().users().stream()
                .filter(inventory.memberships()::mayCombine)
                .forEach(subjects::add);
        return subjects;
    }

    private List<Combined> of(Available available, List<Question> questions) {
        List<List<Permit>> permits = new ArrayList<>();
        Set<Scope> scopes = new TreeSet<>(Set.of(Scope.CLUSTER));
        for (Question question : questions) {
            List<Permit> list = new ArrayList<>();
            available.members().forEach(member -> list.addAll(question.permits(member.grant())));
            list.forEach(permit -> scopes.add(permit.scope()));
            permits.add(list);
        }
        if (permits.stream().anyMatch(List::isEmpty)) {
            return List.of();
        }
        Tuples tuples = new Tuples(available, questions);
        for (Scope scope : scopes) {
            List<List<Permit>> there = permits.stream()
                    .map(list -> list.stream()
                            .filter(permit -> permit.scope().contains(scope))
                            .toList())
                    .toList();
            tuples.start(scope, there);
        }
        return tuples.combined();
    }

    /** Chooses one permit for each permission. */
    private final class Tuples {
        private final Available available;
        private final List<Question> questions;
        private final Map<Combined, TreeSet<Support>> found = new LinkedHashMap<>();
        private int choices;

        Tuples(Available available, List<Question> questions) {
            this.available = available;
            this.questions = questions;
        }

        void start(Scope scope, List<List<Permit>> permits) {
            choices = 0;
            choose(scope, permits, new ArrayList<>());
        }

        private void choose(Scope scope, List<List<Permit>> permits, List<Permit> chosen) {
            if (chosen.size() < permits.size()) {
                for (Permit permit : permits.get(chosen.size())) {
                    if (choices > MAX_CHOICES) {
                        return;
                    }
                    chosen.add(permit);
                    choose(scope, permits, chosen);
                    chosen.remove(chosen.size() - 1);
                }
                return;
            }
            if (++choices > MAX_CHOICES) {
                return;
            }
            boolean reachesFurther = wider(scope)
                    .anyMatch(wide ->
                            chosen.stream().allMatch(permit -> permit.scope().contains(wide)));
            Set<Grant> used = new TreeSet<>();
            chosen.forEach(permit -> used.add(permit.grant()));
            if (!reachesFurther && !leftToPower(used) && !selfGrants.leftToSmaller(available, used)) {
                add(scope, chosen, used);
            }
        }

        /** Scopes that contain this one, and are looked at by themselves. */
        private static Stream<Scope> wider(Scope scope) {
            return Stream.of(Scope.CLUSTER, Scope.EVERY_NAMESPACE)
                    .filter(wide -> !wide.equals(scope) && wide.contains(scope));
        }

        /** Whether one of these allows everything asked by its one rule: the others add nothing to it. */
        private boolean leftToPower(Set<Grant> used) {
            return used.size() > 1
                    && used.stream()
                            .anyMatch(grant -> selfGrants.isPower(grant)
                                    && questions.stream()
                                            .noneMatch(question ->
                                                    question.permits(grant).isEmpty()));
        }

        private void add(Scope scope, List<Permit> chosen, Set<Grant> used) {
            ImmutableList<ImmutableSortedSet<String>> names =
                    chosen.stream().map(Permit::names).collect(ImmutableList.toImmutableList());
            ImmutableList<Grant> gained =
                    used.stream().filter(available::gained).collect(ImmutableList.toImmutableList());
            Combined key = new Combined(available.holder(), scope, names, gained, ImmutableList.of());
            TreeSet<Support> supports = found.computeIfAbsent(key, k -> new TreeSet<>());
            if (supports.size() < MAX_SUPPORTS) {
                List<List<Support>> factors = new ArrayList<>();
                used.forEach(grant -> available.member(grant).ifPresent(member -> factors.add(member.supports())));
                chosen.forEach(permit -> factors.add(permit.supports()));
                supports.addAll(SupportProduct.of(factors));
            }
        }

        List<Combined> combined() {
            List<Combined> combined = new ArrayList<>();
            found.forEach((key, supports) -> combined.add(new Combined(
                    key.holder(), key.scope(), key.names(), key.gained(), ImmutableList.copyOf(supports))));
            return combined;
        }
    }
}
