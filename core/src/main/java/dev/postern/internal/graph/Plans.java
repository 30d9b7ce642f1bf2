package dev.postern.internal.graph;

import java.util.List;

/**
 * The answer of {@link KCheapestPlans}.
 *
 * @param plans cheapest first: by additive cost, hops, then canonical order
 * @param truncated a limit was hit: the plans are valid, but cheaper or further ones may be missing
 */
public record Plans(List<Plan> plans, boolean truncated) {

    public Plans {
        plans = List.copyOf(plans);
    }
}
