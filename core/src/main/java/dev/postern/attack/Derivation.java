package dev.postern.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs the rules over the facts and freezes what they derive. */
public final class Derivation {
    private Derivation() {}

    /** The attack graph of a cluster under a list of rules, in whatever order they come. */
    public static AttackGraph run(Facts facts, List<? extends EdgeRule> rules) {
        GraphBuilder builder =
                new GraphBuilder(rules.stream().map(EdgeRule::type).toList());
        // Rules read facts that do not change and see nothing of each other, so they may run side by side.
        Stream<Supplier<List<AttackEdge>>> parts = Stream.concat(
                Stream.of(() -> silent(edges -> Structure.derive(facts, edges))),
                rules.stream().map(rule -> () -> derived(facts, rule)));
        builder.addAll(parts.toList().parallelStream()
                .map(Supplier::get)
                .flatMap(List::stream)
                .toList());
        builder.addAll(silent(edges -> Structure.gainedRoles(builder.vertices(), edges)));
        builder.addAll(silent(edges -> Structure.targets(builder.vertices(), edges)));
        return builder.build(facts);
    }

    /**
     * A graph of other edges, which may lead to vertices that the one they are taken from does not have. What follows from
     * such a vertex by itself (what it counts as) is not added. Time in the number of edges.
     *
     * @param like whose techniques the edges are of
     * @param facts those that it was derived from
     */
    public static AttackGraph joined(AttackGraph like, Facts facts, List<AttackEdge> edges) {
        GraphBuilder builder = new GraphBuilder(like.types());
        builder.addAll(edges);
        return builder.build(facts);
    }

    private static List<AttackEdge> derived(Facts facts, EdgeRule rule) {
        List<AttackEdge> edges = new ArrayList<>();
        Edges sink = Edges.of(rule.type(), edges::add);
        rule.derive(facts, sink);
        sink.done();
        return edges;
    }

    private static List<AttackEdge> silent(Consumer<Edges> structure) {
        List<AttackEdge> edges = new ArrayList<>();
        structure.accept(Edges.silentOnly(edges::add));
        return edges;
    }
}
