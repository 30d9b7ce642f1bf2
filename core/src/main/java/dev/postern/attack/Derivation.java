package dev.postern.attack;

import java.util.List;

/** Runs the rules over the facts and freezes what they derive. */
public final class Derivation {
    private Derivation() {}

    /** The attack graph of a cluster under a list of rules, in whatever order they come. */
    public static AttackGraph run(Facts facts, List<? extends EdgeRule> rules) {
        GraphBuilder builder =
                new GraphBuilder(rules.stream().map(EdgeRule::type).toList());
        for (EdgeRule rule : rules) {
            rule.derive(facts, Edges.of(rule.type(), builder::add));
        }
        Edges silent = Edges.silentOnly(builder::add);
        Structure.derive(facts, silent);
        Structure.targets(builder.vertices(), silent);
        return builder.build(facts);
    }
}
