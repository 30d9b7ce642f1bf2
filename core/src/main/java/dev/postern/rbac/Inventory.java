package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who there is, and who holds what. */
final class Inventory {
    private final ImmutableList<Subject> subjects;
    private final ImmutableList<Subject.Group> groups;
    private final ImmutableList<Holding> holdings;
    private final Map<Subject, List<Holding>> bySubject = new LinkedHashMap<>();
    private final Map<Grant, List<Holding>> byGrant = new HashMap<>();
    private final ImmutableSortedSet<String> namespaces;

    Inventory(Cluster cluster, Policy policy) {
        this.holdings = holdings(policy);
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
        Set<Subject.Group> known = new TreeSet<>();
        known.add(new Subject.Group(ImplicitGroups.MASTERS));
        for (Subject subject : all) {
            known.addAll(ImplicitGroups.of(subject));
            if (subject instanceof Subject.Group group) {
                known.add(group);
            }
        }
        this.subjects = all.stream()
                .filter(subject -> !(subject instanceof Subject.Group))
                .sorted()
                .collect(ImmutableList.toImmutableList());
        this.groups = ImmutableList.copyOf(known);
        this.namespaces = namespaces(cluster, policy);
    }

    ImmutableList<Subject> subjects() {
        return subjects;
    }

    ImmutableList<Subject.Group> groups() {
        return groups;
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

    private static ImmutableList<Holding> holdings(Policy policy) {
        Map<Subject, Map<Grant, ImmutableList.Builder<Support>>> supports = new HashMap<>();
        supports.computeIfAbsent(Subject.group(ImplicitGroups.MASTERS), key -> new HashMap<>())
                .put(
                        Grant.everything(Scope.CLUSTER),
                        ImmutableList.<Support>builder().add(Rbac.PRIVILEGED));
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
        List<Holding> holdings = new ArrayList<>();
        supports.forEach((subject, grants) ->
                grants.forEach((grant, list) -> holdings.add(new Holding(subject, grant, list.build()))));
        holdings.sort(Comparator.comparing(Holding::subject).thenComparing(Holding::grant));
        return ImmutableList.copyOf(holdings);
    }

    private static ImmutableSortedSet<String> namespaces(Cluster cluster, Policy policy) {
        ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
        cluster.namespaces().forEach(namespace -> names.add(namespace.meta().name()));
        for (ServiceAccount account : cluster.serviceAccounts()) {
            names.add(account.meta().namespace());
        }
        for (Pod pod : cluster.pods()) {
            names.add(pod.namespace());
        }
        policy.roles().forEach(role -> names.add(role.ref().namespace()));
        policy.bindings().forEach(binding -> names.add(binding.scope().namespace()));
        ImmutableSortedSet<String> all = names.build();
        return all.stream()
                .filter(name -> !name.isEmpty())
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }
}
