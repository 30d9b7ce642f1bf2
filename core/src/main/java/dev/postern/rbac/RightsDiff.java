package dev.postern.rbac;

import com.google.common.collect.ImmutableList;

/**
 * What tells the rights of two subjects apart, or those of one subject in two snapshots.
 *
 * @param lost what the first may do and the second may not
 * @param gained what the second may do and the first may not
 */
public record RightsDiff(Rights before, Rights after, ImmutableList<Right> lost, ImmutableList<Right> gained) {
    /** Compares by coverage, as the check against escalation does (E17): a listing of all verbs is less than {@code *}. */
    public static RightsDiff of(Rights before, Rights after) {
        return new RightsDiff(
                before,
                after,
                Compaction.beyond(after.rights(), before.rights()),
                Compaction.beyond(before.rights(), after.rights()));
    }

    /** Whether both may do the same. */
    public boolean isEmpty() {
        return lost.isEmpty() && gained.isEmpty();
    }
}
