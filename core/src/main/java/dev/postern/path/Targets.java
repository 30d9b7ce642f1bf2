package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.AnyNode;
import dev.postern.attack.Vertex.NamespaceControl;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a question asks for, in the space to search: one vertex of the graph, or one added to it that any of several
 * establishes.
 *
 * @param space to search in from now on
 * @param vertex the target; empty if the graph holds nothing of it
 * @param members what counts as the target, itself included
 */
record Targets(SearchSpace space, OptionalInt vertex, ImmutableSet<Vertex> members, ImmutableList<String> notes) {
    /**
     * Finds a target.
     *
     * @throws IllegalArgumentException for a place that can only be a start
     */
    static Targets of(Facts facts, SearchSpace space, Place place) {
        if (place.notation().equals("internet")) {
            throw new IllegalArgumentException("internet cannot be a target: it is where an attacker starts. Write a"
                    + " place inside, for instance cluster-admin, any-node, sa:NAMESPACE/NAME, secret:NAMESPACE/NAME,"
                    + " namespace:NAME or pod:NAMESPACE/NAME");
        }
        if (place.notation().startsWith("image:")) {
            throw new IllegalArgumentException(place.notation()
                    + " cannot be a target: an image is taken over where it is built. Write a place inside, for"
                    + " instance pod:NAMESPACE/NAME");
        }
        if (place.notation().equals("any-node")) {
            return one(space, space.index(new AnyNode()));
        }
        if (place instanceof Place.Named named && named.kind().equals("namespace")) {
            return one(space, space.index(new NamespaceControl(named.name())));
        }
        int[] members = new PlaceVertices(facts, space).of(place);
        if (members.length == 0) {
            return new Targets(space, OptionalInt.empty(), ImmutableSet.of(), notes(place, members));
        }
        if (members.length == 1) {
            return one(space, OptionalInt.of(members[0]));
        }
        Vertex.OneOf goal = new Vertex.OneOf(place.notation(), title(place));
        SearchSpace extended = space.withGoal(goal, members);
        ImmutableSet<Vertex> all = Stream.concat(
                        Stream.of(goal), Arrays.stream(members).mapToObj(space::vertex))
                .collect(ImmutableSet.toImmutableSet());
        return new Targets(extended, extended.index(goal), all, notes(place, members));
    }

    private static Targets one(SearchSpace space, OptionalInt vertex) {
        ImmutableSet<Vertex> members = vertex.stream().mapToObj(space::vertex).collect(ImmutableSet.toImmutableSet());
        return new Targets(space, vertex, members, ImmutableList.of());
    }

    private static String title(Place place) {
        switch (place.notation()) {
            case "control-plane":
                return "the control plane";
            case "all-secrets":
                return "every Secret";
            case Place.CrownJewels.NOTATION:
                return "a crown jewel";
            default:
                return place.notation();
        }
    }

    private static ImmutableList<String> notes(Place place, int[] members) {
        if (place instanceof Place.CrownJewels && members.length == 0) {
            return ImmutableList.of(
                    "nothing in the input is a crown jewel: annotate an object with " + CrownJewels.ANNOTATION
                            + ", or give the labels of what matters most as --crown-jewel app=payments");
        }
        return ImmutableList.of();
    }
}
