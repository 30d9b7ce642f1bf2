package dev.postern.path;

import com.google.common.collect.ImmutableList;

/**
 * A set of facts whose presence would complete a path: with all of them it is there, without any one of them it is not.
 * Both were tried, by deriving the graph of the changed cluster anew.
 *
 * @param missing in the order in which the path needs them
 * @param path the cheapest one once they are there
 */
public record NearestMiss(ImmutableList<MissingFact> missing, AttackPath path) {
    /** What the facts cost together; see {@link MissingFact.Kind}. */
    public int price() {
        return missing.stream().mapToInt(fact -> fact.kind().price()).sum();
    }
}
