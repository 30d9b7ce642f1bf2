package dev.postern.attack;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Multimaps;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.attack.Vertex.SecretRead;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Secret;
import dev.postern.model.SecretContent;
import dev.postern.model.Support;
import dev.postern.model.Workload;
import dev.postern.network.Listener;
import dev.postern.network.Network;
import dev.postern.podsecurity.Escape;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.Kubelets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rule derives its edges from beside rights: the network of the pods there are and could be, what pods may do on their
 * nodes, and the groups of equal pods. Nothing here reads a role or a binding, so clusters that differ in nothing else have it
 * in common, with all that has been worked out on it. Immutable and safe to share.
 */
public final class Surroundings {
    private final Cluster cluster;
    private final Kubelets kubelets;
    private final Network network;
    private final PodSecurity podSecurity;
    private final ImmutableList<PodGroup> podGroups;
    private final ImmutableMap<ObjectRef, PodGroup> groupByPod;
    private final ImmutableSortedSet<String> namespaces;
    private final Supplier<ImmutableListMultimap<ContainerControl, Escape>> escapes;
    private final Supplier<ImmutableListMultimap<Escape.Kind, ContainerEscape>> escapesByKind;
    /** By the number of the group, as the next. */
    private final Supplier<ImmutableList<Decision>> reachesApiServer;

    private final Supplier<ImmutableList<ImmutableList<Listener>>> listeners;
    private final Supplier<ImmutableMap<ContainerControl, Decision>> tokens;
    private final Supplier<ImmutableSortedMap<String, Support>> nodes;
    private final Supplier<ImmutableList<Spread.Target>> podTargets;
    private final Supplier<Map<ObjectRef, String>> secretContents;
    private final Supplier<ImmutableListMultimap<String, Workload>> workloads;
    private final Map<PortReach, Decision> apiServerReaches = new ConcurrentHashMap<>();
    private @Nullable BesideRights besideRights;

    private Surroundings(Cluster cluster, Kubelets kubelets, Network network, PodSecurity podSecurity) {
        this.cluster = cluster;
        this.kubelets = kubelets;
        this.network = network;
        this.podSecurity = podSecurity;
        this.podGroups = PodGroups.of(cluster, network, podSecurity);
        ImmutableMap.Builder<ObjectRef, PodGroup> byPod = ImmutableMap.builder();
        podGroups.forEach(group -> group.pods().forEach(pod -> byPod.put(pod.object(), group)));
        this.groupByPod = byPod.buildOrThrow();
        this.namespaces = cluster.namespaceNames();
        // Asked for by rules, which run side by side; what else is here need not wait for it.
        this.escapes = Suppliers.memoize(this::computeEscapes);
        this.escapesByKind = Suppliers.memoize(this::sortEscapes);
        this.reachesApiServer = Suppliers.memoize(() -> ofGroups(group -> nearest(group, network::reachesApiServer)));
        this.listeners = Suppliers.memoize(() -> ofGroups(group -> network.listeners(group.pod())));
        this.tokens = Suppliers.memoize(this::computeTokens);
        this.nodes = Suppliers.memoize(this::computeNodes);
        this.secretContents = Suppliers.memoize(this::contents);
        this.podTargets = Suppliers.memoize(this::computePodTargets);
        this.workloads = Suppliers.memoize(() -> Multimaps.index(cluster.workloads(), Workload::kind));
    }

    private <T> ImmutableList<T> ofGroups(Function<PodGroup, T> fact) {
        return podGroups.stream().map(fact).collect(ImmutableList.toImmutableList());
    }

    /** What holds for the one of a group that has it easiest: policies do not keep a pod from what is on its own node. */
    private Decision nearest(PodGroup group, Function<Pod, Decision> asked) {
        Decision decision = asked.apply(group.pod());
        for (Pod pod : group.pods()) {
            if (decision.isAllowed() || group.nodes().size() == 1) {
                return decision;
            }
            if (pod.nodeName().filter(network.apiServerNodes()::contains).isPresent()) {
                Decision other = asked.apply(pod);
                boolean better = other.isAllowed() || decision.outcome() == Outcome.DENIED;
                decision = better ? other : decision;
            }
        }
        return decision;
    }

