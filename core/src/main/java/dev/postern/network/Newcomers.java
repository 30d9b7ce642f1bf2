package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import dev.postern.model.Cluster;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSpec;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Pods that are not there but that somebody could create: in each namespace one without labels, and one with the labels, or the
 * account, of each selector by which a policy means pods of that namespace. They belong to network classes and count nowhere else.
 */
final class Newcomers {
    /** Of one namespace; more label sets than these rarely make a difference. */
    private static final int MOST = 64;

    private static final String KIND = "Pod";

    private Newcomers() {}

    /** O(selectors of namespaces times namespaces, and selectors of pods). */
    static ImmutableList<Pod> of(Cluster cluster, List<Policy> policies) {
        Map<String, TreeSet<String>> seen = new TreeMap<>();
        ImmutableList.Builder<Pod> pods = ImmutableList.builder();
        cluster.namespaceNames().forEach(name -> {
            seen.put(name, new TreeSet<>());
            add(name, ImmutableSortedMap.of(), seen, pods);
        });
        Map<LabelSelector, List<String>> namespaces = new LinkedHashMap<>();
        EndSetScope scope = new EndSetScope(cluster);
        Set<EndSet> read = new HashSet<>();
        for (Policy policy : policies) {
            for (Peer mentioned : selectors(policy)) {
                if (mentioned instanceof Peer.Ends ends && read.add(ends.set())) {
                    List<ImmutableSortedMap<String, String>> all = EndSetScope.told(ends.set()).stream()
                            .filter(labels -> !labels.isEmpty())
                            .toList();
                    List<String> within = all.isEmpty() ? List.of() : scope.depending(ends.set());
                    all.forEach(labels -> within.stream()
                            .filter(namespace -> hasAccount(cluster, namespace, labels))
                            .forEach(namespace -> add(namespace, labels, seen, pods)));
                } else if (mentioned instanceof Peer.Pods peer) {
                    ImmutableSortedMap<String, String> labels = told(peer.podSelector());
                    List<String> within = labels.isEmpty()
                            ? List.of()
                            : peer.namespaces()
                                    .map(selector -> namespaces.computeIfAbsent(selector, any -> matched(cluster, any)))
                                    .orElse(List.of(peer.namespace()));
                    within.forEach(namespace -> add(namespace, labels, seen, pods));
                }
            }
        }
        return pods.build();
    }

    /** Whether a pod is one of these: pods of workloads that are not there either are called after these. */
    static boolean isOne(Pod pod) {
        return pod.virtual() && pod.object().kind().equals(KIND);
    }

    private static List<Peer> selectors(Policy policy) {
        List<Peer> all = new ArrayList<>();
        all.add(policy.subject());
        for (Direction direction : Direction.values()) {
            for (Rule rule : policy.appliesTo(direction) ? policy.rules(direction) : ImmutableList.<Rule>of()) {
                all.addAll(rule.peers());
            }
        }
        return all;
    }

    private static boolean hasAccount(Cluster cluster, String namespace, Map<String, String> labels) {
        String account = labels.get(EndSetScope.ACCOUNT);
        return account == null
                || cluster.serviceAccount(Subject.serviceAccount(namespace, account))
                        .isPresent();
    }

    /** Labels that a selector asks for, as few as will do: of several values that are as good the first. */
    private static ImmutableSortedMap<String, String> told(LabelSelector selector) {
        Map<String, String> labels = new TreeMap<>();
        for (LabelRequirement required : selector.matchExpressions()) {
            switch (required.operator()) {
                case IN -> required.values().stream().findFirst().ifPresent(value -> labels.put(required.key(), value));
                case EXISTS -> labels.putIfAbsent(required.key(), "");
                default -> {}
            }
        }
        labels.putAll(selector.matchLabels());
        return ImmutableSortedMap.copyOf(labels);
    }

    private static List<String> matched(Cluster cluster, LabelSelector selector) {
        return cluster.namespaceNames().stream()
                .filter(name -> selector.matches(Matches.namespaceLabels(cluster, name)))
                .toList();
    }

    private static void add(
            String namespace,
            ImmutableSortedMap<String, String> labels,
            Map<String, TreeSet<String>> seen,
            ImmutableList.Builder<Pod> pods) {
        TreeSet<String> names = seen.get(namespace);
        String written = labels.entrySet().stream()
                .map(label -> (label.getKey().isEmpty() ? "account" : label.getKey()) + "=" + label.getValue())
                .collect(Collectors.joining(","));
        String name = written.isEmpty() ? "(new)" : "(new:" + written + ")";
        if (names != null && names.size() < MOST && names.add(name)) {
            ObjectRef ref = ObjectRef.of(KIND, namespace, name);
            ImmutableSortedMap<String, String> ofPod =
                    ImmutableSortedMap.copyOf(Maps.filterKeys(labels, key -> !key.equals(EndSetScope.ACCOUNT)));
            pods.add(new Pod(
                    ref,
                    ObjectMeta.of(namespace, name).withLabels(ofPod),
                    PodSpec.as(Optional.ofNullable(labels.get(EndSetScope.ACCOUNT))),
                    "spec",
                    Optional.empty(),
                    "",
                    ImmutableList.of(),
                    ref,
                    true,
                    false));
        }
    }
}
