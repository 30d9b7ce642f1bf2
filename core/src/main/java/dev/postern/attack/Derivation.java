package dev.postern.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Runs the rules over the facts and freezes what they derive. */
public final class Derivation {
    private Derivation() {}

    /** The attack graph of a cluster under a list of rules, in whatever order they come. */
    public static AttackGraph run(Facts facts, List<? extends EdgeRule> rules) {
        GraphBuilder builder = facts.surroundings().edges(rules);
        // Every rule asks this first, and it is work for one processor: begun sooner, it has been done beside the
        // above.
        facts.rbac().grants();
        List<Consumer<EdgeTable>> parts = new ArrayList<>();
        parts.add(table -> Structure.administrators(facts, Edges.silentOnly(table::add)));
        parts.add(table -> Structure.outside(facts, Edges.silentOnly(table::add)));
        rules.forEach(rule ->
                parts.add(table -> derive(facts.surroundings(), rule, table, edges -> rule.derive(facts, edges))));
        sideBySide(builder, parts);
        fill(builder, table -> Structure.gainedRoles(builder.vertices(), Edges.silentOnly(table::add)));
        fill(builder, table -> Structure.targets(builder.vertices(), Edges.silentOnly(table::add)));
        return builder.build(facts);
    }

    /** The edges in which no role and no binding has a say. */
    static GraphBuilder besideRights(Surroundings surroundings, List<? extends EdgeRule> rules) {
        GraphBuilder builder =
                new GraphBuilder(rules.stream().map(EdgeRule::type).toList());
        List<Consumer<EdgeTable>> parts = new ArrayList<>();
        parts.add(table -> Structure.pods(surroundings, Edges.silentOnly(table::add)));
        rules.forEach(rule ->
                parts.add(table -> derive(surroundings, rule, table, edges -> rule.derive(surroundings, edges))));
        sideBySide(builder, parts);
        return builder;
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
        fill(builder, table -> edges.forEach(table::add));
        return builder.build(facts);
    }

    /**
     * Adds what each part gives. Rules read facts that do not change and see nothing of each other. Each processor takes the
     * next one when it is done with one, because they differ too much in size to be dealt out beforehand.
     */
    private static void sideBySide(GraphBuilder builder, List<Consumer<EdgeTable>> parts) {
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .parallel()
                .forEach(processor -> {
                    for (int part = next.getAndIncrement(); part < parts.size(); part = next.getAndIncrement()) {
                        fill(builder, parts.get(part));
                    }
                });
    }

    private static void fill(GraphBuilder builder, Consumer<EdgeTable> part) {
        EdgeTable table = builder.table();
        part.accept(table);
        builder.add(table);
    }

    private static void derive(Surroundings said, EdgeRule rule, EdgeTable table, Consumer<Edges> derivation) {
        Edges edges = Edges.of(rule.type(), said.saidEffort(rule.type().id()), table::add);
        derivation.accept(edges);
        edges.done();
    }
}
