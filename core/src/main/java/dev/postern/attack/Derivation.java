package dev.postern.attack;

import java.util.ArrayList;
import java.util.List;

/** Runs the rules over the facts and freezes what they derive. */
public final class Derivation {
    private Derivation() {}

    /** The attack graph of a cluster under a list of rules, in whatever order they come. */
    public static AttackGraph run(Facts facts, List<? extends EdgeRule> rules) {
        GraphBuilder builder =
                new GraphBuilder(rules.stream().map(EdgeRule::type).toList());
        rules.parallelStream().map(rule -> derived(facts, rule)).forEachOrdered(edges -> edges.forEach(builder::add));
        Edges silent = Edges.silentOnly(builder::add);
        Structure.derive(facts, silent);
        Structure.gainedRoles(builder.vertices(), silent);
        Structure.targets(builder.vertices(), silent);
        return builder.build(facts);
    }

    /** Rules read facts that do not change and see nothing of each other, so they may run side by side. */
    private static List<AttackEdge> derived(Facts facts, EdgeRule rule) {
        List<AttackEdge> edges = new ArrayList<>();
        rule.derive(facts, Edges.of(rule.type(), edges::add));
        return edges;
    }
}
