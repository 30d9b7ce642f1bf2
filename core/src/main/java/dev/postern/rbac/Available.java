package dev.postern.rbac;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.ListMultimap;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The grants one holder has: its own, those of its groups, and those it can give to itself. */
final class Available {
    /** Where the holder has a grant from. */
    enum Origin {
        OWN,
        GROUP,
        GAINED
    }

    /** @param supports the bindings that give it; none for a grant as holder, nor for gained ones (they are premises) */
    record Member(Grant grant, Origin origin, ImmutableList<Support> supports) {}

    private static final ImmutableList<Support> GIVEN = ImmutableList.of(Support.NONE);

    private final Holder holder;
    private final Map<Grant, Member> members = new LinkedHashMap<>();
    private final ListMultimap<Scope, Member> byScope = ArrayListMultimap.create();

    private Available(Holder holder) {
        this.holder = holder;
    }

    static Available of(Grant grant) {
        Available available = new Available(grant);
        available.put(new Member(grant, Origin.OWN, GIVEN));
        return available;
    }

    /** What a subject holds, and what its groups hold. */
    static Available of(Subject subject, Inventory inventory) {
        Available available = new Available(new Holder.Identity(subject));
        inventory.heldBy(subject).forEach(holding -> available.add(holding, Origin.OWN));
        Groups memberships = inventory.memberships();
        for (Subject.Group group : memberships.of(subject)) {
            Support member = memberships.support(subject, group);
            inventory.heldBy(group).forEach(holding -> available.add(holding.given(member), Origin.GROUP));
        }
        return available;
    }

    private void add(Holding holding, Origin origin) {
        if (!has(holding.grant())) {
            put(new Member(holding.grant(), origin, holding.supports()));
            return;
        }
        Member known = member(holding.grant()).orElseThrow();
        byScope.remove(known.grant().scope(), known);
        ImmutableList.Builder<Support> both = ImmutableList.builder();
        put(new Member(
                known.grant(),
                known.origin(),
                both.addAll(known.supports()).addAll(holding.supports()).build()));
    }

    /** Adds a grant that the holder can give to itself, unless it has it. */
    void gain(Grant grant) {
        if (!members.containsKey(grant)) {
            put(new Member(grant, Origin.GAINED, GIVEN));
        }
    }

    Holder holder() {
        return holder;
    }

    boolean has(Grant grant) {
        return members.containsKey(grant);
    }

    boolean gained(Grant grant) {
        return member(grant).stream().anyMatch(member -> member.origin() == Origin.GAINED);
    }

    Optional<Member> member(Grant grant) {
        return Optional.ofNullable(members.get(grant));
    }

    Collection<Member> members() {
        return members.values();
    }

    /** Those that are valid all over a scope. */
    Iterable<Member> membersAt(Scope scope) {
        List<Member> clusterWide = byScope.get(Scope.CLUSTER);
        if (scope.isClusterWide()) {
            return clusterWide;
        }
        Iterable<Member> everywhere = Iterables.concat(clusterWide, byScope.get(Scope.EVERY_NAMESPACE));
        return scope.isOneNamespace() ? Iterables.concat(everywhere, byScope.get(scope)) : everywhere;
    }

    private void put(Member member) {
        members.put(member.grant(), member);
        byScope.put(member.grant().scope(), member);
    }
}
