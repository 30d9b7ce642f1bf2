package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import java.util.List;

/** A graph, and what it was derived from and by: the graph of a changed cluster is derived in the same way. */
public record Derived(Facts facts, AttackGraph graph, ImmutableList<EdgeRule> rules) {
    /** The graph of a cluster under a list of rules. */
    public static Derived of(Facts facts, List<? extends EdgeRule> rules) {
        return new Derived(facts, Derivation.run(facts, rules), ImmutableList.copyOf(rules));
    }

    /** The same of a changed cluster. */
    public Derived after(Cluster changed) {
        return of(facts.after(changed), rules);
    }
}
