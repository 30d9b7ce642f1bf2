package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which accounts and nodes there are, and which workloads run as whom. Built once in O(accounts + pods). */
final class Actors {
    private final Cluster cluster;
    private final boolean live;
    private final ImmutableSet<Subject> bornWithTheCluster;
    private final Lazy<ImmutableSortedSet<String>> namespaces;
    private final ImmutableList<Subject> accounts;
    private final Map<String, List<Subject>> accountsByNamespace = new HashMap<>();
    private final ImmutableList<Subject> nodes;
    private final Groups memberships;
    private final ImmutableList<Subject> authenticated;
    private final Map<Subject, Map<ObjectRef, Integer>> workloads = new HashMap<>();

    Actors(Cluster cluster, Policy policy, Groups memberships, Lazy<ImmutableSortedSet<String>> namespaces) {
        this.memberships = memberships;
        this.cluster = cluster;
        this.live = cluster.isLive();
        this.bornWithTheCluster = namedByBuiltIn(policy);
        this.namespaces = namespaces;
        List<Subject> all = new ArrayList<>();
        for (ServiceAccount account : cluster.serviceAccounts()) {
            all.add(account.subject());
            accountsByNamespace
                    .computeIfAbsent(account.meta().namespace(), key -> new ArrayList<>())
                    .add(account.subject());
        }
        this.accounts = ImmutableList.copyOf(all);
        this.nodes = cluster.nodes().stream()
                .map(node ->
                        Subject.user(ImplicitGroups.NODE_PREFIX + node.meta().name()))
                .collect(ImmutableList.toImmutableList());
        this.authenticated = authenticated(policy);
        for (Pod pod : cluster.pods()) {
            if (!pod.isTerminated()) {
                workloads
                        .computeIfAbsent(pod.serviceAccount(), key -> new TreeMap<>())
                        .merge(pod.owner(), pod.virtual() ? 0 : 1, Integer::sum);
            }
        }
    }

    /** Subjects of the bindings that every cluster has: its controllers run as these accounts. */
    private static ImmutableSet<Subject> namedByBuiltIn(Policy policy) {
        ImmutableSet.Builder<Subject> named = ImmutableSet.builder();
        for (BindingEntry binding : policy.bindings()) {
            if (binding.basis() == Basis.ASSUMED) {
                for (int i = 0; i < binding.binding().subjects().size(); i++) {
                    binding.subject(i).ifPresent(named::add);
                }
            }
        }
        return named.build();
    }

    /** Accounts and nodes, then users that bindings or facts name: who logs in otherwise is not in the cluster. */
    private ImmutableList<Subject> authenticated(Policy policy) {
        Set<Subject> users = new TreeSet<>();
        for (BindingEntry binding : policy.bindings()) {
            for (Subject subject : binding.subjects()) {
                if (subject instanceof Subject.User && !subject.principal().equals(ImplicitGroups.ANONYMOUS)) {
                    users.add(subject);
                }
            }
        }
        users.addAll(memberships.users());
        users.removeAll(Set.copyOf(nodes));
        return ImmutableList.<Subject>builder()
                .addAll(accounts)
                .addAll(nodes)
                .addAll(users)
                .build();
    }

    /** Known members of a group: those the API server puts into it by itself, then those who are said to be in it. */
    ImmutableList<Subject> members(Subject subject) {
        if (!(subject instanceof Subject.Group group)) {
            return ImmutableList.of();
        }
        ImmutableList<Subject> said = memberships.members(group);
        ImmutableList<Subject> implicit = implicitMembers(group);
        return said.isEmpty()
                ? implicit
                : Stream.of(implicit, said).flatMap(List::stream).distinct().collect(ImmutableList.toImmutableList());
    }

    private ImmutableList<Subject> implicitMembers(Subject.Group subject) {
        String name = subject.principal();
        switch (name) {
            case ImplicitGroups.AUTHENTICATED:
                return authenticated;
            case ImplicitGroups.UNAUTHENTICATED:
                return ImmutableList.of(Subject.user(ImplicitGroups.ANONYMOUS));
            case ImplicitGroups.SERVICE_ACCOUNTS:
                return accounts;
            case ImplicitGroups.NODES:
                return nodes;
            default:
                String prefix = ImplicitGroups.SERVICE_ACCOUNTS + ":";
                return name.startsWith(prefix)
                        ? ImmutableList.copyOf(
                                accountsByNamespace.getOrDefault(name.substring(prefix.length()), List.of()))
                        : ImmutableList.of();
        }
    }

    /** What runs as a subject; of a group, what runs as a member of it. */
    ImmutableList<RunsAs> runsAs(Subject subject) {
        Map<ObjectRef, Integer> all = new TreeMap<>();
        if (subject instanceof Subject.Group group) {
            workloads.forEach((account, counts) -> {
                if (ImplicitGroups.of(account).contains(group)) {
                    counts.forEach((workload, pods) -> all.merge(workload, pods, Integer::sum));
                }
            });
        } else {
            all.putAll(workloads.getOrDefault(subject, Map.of()));
        }
        ImmutableList.Builder<RunsAs> runs = ImmutableList.builder();
        all.forEach((workload, pods) -> runs.add(new RunsAs(workload, pods)));
        return runs.build();
    }

    AllowedSubject.Presence presence(Subject subject) {
        if (!(subject instanceof Subject.ServiceAccount account)) {
            return AllowedSubject.Presence.NOT_AN_OBJECT;
        }
        if (cluster.serviceAccount(account).isPresent()) {
            return AllowedSubject.Presence.OBJECT;
        }
        boolean born = !live
                && (bornWithTheCluster.contains(account)
                        || (account.name().equals("default") && namespaces.get().contains(account.namespace())));
        return born ? AllowedSubject.Presence.IMPLIED : AllowedSubject.Presence.DANGLING;
    }
}
