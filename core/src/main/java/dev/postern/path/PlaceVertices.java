package dev.postern.path;

import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.AnyNode;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.Internet;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.attack.Vertex.SomeNode;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.model.Container;
import dev.postern.model.Node;
import dev.postern.model.Subject;
import dev.postern.rbac.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Everything that counts as being at a place: the containers of a pod, all that lies in a namespace, every node. What a
 * question avoids, goes through, or wants any of.
 */
final class PlaceVertices {
    /** The hubs of the rule that reads Secrets, whichever is there. */
    private static final String READS_SECRETS = "may:read-secrets@";

    private final Facts facts;
    private final SearchSpace space;

    PlaceVertices(Facts facts, SearchSpace space) {
        this.facts = facts;
        this.space = space;
    }

    /** The numbers of the vertices of a place, ascending; those that the graph does not hold are left out. */
    int[] of(Place place) {
        if (place instanceof Place.Exactly exactly) {
            return space.index(exactly.notation()).stream().toArray();
        }
        return vertices(place).stream()
                .flatMapToInt(vertex -> space.index(vertex).stream())
                .sorted()
                .distinct()
                .toArray();
    }

    private List<? extends Vertex> vertices(Place place) {
        if (place instanceof Place.CrownJewels jewels) {
            return new CrownJewels(facts).marked(jewels);
        }
        switch (place.notation()) {
            case "internet":
                return List.of(new Internet());
            case "cluster-admin":
                return List.of(new ClusterAdmin());
            case "any-pod":
                return pods(group -> true);
            case "exposed-pods":
                Set<PodControl> exposed = exposedPods();
                return pods(group -> exposed.contains(group.vertex()));
            case "any-node":
                return all(vertex -> vertex instanceof NodeControl
                        || vertex instanceof SymbolicNode
                        || vertex instanceof SomeNode
                        || vertex instanceof AnyNode);
            case "control-plane":
                return controlPlane();
            case "all-secrets":
                return allSecrets();
            default:
                return named((Place.Named) place);
        }
    }

    private List<? extends Vertex> named(Place.Named place) {
        switch (place.kind()) {
            case "pod":
                return pods(group -> isCalled(group, place));
            case "namespace":
                return all(vertex ->
                        vertex.namespace().equals(place.name()) || vertex.id().equals(place.notation()));
            case "image":
                ImageGlob glob = ImageGlob.parse(place.name());
                return containers(group -> true, container -> glob.fits(container.image()));
            case "node":
                return List.of(new NodeControl(place.name()));
            case "secret":
                return List.of(facts.secret(place.namespace(), place.name()));
            case "sa":
                return List.of(new Identity(Subject.serviceAccount(place.namespace(), place.name())));
            case "user":
                return List.of(new Identity(Subject.user(place.name())));
            case "group":
                return List.of(new Identity(Subject.group(place.name())));
            default:
                throw new IllegalArgumentException(
                        place.notation() + " can only be where an attacker starts: ask with --from");
        }
    }

    /** Whether a place of kind {@code pod} means a group: by the name of the workload or of a pod, or by the vertex's id. */
    static boolean isCalled(PodGroup group, Place.Named place) {
        return group.namespace().equals(place.namespace())
                && (group.vertex().name().equals(place.name())
                        || group.vertex().id().equals(place.notation())
                        || group.pods().stream()
                                .anyMatch(pod -> pod.object().name().equals(place.name())));
    }

    private List<Vertex> pods(Predicate<PodGroup> wanted) {
        List<Vertex> found = containers(wanted, container -> true);
        facts.podGroups().stream().filter(wanted).map(PodGroup::vertex).forEach(found::add);
        return found;
    }

    private List<Vertex> containers(Predicate<PodGroup> wanted, Predicate<Container> fits) {
        List<Vertex> found = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            if (wanted.test(group)) {
                group.containers().stream().filter(fits).map(group::container).forEach(found::add);
            }
        }
        return found;
    }

    private List<Vertex> all(Predicate<Vertex> wanted) {
        return space.graph().vertices().stream().filter(wanted).toList();
    }

    private List<Vertex> controlPlane() {
        List<Vertex> found = new ArrayList<>(List.of(new ClusterAdmin()));
        for (Node node : facts.cluster().nodes()) {
            if (facts.podSecurity().controlPlane(node).isAllowed()) {
                found.add(new NodeControl(node.meta().name()));
            }
        }
        return found;
    }

    /** Whoever may read the Secrets of every namespace reads all of them, whatever they are called. */
    private List<Vertex> allSecrets() {
        List<Vertex> found = new ArrayList<>(controlPlane());
        for (String scope : List.of("*", Scope.EVERY_NAMESPACE.namespace())) {
            space.index(READS_SECRETS + scope).ifPresent(hub -> found.add(space.vertex(hub)));
        }
        return found;
    }

    private Set<PodControl> exposedPods() {
        Set<PodControl> exposed = new HashSet<>();
        space.graph().forEachEdge(edge -> {
            if (edge.to() instanceof PortReach reach && edge.premises().contains(new Internet())) {
                exposed.add(reach.pod());
            }
        });
        return exposed;
    }
}
