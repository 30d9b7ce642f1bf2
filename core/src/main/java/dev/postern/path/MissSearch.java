package dev.postern.path;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.Derivation;
import dev.postern.attack.Derived;
import dev.postern.attack.EdgeType;
import dev.postern.attack.PodGroup;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.internal.graph.ArcSignature;
import dev.postern.model.Cluster;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One question's search for {@link NearestMiss}es. Belongs to one thread.
 */
final class MissSearch {
    /** Graphs of changed clusters that are derived for one answer. */
    private static final int MAX_TRIALS = 120;

    /** Groups of pods among the starts whose containers may be made privileged. */
    private static final int MAX_PRIVILEGED = 64;

    /** Namespaces for which rights are offered one by one. */
    private static final int MAX_NAMESPACES = 64;

    private final Derived own;
    private final PathQuery query;
    private final Offers offers = new Offers();
    private int trials;
    private boolean truncated;

    MissSearch(Derived own, PathQuery query) {
        this.own = own;
        this.query = query;
    }

    /** Whether the search ended before it was complete; to be asked after it. */
    boolean truncated() {
        return truncated;
    }

    /** The nearest first, as many as the question asks for. */
    ImmutableList<NearestMiss> misses() {
        List<NearestMiss> misses = new ArrayList<>();
        Set<ImmutableSet<MissingFact>> seen = new HashSet<>();
        PathQuery wide = query.cheapest(3 * query.limit() + 2).withMaxEffort(Integer.MAX_VALUE);
        for (FoundPath plan : relaxed().plans(wide, this::alike)) {
            if (misses.size() >= query.limit() && plan.effort() > dearest(misses)) {
                break;
            }
            List<Purchase> bought = new ArrayList<>(offers.boughtFor(plan));
            if (bought.isEmpty() || !works(bought)) {
                continue;
            }
            giveBack(bought);
            ImmutableList<MissingFact> missing =
                    bought.stream().map(Purchase::missing).collect(ImmutableList.toImmutableList());
            if (seen.add(ImmutableSet.copyOf(missing))) {
                misses.add(new NearestMiss(missing, made(bought).orElseThrow()));
            }
        }
        misses.sort(Comparator.comparingInt(NearestMiss::price)
                .thenComparingInt(miss -> miss.path().effort())
                .thenComparing(miss -> miss.missing().toString()));
        return ImmutableList.copyOf(misses.subList(0, Math.min(query.limit(), misses.size())));
    }

