package dev.postern.attack;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.Vertex.GainedRole;
import dev.postern.attack.Vertex.HeldRole;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.SecretRead;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import dev.postern.model.Workload;
import dev.postern.network.Listener;
import dev.postern.network.Network;
import dev.postern.podsecurity.Escape;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Holder;
import dev.postern.rbac.Rbac;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a rule derives its edges from: the cluster, who has which rights in it, and what surrounds them. */
public final class Facts {
    private final Cluster cluster;
    private final Rbac rbac;
    private final Surroundings surroundings;
    private final Supplier<ImmutableSet<Vertex>> clusterAdminRoles;

    private Facts(Cluster cluster, Rbac rbac, Surroundings surroundings) {
        this.cluster = cluster;
        this.rbac = rbac;
        this.surroundings = surroundings;
        // Asked for by rules, which run side by side; what else is here need not wait for it.
        this.clusterAdminRoles = Suppliers.memoize(() -> rbac.clusterAdminGrants().stream()
                .map(permit -> vertex(permit.grant()))
                .collect(ImmutableSet.toImmutableSet()));
    }

    /** Derives the groups of equal pods; O(pods). */
    public static Facts of(Cluster cluster, Rbac rbac, Network network, PodSecurity podSecurity) {
        return of(cluster, rbac, Surroundings.of(cluster, rbac.kubelets(), network, podSecurity));
    }

    /** @param surroundings that {@link Surroundings#hold} for the cluster */
    public static Facts of(Cluster cluster, Rbac rbac, Surroundings surroundings) {
        return new Facts(cluster, rbac, surroundings);
    }

    /**
     * The same of a changed cluster, with the same said of it beside its objects; what has nothing to do with a change of
     * roles and bindings is taken over.
     */
    public Facts after(Cluster changed) {
        Rbac other = rbac.after(changed);
        return surroundings.hold(changed, other.version())
                ? of(changed, other, surroundings)
                : of(
                        changed,
                        other,
                        Network.withNewcomers(changed, network().profile()),
                        PodSecurity.of(changed, other.version()));
    }

    public Cluster cluster() {
        return cluster;
    }

    public Rbac rbac() {
        return rbac;
    }

    /** What all this is beside rights. */
    public Surroundings surroundings() {
        return surroundings;
    }

    /** {@link Surroundings#network}. */
    public Network network() {
        return surroundings.network();
    }

    /** {@link Surroundings#podSecurity}. */
    public PodSecurity podSecurity() {
        return surroundings.podSecurity();
    }

    /** {@link Surroundings#podGroups}. */
    public ImmutableList<PodGroup> podGroups() {
        return surroundings.podGroups();
    }

    /** {@link Surroundings#group}. */
    public Optional<PodGroup> group(Pod pod) {
        return surroundings.group(pod);
    }

    /** {@link Surroundings#namespaces}. */
    public ImmutableSortedSet<String> namespaces() {
        return surroundings.namespaces();
    }

    /** {@link Surroundings#workloads}. */
    public ImmutableList<Workload> workloads(String kind) {
        return surroundings.workloads(kind);
    }

    /** {@link Surroundings#escapes(PodGroup, Container)}. */
    public ImmutableList<Escape> escapes(PodGroup group, Container container) {
        return surroundings.escapes(group, container);
    }

    /** {@link Surroundings#token}. */
    public Decision token(PodGroup group, Container container) {
        return surroundings.token(group, container);
    }

    /** {@link Surroundings#nodes}. */
    public ImmutableSortedMap<String, Support> nodes() {
        return surroundings.nodes();
    }

    /** {@link Surroundings#reachesApiServer}. */
    public Decision reachesApiServer(PodGroup group) {
        return surroundings.reachesApiServer(group);
    }

    /** {@link Surroundings#apiServerReaches}. */
    public Decision apiServerReaches(PodGroup group, Protocol protocol, int port) {
        return surroundings.apiServerReaches(group, protocol, port);
    }

    /** {@link Surroundings#listeners}. */
    public ImmutableList<Listener> listeners(PodGroup group) {
        return surroundings.listeners(group);
    }

    /** {@link Surroundings#secret}. */
    public SecretRead secret(String namespace, String name) {
        return surroundings.secret(namespace, name);
    }

    /** {@link Surroundings#podTargets}. */
    public ImmutableList<Spread.Target> podTargets() {
        return surroundings.podTargets();
    }

    /** The vertex of holding a grant. */
    public HeldRole vertex(Grant grant) {
        return new HeldRole(grant.role(), grant.scope());
    }

    /** The vertex of sending what pods of a network class send. */
    public Vertex.NetworkPosition position(int networkClass) {
        return Flows.position(surroundings.network(), networkClass);
    }

    /** The vertex of a holder: of its grant, or of the identity itself. */
    public Vertex vertex(Holder holder) {
        return holder.asGrant()
                .<Vertex>map(this::vertex)
                .orElseGet(() -> new Identity(holder.asSubject().orElseThrow()));
    }

    /** The vertex of a grant that a holder has given to itself. */
    public GainedRole gained(Holder holder, Grant grant) {
        return new GainedRole(vertex(holder).id(), vertex(grant));
    }

    /** A holder, and the grants it must have given to itself, as premises of a step. */
    public ImmutableList<Vertex> premises(Holder holder, List<Grant> gained) {
        return Stream.concat(Stream.of(vertex(holder)), gained.stream().map(grant -> (Vertex) gained(holder, grant)))
                .collect(ImmutableList.toImmutableList());
    }

    /** {@link Surroundings#effort}. */
    public int effort(EdgeType type) {
        return surroundings.effort(type);
    }

    /** Whether a vertex is the holding of a role that allows everything, cluster-wide. */
    public boolean isClusterAdminRole(Vertex vertex) {
        return vertex instanceof HeldRole held
                && held.scope().isClusterWide()
                && clusterAdminRoles.get().contains(vertex);
    }
}
