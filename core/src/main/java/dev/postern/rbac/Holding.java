package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Subject;
import dev.postern.model.Support;

/**
 * A subject holds a grant because bindings name it. Rights by way of a group are the group's holdings, not repeated for
 * its members.
 *
 * @param supports one for each binding's entry: {@code subjects[i]} and {@code roleRef}
 */
public record Holding(Subject subject, Grant grant, ImmutableList<Support> supports) {
    /** The same for a member of the group that holds it. */
    Holding given(Support membership) {
        return membership.equals(Support.NONE)
                ? this
                : new Holding(
                        subject,
                        grant,
                        supports.stream()
                                .map(support -> support.and(membership))
                                .collect(ImmutableList.toImmutableList()));
    }
}
