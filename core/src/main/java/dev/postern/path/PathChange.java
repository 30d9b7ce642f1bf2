package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectChange;
import java.util.Optional;

/**
 * A plan that is there in one answer only, or costs or trusts something else in the other.
 *
 * @param path the plan: of the newer answer, or of the older for one that vanished
 * @param before the same plan in the older answer, of one that both have
 * @param causes the objects that changed and that the difference rests on
 * @param cited whether the plan's own facts are about the causes; else they are those changes that may have an influence
 *     without being cited (a policy that now selects a pod, for instance)
 * @param facts facts about the causes that the plan rests on: those that no longer hold of one that vanished, else those that
 *     are new; empty if none is cited
 */
public record PathChange(
        Kind kind,
        AttackPath path,
        Optional<AttackPath> before,
        ImmutableList<ObjectChange> causes,
        boolean cited,
        ImmutableList<Evidence> facts) {
    /** What became of a plan. */
    public enum Kind {
        /** There now, and not to be derived before. */
        APPEARED,
        /** There before, and not to be derived now. */
        VANISHED,
        /** Takes less effort. */
        CHEAPER,
        /** Takes more effort. */
        DEARER,
        /** As costly, but rests on less that the input leaves open. */
        SURER,
        /** As costly, but rests on more that the input leaves open. */
        LESS_SURE
    }
}
