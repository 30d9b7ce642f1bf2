package dev.postern.path;

import com.google.common.collect.ImmutableList;

/**
 * How the answer to one question differs between two clusters. Each answer holds its cheapest plans only; a plan that is
 * listed in one alone because of that, and can be derived in both, is no change, and is counted instead.
 *
 * @param changes what became of plans, the newer ones first by effort
 * @param movedUp plans of the newer answer that could be derived before, behind cheaper ones
 * @param movedDown plans of the older answer that can still be derived, behind cheaper ones
 */
public record PathsDiff(
        AttackPaths before, AttackPaths after, ImmutableList<PathChange> changes, int movedUp, int movedDown) {
    public PathQuery query() {
        return after.query();
    }

    /** Plans of that sort, in order. */
    public ImmutableList<PathChange> of(PathChange.Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).collect(ImmutableList.toImmutableList());
    }

    /** Plans that both answers list and nothing became of. */
    public int unchanged() {
        return after.paths().size()
                - movedUp
                - (int) changes.stream()
                        .filter(change -> change.kind() != PathChange.Kind.VANISHED)
                        .count();
    }
}
