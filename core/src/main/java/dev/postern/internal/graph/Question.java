package dev.postern.internal.graph;

/**
 * From where to where, on which arcs, within which bounds.
 *
 * @param view the arcs that count
 * @param footholds where the attacker starts
 * @param target the vertex to establish
 * @param assumptions how many <em>distinct</em> assumption arcs one plan may use; the same flaw used on two branches of an
 *     AND counts once
 * @param maxCost greatest additive cost of a plan
 */
public record Question(GraphView view, Footholds footholds, int target, int assumptions, int maxCost) {

    public Question {
        if (target < 0 || target >= view.vertexCount()) {
            throw new IllegalArgumentException("no vertex " + target + " among " + view.vertexCount());
        }
        if (assumptions < 0 || maxCost < 0) {
            throw new IllegalArgumentException("negative bound: assumptions " + assumptions + ", cost " + maxCost);
        }
        for (int source : footholds.union()) {
            if (source < 0 || source >= view.vertexCount()) {
                throw new IllegalArgumentException("no vertex " + source + " among " + view.vertexCount());
            }
        }
    }

    /** Without assumptions and without a bound on the cost. */
    public static Question of(GraphView view, Footholds footholds, int target) {
        return new Question(view, footholds, target, 0, Integer.MAX_VALUE);
    }

    public Question withAssumptions(int budget) {
        return new Question(view, footholds, target, budget, maxCost);
    }

    public Question withMaxCost(int bound) {
        return new Question(view, footholds, target, assumptions, bound);
    }

    public Question on(GraphView other) {
        return new Question(other, footholds, target, assumptions, maxCost);
    }
}