    /**
     * Derives the groups of equal pods; O(pods).
     *
     * @param network that of the pods there could be too: {@link Network#withNewcomers}
     */
    public static Surroundings of(Cluster cluster, Kubelets kubelets, Network network, PodSecurity podSecurity) {
        return new Surroundings(cluster, kubelets, network, podSecurity);
    }

    /** Whether they are those of another cluster too. Only what the clusters share counts as the same; O(objects). */
    public boolean hold(Cluster other, KubernetesVersion version) {
        return podSecurity.serverVersion().equals(version)
                && cluster.sharesAllBut(Set.of(Role.class, RoleBinding.class), other);
    }

    public Cluster cluster() {
        return cluster;
    }

    /** What kubelets are let have. */
    public Kubelets kubelets() {
        return kubelets;
    }

    public Network network() {
        return network;
    }

    public PodSecurity podSecurity() {
        return podSecurity;
    }

    /** The edges that rules derive from nothing else. */
    private record BesideRights(List<EdgeRule> rules, GraphBuilder edges) {}

    /** A graph in the making that has the edges in which no right has a say; derived when first asked for, for the same rules. */
    synchronized GraphBuilder edges(List<? extends EdgeRule> rules) {
        if (besideRights == null || !besideRights.rules().equals(rules)) {
            besideRights = new BesideRights(List.copyOf(rules), Derivation.besideRights(this, rules));
        }
        return besideRights.edges().copy();
    }

    /** Groups of equal pods that run or may run, in canonical order. */
    public ImmutableList<PodGroup> podGroups() {
        return podGroups;
    }

    /** The group of a pod; empty for a terminated one. */
    public Optional<PodGroup> group(Pod pod) {
        return Optional.ofNullable(groupByPod.get(pod.object()));
    }

    /** Every namespace that the input has or that one of its objects lies in. */
    public ImmutableSortedSet<String> namespaces() {
        return namespaces;
    }

    /** The workloads of a kind, in order. */
    public ImmutableList<Workload> workloads(String kind) {
        return workloads.get().get(kind);
    }

    /** A way to the node, with the container it starts from. */
    public record ContainerEscape(PodGroup group, Container container, Escape escape) {}

    /** Every way from a container of a group to its node. */
    public ImmutableList<Escape> escapes(PodGroup group, Container container) {
        return escapes.get().get(group.container(container));
    }

    /** Every way of one kind from a container to its node, in the order of the groups. */
    public ImmutableList<ContainerEscape> escapes(Escape.Kind kind) {
        return escapesByKind.get().get(kind);
    }

    private ImmutableListMultimap<Escape.Kind, ContainerEscape> sortEscapes() {
        ImmutableListMultimap.Builder<Escape.Kind, ContainerEscape> byKind = ImmutableListMultimap.builder();
        for (PodGroup group : podGroups) {
            for (Container container : group.containers()) {
                for (Escape escape : escapes(group, container)) {
                    byKind.put(escape.kind(), new ContainerEscape(group, container, escape));
                }
            }
        }
        return byKind.build();
    }

    private ImmutableListMultimap<ContainerControl, Escape> computeEscapes() {
        ImmutableListMultimap.Builder<ContainerControl, Escape> all = ImmutableListMultimap.builder();
        for (PodGroup group : podGroups) {
            for (Container container : group.containers()) {
                all.putAll(group.container(container), podSecurity.escapes(group.pod(), container));
            }
        }
        return all.build();
    }

    /** Whether a container of a group is given a token of its service account; {@link PodSecurity#token}. */
    public Decision token(PodGroup group, Container container) {
        return Objects.requireNonNull(tokens.get().get(group.container(container)), "a container of another cluster");
    }

