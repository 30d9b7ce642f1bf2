package dev.postern.internal.graph;

import java.util.List;

/**
 * What lies on every plan of a {@link Question}: without any one of {@code items} the target cannot be established.
 *
 * <p>What lies on every plan lies on any one: each candidate of one plan is removed and the question asked again, with all
 * its alternatives and its budget; a plan found then strikes out the candidates that it does without, and so do plans known
 * beforehand. At most as many searches as the first plan has candidates, directed by the bounds of the whole question. (Dominator trees do not do: they are wrong with ANDs.)
 *
 * @param items facts, vertices or arcs, ascending; empty when there is no plan at all
 * @param derivable whether there is a plan; may be false for want of steps when {@code truncated}
 * @param truncated a limit was hit: items may be missing; those listed are right
 */
public record Essentials(List<Integer> items, boolean derivable, boolean truncated) {

    public Essentials {
        items = List.copyOf(items);
    }
}
