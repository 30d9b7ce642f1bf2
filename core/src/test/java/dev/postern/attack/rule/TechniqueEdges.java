package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Derivation;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ApiServerReach;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.GainedRole;
import dev.postern.attack.Vertex.HeldRole;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.NetworkPosition;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.model.Cluster;
import dev.postern.model.Subject;
import dev.postern.network.CniProfile;
import dev.postern.network.Network;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.RbacOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The edges of one technique as people would say them, after {@code samples/techniques/README.md}: hubs, grants and the
 * reach of the API server fold away, so that a right starts from each identity that holds it alone.
 *
 * <p>Built-in roles are left out. {@code system:masters} and cluster-admin hold every right by definition: they are no
 * starts.
 */
final class TechniqueEdges {
    private static final Vertex MASTERS = new Identity(Subject.group("system:masters"));

    private final List<AttackEdge> folding = new ArrayList<>();
    private final List<AttackEdge> technique = new ArrayList<>();
    private final Set<Vertex> starts = new LinkedHashSet<>();

    private final Set<Vertex> given = new LinkedHashSet<>();

    private TechniqueEdges(AttackGraph graph, EdgeType type, Set<String> given) {
        graph.vertices().stream().filter(vertex -> given.contains(vertex.id())).forEach(this.given::add);
        graph.forEachEdge(edge -> add(edge, type));
        graph.forEachFlow(edge -> add(edge, type));
        starts.removeAll(this.given);
    }

    /**
     * Every edge of the rule in the cluster, as {@code from -> to}.
     *
     * @param given ids of what the attacker has besides
     */
    static ImmutableSortedSet<String> of(EdgeRule rule, Cluster cluster, Set<String> given) {
        return edges(graph(cluster), rule, given);
    }

    /** The graph of every rule: what one technique leads to is not a vertex before another needs it. */
    static AttackGraph graph(Cluster cluster) {
        return Derivation.run(facts(cluster), BuiltInRules.all());
    }

    /** What rules are given, without built-in roles. */
    static Facts facts(Cluster cluster) {
        Rbac rbac = Rbac.of(cluster, RbacOptions.DEFAULT.withoutBuiltInRoles());
        return Facts.of(cluster, rbac, Network.withNewcomers(cluster, CniProfile.of(cluster)), PodSecurity.of(cluster));
    }

    private static ImmutableSortedSet<String> edges(AttackGraph graph, EdgeRule rule, Set<String> given) {
        TechniqueEdges edges = new TechniqueEdges(graph, rule.type(), given);
        ImmutableSortedSet.Builder<String> all = ImmutableSortedSet.naturalOrder();
        for (Vertex start : edges.starts) {
            Set<Vertex> held = edges.held(start);
            for (AttackEdge edge : edges.technique) {
                if (isFlow(edge) == start instanceof PodControl
                        && held.containsAll(edge.premises())
                        && !isGiven(start, edge.to(), held)) {
                    all.add(start.id() + " -> " + name(edge.to()));
                }
            }
        }
        return all.build();
    }

    private void add(AttackEdge edge, EdgeType type) {
        if (edge.premises().stream().anyMatch(from -> from instanceof May hub && hub.isOnceClosed())) {
            return; // no plan goes that way
        }
        boolean ofType = edge.type().equals(Optional.of(type));
        if (ofType) {
            technique.add(edge);
        }
        if (edge.type().isEmpty() || edge.type().get().id().equals("SUBJECT_GRANT")) {
            folding.add(edge);
        }
        edge.premises().stream()
                .filter(vertex -> !folds(vertex) && !vertex.equals(MASTERS))
                .forEach(starts::add);
    }

    /** Whatever a start comes with, by itself and by bindings. */
    private Set<Vertex> held(Vertex start) {
        Set<Vertex> held = new HashSet<>();
        held.add(start);
        held.addAll(given);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (AttackEdge edge : folding) {
                if ((folds(edge.to()) || isOwnContainer(start, edge.to())) && held.containsAll(edge.premises())) {
                    grown |= held.add(edge.to());
                }
            }
        }
        return held;
    }

    /** Flows are said to start from pods; nothing else is, because it is a container that does it. */
    private static boolean isFlow(AttackEdge edge) {
        return edge.premises().stream().anyMatch(NetworkPosition.class::isInstance);
    }

    private static boolean isGiven(Vertex start, Vertex to, Set<Vertex> held) {
        return to.equals(start)
                || (to instanceof GainedRole gained && held.contains(gained.role()))
                || (to instanceof PortReach reach && reach.pod().equals(start));
    }

    private static boolean isOwnContainer(Vertex start, Vertex to) {
        return start instanceof PodControl
                && to instanceof ContainerControl container
                && container.pod().equals(start);
    }

    private static boolean folds(Vertex vertex) {
        return vertex.isHub()
                || vertex instanceof HeldRole
                || vertex instanceof GainedRole
                || vertex instanceof ApiServerReach
                || vertex instanceof ClusterAdmin;
    }

    private static String name(Vertex vertex) {
        return vertex instanceof GainedRole gained ? gained.role().id() : vertex.id();
    }
}
