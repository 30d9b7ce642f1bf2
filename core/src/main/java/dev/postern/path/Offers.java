package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The edges that may be bought, and what each stands for. An offer is known by a fact that its edge cites. */
final class Offers {
    private static final String MARK = "(offer)";

    /** What is bought for one edge; {@code from}: what the attacker has before it, hubs passed over. */
    @FunctionalInterface
    interface Offer {
        ImmutableList<Purchase> purchases(Vertex from);
    }

    private final List<Offer> offers = new ArrayList<>();
    private final List<AttackEdge> edges = new ArrayList<>();

    /** Offers an edge at a price beyond its effort. */
    void add(AttackEdge edge, int price, Offer offer) {
        Evidence mark = Evidence.assumed(ObjectRef.cluster(MARK, ""), "", Integer.toString(offers.size()));
        offers.add(offer);
        edges.add(new AttackEdge(
                edge.type(),
                edge.premises(),
                edge.to(),
                edge.effort() + price,
                edge.confidence(),
                edge.assumption(),
                ImmutableList.of(Support.of(mark))));
    }

    /** Adds an edge that is there for nothing. */
    void free(AttackEdge edge) {
        edges.add(edge);
    }

    ImmutableList<AttackEdge> edges() {
        return ImmutableList.copyOf(edges);
    }

    /** The number of what is bought for an edge. */
    static OptionalInt number(List<Support> grounds) {
        if (grounds.isEmpty() || grounds.get(0).facts().isEmpty()) {
            return OptionalInt.empty();
        }
        Evidence first = grounds.get(0).facts().get(0);
        return first.object().kind().equals(MARK)
                ? OptionalInt.of(Integer.parseInt(first.value()))
                : OptionalInt.empty();
    }

    /** Everything bought for a plan, in the order of its steps. */
    ImmutableList<Purchase> boughtFor(FoundPath plan) {
        Map<Vertex, Vertex> before = new HashMap<>();
        Map<MissingFact, Purchase> bought = new LinkedHashMap<>();
        for (AttackEdge edge : plan.edges()) {
            if (edge.premises().isEmpty()) {
                continue;
            }
            Vertex from = edge.premises().get(0);
            if (edge.to().isHub()) {
                before.put(edge.to(), before.getOrDefault(from, from));
            }
            number(edge.supports())
                    .ifPresent(number -> offers.get(number).purchases(before.getOrDefault(from, from)).stream()
                            .forEach(purchase -> bought.putIfAbsent(purchase.missing(), purchase)));
        }
        return ImmutableList.copyOf(bought.values());
    }

    /** Namespaces of these, in order: what they offer is tried first. */
    static Set<String> namespaces(Iterable<? extends Vertex> vertices) {
        Set<String> namespaces = new LinkedHashSet<>();
        vertices.forEach(vertex -> namespaces.add(vertex.namespace()));
        namespaces.remove("");
        return namespaces;
    }

    /** A hub of this search alone. */
    static May hub(String name) {
        return new May("bought-" + name, "*", name);
    }

    static AttackEdge silent(Vertex from, Vertex to) {
        return new AttackEdge(
                Optional.empty(),
                ImmutableList.of(from),
                to,
                0,
                Confidence.CERTAIN,
                false,
                ImmutableList.of(Support.NONE));
    }

    static AttackEdge step(Facts facts, EdgeType type, Vertex from, Vertex to) {
        return new AttackEdge(
                Optional.of(type),
                ImmutableList.of(from),
                to,
                facts.effort(type),
                Confidence.CERTAIN,
                false,
                ImmutableList.of(Support.NONE));
    }
}
