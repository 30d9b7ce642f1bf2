package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who there is, and who holds what. */
final class Inventory {
    private static final Set<String> BORN_WITH_THE_CLUSTER = Set.of("default", "kube-system");

    private final ImmutableList<Subject> subjects;
    private final ImmutableList<Subject.Group> groups;
    private final ImmutableList<Holding> holdings;
    private final Map<Subject, List<Holding>> bySubject = new LinkedHashMap<>();
    private final Map<Grant, List<Holding>> byGrant = new HashMap<>();
    private final ImmutableSortedSet<String> namespaces;
    private final Groups memberships;

    /** @param beside what other authorizers than RBAC give */
    Inventory(Cluster cluster, Policy policy, Groups memberships, List<Holding> beside) {
        this.memberships = memberships;
        this.holdings = holdings(policy, beside);
        for (Holding holding : holdings) {
            bySubject
                    .computeIfAbsent(holding.subject(), key -> new ArrayList<>())
                    .add(holding);
            byGrant.computeIfAbsent(holding.grant(), key -> new ArrayList<>()).add(holding);
        }
        Set<Subject> all = new HashSet<>();
        cluster.serviceAccounts().forEach(account -> all.add(account.subject()));
        cluster.pods().forEach(pod -> all.add(pod.serviceAccount()));
        cluster.nodes()
                .forEach(node -> all.add(
                        Subject.user(ImplicitGroups.NODE_PREFIX + node.meta().name())));
        policy.bindings().forEach(binding -> addSubjects(binding, all));
        beside.forEach(holding -> all.add(holding.subject()));
        all.addAll(memberships.users());
        Set<Subject.Group> known = new TreeSet<>();
        known.add(new Subject.Group(ImplicitGroups.MASTERS));
        for (Subject subject : all) {
            known.addAll(memberships.of(subject));
            if (subject instanceof Subject.Group group) {
                known.add(group);
            }
        }
        this.subjects = all.stream()
                .filter(subject -> !(subject instanceof Subject.Group))
                .map(Named::of)
                .sorted()
                .map(Named::subject)
                .collect(ImmutableList.toImmutableList());
        this.groups = ImmutableList.copyOf(known);
        this.namespaces = namespaces(cluster, policy, beside);
    }

    ImmutableList<Subject> subjects() {
        return subjects;
    }

    ImmutableList<Subject.Group> groups() {
        return groups;
    }

    /** Who is in which groups. */
    Groups memberships() {
        return memberships;
    }

    ImmutableList<Holding> holdings() {
        return holdings;
    }

    /** What a subject holds itself, not by its groups. */
    List<Holding> heldBy(Subject subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    List<Holding> holdersOf(Grant grant) {
        return byGrant.getOrDefault(grant, List.of());
    }

    /** Every namespace that an object is in, or that exists. */
    ImmutableSortedSet<String> namespaces() {
        return namespaces;
    }

    private static void addSubjects(BindingEntry binding, Set<Subject> all) {
        for (int i = 0; i < binding.binding().subjects().size(); i++) {
            binding.subject(i).ifPresent(all::add);
        }
    }

    private static ImmutableList<Holding> holdings(Policy policy, List<Holding> beside) {
        Map<Subject, Map<Grant, ImmutableList.Builder<Support>>> supports = new HashMap<>();
        for (Holding holding : beside) {
            supports.computeIfAbsent(holding.subject(), key -> new HashMap<>())
                    .computeIfAbsent(holding.grant(), key -> ImmutableList.builder())
                    .addAll(holding.supports());
        }
        for (BindingEntry binding : policy.bindings()) {
            if (binding.grant().isEmpty()) {
                continue;
            }
            Grant grant = binding.grant().get();
            for (int i = 0; i < binding.binding().subjects().size(); i++) {
                Support support = binding.support(i);
                binding.subject(i)
                        .ifPresent(subject -> supports.computeIfAbsent(subject, key -> new HashMap<>())
                                .computeIfAbsent(grant, key -> ImmutableList.builder())
                                .add(support));
            }
        }
        ImmutableList.Builder<Holding> holdings = ImmutableList.builder();
        supports.keySet().stream()
                .map(Named::of)
                .sorted()
                .map(Named::subject)
                .forEach(subject -> new TreeMap<>(supports.getOrDefault(subject, Map.of()))
                        .forEach((grant, list) -> holdings.add(new Holding(subject, grant, list.build()))));
        return holdings.build();
    }

    /** A subject with the name it is sorted by, which is put together but once. */
    private record Named(Subject subject, String kind, String principal) implements Comparable<Named> {
        static Named of(Subject subject) {
            return new Named(subject, subject.kind(), subject.principal());
        }

        @Override
        public int compareTo(Named other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : principal.compareTo(other.principal);
        }
    }

    /** Unless the input is live and shows them all, with the two that every cluster has and nobody can delete. */
    private static ImmutableSortedSet<String> namespaces(Cluster cluster, Policy policy, List<Holding> beside) {
        boolean complete = cluster.isLive() && !cluster.namespaces().isEmpty();
        Set<String> names = new HashSet<>(complete ? Set.of() : BORN_WITH_THE_CLUSTER);
        names.addAll(cluster.namespaceNames());
        policy.roles().forEach(role -> names.add(role.ref().namespace()));
        policy.bindings().forEach(binding -> names.add(binding.scope().namespace()));
        beside.forEach(holding -> names.add(holding.grant().scope().namespace()));
        names.remove("");
        return ImmutableSortedSet.copyOf(names);
    }
}
