package dev.postern.remediation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.edit.EditCosts;
import dev.postern.edit.EditKind;
import dev.postern.edit.RoleEdit;
import dev.postern.path.PathQuery;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A wish: that none of some questions has an answer any more, for as little as possible.
 *
 * @param questions what must not be possible; how many plans they ask for does not matter
 * @param costs what each kind of edit costs
 * @param never what no edit may touch
 * @param narrowing what to write for a wildcard in a rule; without a list a wildcard is never narrowed
 * @param maxSteps how many plans may be looked at before the search gives up; counted, never timed
 */
public record CutQuery(
        ImmutableList<PathQuery> questions,
        EditCosts costs,
        ImmutableList<Untouchable> never,
        ImmutableMap<RoleEdit.Part, ImmutableList<String>> narrowing,
        int maxSteps) {
    /** The number of steps when nobody says otherwise. */
    public static final int DEFAULT_STEPS = 20_000;

    /** One cut for all of these questions. */
    public static CutQuery of(PathQuery... questions) {
        return of(ImmutableList.copyOf(questions));
    }

    /**
     * One cut for all of these questions.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static CutQuery of(Iterable<PathQuery> questions) {
        ImmutableList<PathQuery> all = ImmutableList.copyOf(questions);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a cut needs a question");
        }
        return new CutQuery(all, EditCosts.DEFAULT, ImmutableList.of(), ImmutableMap.of(), DEFAULT_STEPS);
    }

    /** Without touching these either. */
    public CutQuery never(String... patterns) {
        ImmutableList.Builder<Untouchable> all =
                ImmutableList.<Untouchable>builder().addAll(never);
        for (String pattern : patterns) {
            all.add(new Untouchable(pattern));
        }
        return new CutQuery(questions, costs, all.build(), narrowing, maxSteps);
    }

    public CutQuery costing(EditKind kind, int cost) {
        return new CutQuery(questions, costs.with(kind, cost), never, narrowing, maxSteps);
    }

    /** With what to write for a wildcard in one list of a rule. */
    public CutQuery narrowing(RoleEdit.Part part, Iterable<String> kept) {
        Map<RoleEdit.Part, ImmutableList<String>> lists = new LinkedHashMap<>(narrowing);
        ImmutableList<String> list = ImmutableList.copyOf(kept);
        if (list.isEmpty() || list.contains("*")) {
            throw new IllegalArgumentException("a wildcard in " + part.field() + " is narrowed to a list of names");
        }
        lists.put(part, list);
        return new CutQuery(questions, costs, never, ImmutableMap.copyOf(lists), maxSteps);
    }

    public CutQuery withMaxSteps(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("asked for " + steps + " steps: give 1 or more");
        }
        return new CutQuery(questions, costs, never, narrowing, steps);
    }
}