    /** What the last of those that would be printed takes; plans come in the order of what they take. */
    private int dearest(List<NearestMiss> misses) {
        return misses.stream()
                .mapToInt(miss -> miss.price() + miss.path().effort())
                .sorted()
                .skip(query.limit() - 1L)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    /** Plans that buy the same are alike. */
    private ArcSignature alike(SearchSpace space) {
        return arc -> Offers.number(space.supports(arc)).orElse(-1);
    }

    /** The graph with everything that is offered. */
    private PathFinder relaxed() {
        Set<String> namespaces = new TreeSet<>(own.facts().namespaces());
        Set<String> near = near();
        if (namespaces.size() > MAX_NAMESPACES) {
            namespaces = near;
        }
        RightOffers rights = new RightOffers(own.facts(), namespaces);
        Derived derived = own.after(rights.relaxed(own.facts().cluster()));
        List<AttackEdge> real = new ArrayList<>();
        derived.graph().forEachEdge(edge -> {
            if (!rights.isArtefact(edge)) {
                real.add(edge);
            }
        });
        knownSubjects(derived);
        rights.offer(derived, type("SUBJECT_GRANT"), offers);
        new NetworkOffers(own.facts())
                .offer(
                        derived,
                        query.from().contains(Place.internet()),
                        type("NETWORK_REACH"),
                        type("EXPOSES"),
                        offers);
        PodOffers pods = new PodOffers(own, rights, derived, offers);
        pods.labels(near);
        pods.tokens();
        List<PodGroup> starts = starts();
        if (starts.size() <= MAX_PRIVILEGED) {
            pods.privileged(starts);
        }
        real.addAll(offers.edges());
        return new PathFinder(derived.facts(), Derivation.joined(derived.graph(), derived.facts(), real));
    }

    /** Whom the question names and the input does not: they are in their groups, and could be granted something. */
    private void knownSubjects(Derived derived) {
        for (Place place : query.from()) {
            Optional<Subject> named = subject(place);
            if (named.isPresent()) {
                Subject subject = named.get();
                Vertex identity = new Vertex.Identity(subject);
                boolean known = derived.graph().vertices().contains(identity);
                offers.free(Offers.silent(identity, Offers.hub("rights")));
                if (!known) {
                    derived.facts()
                            .rbac()
                            .groupsOf(subject)
                            .forEach(group -> offers.free(Offers.silent(identity, new Vertex.Identity(group))));
                }
            }
        }
    }

    private static Optional<Subject> subject(Place place) {
        if (!(place instanceof Place.Named named)) {
            return Optional.empty();
        }
        switch (named.kind()) {
            case "sa":
                return Optional.of(Subject.serviceAccount(named.namespace(), named.name()));
            case "user":
                return Optional.of(Subject.user(named.name()));
            case "group":
                return Optional.of(Subject.group(named.name()));
            default:
                return Optional.empty();
        }
    }

    private EdgeType type(String id) {
        return own.graph().types().stream()
                .filter(type -> type.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Namespaces that the question names. */
    private Set<String> near() {
        Set<String> near = new TreeSet<>();
        for (Place place : ImmutableList.<Place>builder()
                .addAll(query.from())
                .add(query.to())
                .build()) {
            if (place instanceof Place.Named named) {
                near.add(named.kind().equals("namespace") ? named.name() : named.namespace());
            }
        }
        starts().stream().limit(MAX_NAMESPACES).forEach(group -> near.add(group.namespace()));
        near.remove("");
        return near;
    }

    private final Supplier<List<PodGroup>> starts = Suppliers.memoize(this::findStarts);

    private List<PodGroup> starts() {
        return starts.get();
    }

    /** The groups of the containers that the question starts in. */
    private List<PodGroup> findStarts() {
        SearchSpace space = SearchSpace.of(own.graph(), false);
        Starts starts = Starts.of(own.facts(), space, query.from(), Optional.of(query.to()));
        Set<Vertex> pods = new HashSet<>();
        for (int index : starts.vertices()) {
            if (space.vertex(index) instanceof Vertex.ContainerControl container) {
                pods.add(container.pod());
            }
        }
        return own.facts().podGroups().stream()
                .filter(group -> pods.contains(group.vertex()))
                .toList();
    }

    /** Whether the path is there once these facts are. */
    private boolean works(List<Purchase> bought) {
        return made(bought).isPresent();
    }

    private Optional<AttackPath> made(List<Purchase> bought) {
        if (trials >= MAX_TRIALS) {
            truncated = true;
            return Optional.empty();
        }
        trials++;
        Cluster cluster = own.facts().cluster();
        for (Purchase purchase : bought) {
            cluster = purchase.change().apply(cluster);
        }
        Derived changed = own.after(cluster);
        return new PathFinder(changed.facts(), changed.graph())
                .find(query.cheapest(1)).paths().stream().findFirst();
    }

    /** Gives back what is not needed, the dearest first, and of rights the parts that are not. */
    private void giveBack(List<Purchase> bought) {
        List<Purchase> dearest = new ArrayList<>(bought);
        dearest.sort(Comparator.comparingInt(
                (Purchase purchase) -> -purchase.missing().kind().price()));
        for (Purchase purchase : dearest) {
            List<Purchase> fewer = new ArrayList<>(bought);
            fewer.remove(purchase);
            if (!fewer.isEmpty() && works(fewer)) {
                bought.remove(purchase);
            }
        }
        for (int i = 0; i < bought.size(); i++) {
            narrow(bought, i);
        }
    }

    private void narrow(List<Purchase> bought, int at) {
        boolean narrowed = true;
        while (narrowed) {
            narrowed = false;
            for (Purchase less : bought.get(at).narrower()) {
                List<Purchase> changed = new ArrayList<>(bought);
                changed.set(at, less);
                if (works(changed)) {
                    bought.set(at, less);
                    narrowed = true;
                    break;
                }
            }
        }
    }
}