    private ImmutableMap<ContainerControl, Decision> computeTokens() {
        ImmutableMap.Builder<ContainerControl, Decision> all = ImmutableMap.builder();
        for (PodGroup group : podGroups) {
            for (Container container : group.containers()) {
                all.put(group.container(container), podSecurity.token(group.pod(), container));
            }
        }
        return all.buildOrThrow();
    }

    /** Nodes by name, each with the fact that shows it: its object, or the first pod that runs on it. */
    public ImmutableSortedMap<String, Support> nodes() {
        return nodes.get();
    }

    private ImmutableSortedMap<String, Support> computeNodes() {
        Map<String, Support> shown = new HashMap<>();
        for (Node node : cluster.nodes()) {
            shown.put(node.meta().name(), Support.of(Evidence.stated(node.ref(), "", "exists")));
        }
        for (PodGroup group : podGroups) {
            for (Pod pod : group.pods()) {
                pod.nodeName()
                        .ifPresent(node -> shown.computeIfAbsent(
                                node, name -> Support.of(Evidence.stated(pod.object(), pod.field("nodeName"), name))));
            }
        }
        return ImmutableSortedMap.copyOf(shown);
    }

    /** Whether some pod of a group can send requests to the API server; {@link Network#reachesApiServer}. */
    public Decision reachesApiServer(PodGroup group) {
        return reachesApiServer.get().get(group.number());
    }

    /** Whether packets of the API server reach a port of some pod of a group; {@link Network#apiServerReaches}. */
    public Decision apiServerReaches(PodGroup group, Protocol protocol, int port) {
        return apiServerReaches.computeIfAbsent(
                new PortReach(group.vertex(), protocol, port),
                any -> nearest(group, pod -> network.apiServerReaches(pod, protocol, port)));
    }

    /** What listens in the pods of a group; {@link Network#listeners}. */
    public ImmutableList<Listener> listeners(PodGroup group) {
        return listeners.get().get(group.number());
    }

    /** The usual effort of one step of a technique in this cluster: what somebody says of it, else {@link EdgeType#effort}. */
    public int effort(EdgeType type) {
        return saidEffort(type.id()).orElseGet(type::effort);
    }

    /** What somebody says of a technique's effort ({@link dev.postern.model.ClusterFacts#effort}). */
    Optional<Integer> saidEffort(String technique) {
        return cluster.facts().stream()
                .flatMap(said -> Optional.ofNullable(said.effort().get(technique)).stream())
                .findFirst();
    }

    /** The vertex of reading a Secret, which need not be in the input. */
    public SecretRead secret(String namespace, String name) {
        ObjectRef ref = ObjectRef.of("Secret", namespace, name);
        return new SecretRead(namespace, name, secretContents.get().getOrDefault(ref, ""));
    }

    /** What Secrets hold, as far as something tells. */
    private Map<ObjectRef, String> contents() {
        Map<ObjectRef, String> contents = new HashMap<>();
        for (Secret secret : cluster.secrets()) {
            ImmutableSortedSet<SecretContent> holds = secret.contents();
            if (!holds.isEmpty()) {
                contents.put(
                        secret.ref(),
                        holds.stream().map(SecretContent::description).collect(Collectors.joining(", ")));
            }
        }
        return contents;
    }

    /** The targets of rights over pods: every group, by the names of its members. */
    public ImmutableList<Spread.Target> podTargets() {
        return podTargets.get();
    }

    private ImmutableList<Spread.Target> computePodTargets() {
        ImmutableList.Builder<Spread.Target> targets = ImmutableList.builderWithExpectedSize(podGroups.size());
        for (PodGroup group : podGroups) {
            targets.add(new Spread.Target(
                    group.namespace(), group.names(), group.vertex(), Confidence.CERTAIN, Support.NONE));
        }
        return targets.build();
    }
}
