package dev.postern.internal.graph;

import java.util.List;

/**
 * The answer of {@link KCheapestPlans}.
 *
 * @param plans cheapest first: by additive cost, hops, then canonical order
 * @param truncated a limit was hit: the plans are valid, but cheaper or further ones may be missing
 * @param unwanted how many distinct plans were found that the question's predicate did not take
 * @param completeBelow when truncated, no plan of a lower additive cost is missing
 */
public record Plans(List<Plan> plans, boolean truncated, int unwanted, int completeBelow) {

    public Plans {
        plans = List.copyOf(plans);
    }
}
