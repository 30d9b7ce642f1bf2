package dev.postern.remediation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Derived;
import dev.postern.attack.Vertex;
import dev.postern.path.PathQuery;
import dev.postern.path.Survivors;
import java.util.HashSet;
import java.util.Set;

/**
 * Answers {@link CutQuery}s about one cluster. Safe to share.
 *
 * <p>The method is that of the implicit hitting set: choose the cheapest edits that touch every plan known so far, make them,
 * analyse anew; a plan that is left is one more that must be touched. E. Moreno-Centeno and R. M. Karp, "The implicit
 * hitting set approach to solve combinatorial optimization problems", Operations Research 61(2), 2013. Each round costs a
 * search on the graph at hand; the changed cluster is analysed anew only when that graph has no plan left.
 */
public final class CutFinder {
    private final Derived now;

    /** For the graph of a cluster at hand. */
    public CutFinder(Derived now) {
        this.now = now;
    }

    /**
     * The cheapest edits that leave no plan.
     *
     * @throws IllegalArgumentException if a question asks for a place that cannot be a target, or has several starts that
     *     stand for alternatives
     */
    public Remediation cut(CutQuery query) {
        return new CutSearch(query, now).run();
    }

    /** Whether a changed cluster has no plan for any question of a cut but those that no permitted edit touches. */
    public static boolean closes(Remediation cut, Derived changed) {
        for (PathQuery question : cut.query().questions()) {
            Set<ImmutableSet<Vertex>> aside = new HashSet<>();
            boolean lost = false;
            for (Remediation.Infeasible infeasible : cut.infeasible()) {
                if (infeasible.question().equals(question)) {
                    aside.add(infeasible.start());
                    lost |= infeasible.start().isEmpty();
                }
            }
            Survivors.Answer left =
                    Survivors.of(changed.facts(), changed.graph(), question).without(ImmutableList.of(), aside);
            if (!lost && (left.survivor().isPresent() || left.truncated())) {
                return false;
            }
        }
        return true;
    }
}
