package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.Internet;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.internal.graph.Footholds;
import dev.postern.model.Container;
import dev.postern.model.Pod;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns the places where a question starts into vertices: those the attacker holds together, and those of which one is
 * held at a time. Starting inside a pod means inside one of its containers that run (init containers have ended);
 * controlling an image means all of its containers together, and an init container is among them: it runs the image
 * whenever its pod starts.
 */
final class Starts {
    /** Names that a note lists. */
    private static final int NAMESPACES = 8;

    private final Facts facts;
    private final SearchSpace space;
    private final Optional<Place> target;
    private final List<Integer> base = new ArrayList<>();
    private Optional<List<int[]>> alternatives = Optional.empty();
    private final List<String> notes = new ArrayList<>();

    private Starts(Facts facts, SearchSpace space, Optional<Place> target) {
        this.facts = facts;
        this.space = space;
        this.target = target;
    }

    /**
     * Resolves places.
     *
     * @throws IllegalArgumentException if two places each stand for alternatives
     */
    static Starts of(Facts facts, SearchSpace space, List<Place> from, Optional<Place> to) {
        Starts starts = new Starts(facts, space, to);
        from.forEach(starts::add);
        return starts;
    }

    Footholds footholds() {
        int[] together = base.stream().mapToInt(Integer::intValue).toArray();
        return alternatives.isPresent() ? Footholds.anyOf(together, alternatives.get()) : Footholds.all(together);
    }

    /** Every vertex of every alternative. */
    int[] vertices() {
        return Stream.concat(
                        base.stream(),
                        alternatives.stream()
                                .flatMap(List::stream)
                                .flatMap(held -> Arrays.stream(held).boxed()))
                .mapToInt(Integer::intValue)
                .distinct()
                .toArray();
    }

    /** How many alternatives there are; 1 when all is held together. */
    int count() {
        return alternatives.map(List::size).orElse(base.isEmpty() ? 0 : 1);
    }

    ImmutableList<String> notes() {
        return ImmutableList.copyOf(notes);
    }

    private void add(Place place) {
        if (place instanceof Place.Exactly exactly) {
            space.index(exactly.notation())
                    .ifPresentOrElse(base::add, () -> notes.add(place.notation() + " is not in the input"));
            return;
        }
        switch (place.notation()) {
            case "internet":
                hold(place, new Internet());
                return;
            case "cluster-admin":
                hold(place, new ClusterAdmin());
                return;
            case "any-pod":
                oneOf(place, containers(group -> true));
                return;
            case "exposed-pods":
                Set<PodControl> exposed = exposedPods(space.graph());
                oneOf(place, containers(group -> exposed.contains(group.vertex())));
                return;
            case "any-sa":
                oneOf(place, accounts());
                return;
            case "any-node":
                oneOf(
                        place,
                        space.graph().vertices().stream()
                                .filter(vertex -> vertex instanceof NodeControl || vertex instanceof SymbolicNode)
                                .toList());
                return;
            case "control-plane":
            case "all-secrets":
            case Place.CrownJewels.NOTATION:
                throw new IllegalArgumentException(
                        place.notation() + " cannot be a start: it is what an attacker wants."
                                + (place.notation().equals("control-plane")
                                        ? " Write which element: control-plane:etcd, :apiserver, :scheduler or :controller-manager"
                                        : ""));
            default:
                named((Place.Named) place);
        }
    }

    /**
     * What an element holds whatever the input says. Its pod, which would have a place on the network and mounts, need not
     * be in the input and is not looked for.
     */
    private void controlPlane(Place.Named place) {
        switch (place.name()) {
            case "scheduler":
                notes.add(place.notation() + " means its identity, user:system:kube-scheduler");
                identity(place, Subject.user("system:kube-scheduler"));
                return;
            case "controller-manager":
                notes.add(
                        place.notation() + " means its identity, user:system:kube-controller-manager; the keys that it"
                                + " may sign tokens and certificates with are not counted");
                identity(place, Subject.user("system:kube-controller-manager"));
                return;
            default:
                notes.add(place.notation()
                        + (place.name().equals("etcd")
                                ? " means every object of the cluster, to read and to write: that is cluster-admin"
                                : " means whatever the API server may do, which no authorizer limits: that is"
                                        + " cluster-admin"));
                hold(place, new ClusterAdmin());
        }
    }

    private void named(Place.Named place) {
        switch (place.kind()) {
            case "pod":
                oneOf(place, containers(group -> PlaceVertices.isCalled(group, place)));
                return;
            case "namespace":
                oneOf(place, containers(group -> group.namespace().equals(place.name())));
                return;
            case "image":
                image(place);
                return;
            case "control-plane":
                controlPlane(place);
                return;
            case "node":
                hold(place, new NodeControl(place.name()));
                return;
            case "secret":
                hold(place, facts.secret(place.namespace(), place.name()));
                return;
            case "sa":
                identity(place, Subject.serviceAccount(place.namespace(), place.name()));
                return;
            case "user":
                identity(place, Subject.user(place.name()));
                return;
            default:
                identity(place, Subject.group(place.name()));
        }
    }

    private List<Vertex> containers(Predicate<PodGroup> wanted) {
        List<Vertex> containers = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            if (wanted.test(group) && !group.namespace().equals(targetNamespace())) {
                for (Container container : group.containers()) {
                    if (container.role() != Container.Role.INIT) {
                        containers.add(group.container(container));
                    }
                }
            }
        }
        return containers;
    }

    /** Others are named by bindings of roles that every cluster has: nobody runs as them. */
    private List<Identity> accounts() {
        return Stream.concat(
                        facts.cluster().serviceAccounts().stream().map(ServiceAccount::subject),
                        facts.cluster().pods().stream().map(Pod::serviceAccount))
                .distinct()
                .sorted()
                .map(Identity::new)
                .toList();
    }

    private void image(Place.Named place) {
        ImageGlob glob = ImageGlob.parse(place.name());
        Map<String, Boolean> known = new HashMap<>();
        Set<String> namespaces = new TreeSet<>();
        int held = 0;
        int there = 0;
        for (PodGroup group : facts.podGroups()) {
            for (Container container : group.containers()) {
                if (!known.computeIfAbsent(container.image(), glob::fits)) {
                    continue;
                }
                if (group.namespace().equals(targetNamespace())) {
                    there++;
                } else {
                    space.index(group.container(container)).ifPresent(base::add);
                    namespaces.add(group.namespace());
                    held++;
                }
            }
        }
        if (there > 0) {
            notes.add(place.notation() + " runs in namespace " + targetNamespace()
                    + " itself, so whoever controls it is there already; what follows is about its other containers");
        }
        if (held > 0) {
            notes.add(place.notation() + " means " + held + (held == 1 ? " container" : " different containers at once")
                    + ", in " + (namespaces.size() == 1 ? "namespace " : namespaces.size() + " namespaces: ")
                    + namespaces.stream().limit(NAMESPACES).collect(Collectors.joining(", "))
                    + (namespaces.size() > NAMESPACES ? ", ..." : ""));
        } else if (there == 0) {
            notes.add("nothing in the input is " + place.notation());
        }
    }

    /** Who already stands in the namespace that is wanted has no way to go: only starts elsewhere are judged. */
    private String targetNamespace() {
        return target.map(place ->
                        place instanceof Place.Named named && named.kind().equals("namespace") ? named.name() : "")
                .orElse("");
    }

    private static Set<PodControl> exposedPods(AttackGraph graph) {
        Set<PodControl> exposed = new HashSet<>();
        graph.forEachEdge(edge -> {
            if (edge.to() instanceof PortReach reach && edge.premises().contains(new Internet())) {
                exposed.add(reach.pod());
            }
        });
        return exposed;
    }

    /**
     * A subject that nothing names still belongs to its implicit groups; and so does a member of a group, though in the
     * graph no group leads to another.
     */
    private void identity(Place place, Subject subject) {
        boolean known = space.index(new Identity(subject)).isPresent();
        if (known) {
            hold(place, new Identity(subject));
        } else {
            notes.add(place.notation() + " is named nowhere in the input: it has only what its groups have");
        }
        if (!known || subject instanceof Subject.Group) {
            for (Subject.Group group : facts.rbac().groupsOf(subject)) {
                space.index(new Identity(group)).ifPresent(base::add);
            }
        }
    }

    private void hold(Place place, Vertex vertex) {
        space.index(vertex).ifPresentOrElse(base::add, () -> notes.add(place.notation() + " is not in the input"));
    }

    private void oneOf(Place place, List<? extends Vertex> vertices) {
        if (alternatives.isPresent()) {
            throw new IllegalArgumentException("only one start of a question may stand for alternatives; ask about "
                    + place.notation() + " by itself");
        }
        List<int[]> indices = new ArrayList<>();
        for (Vertex vertex : vertices) {
            space.index(vertex).ifPresent(index -> indices.add(new int[] {index}));
        }
        if (indices.isEmpty()) {
            notes.add("nothing in the input is " + place.notation());
        }
        alternatives = Optional.of(indices);
    }
}
