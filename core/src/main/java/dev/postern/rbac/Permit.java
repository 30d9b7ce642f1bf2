package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Support;

/**
 * A grant permits what was asked, for some names. Rules with equal names share one permit as its supports; a grant whose
 * rules differ in names has several.
 *
 * @param names the names it is limited to; empty for any name (and for requests without one)
 * @param supports one for each rule: {@code rules[i]} of the role (of an aggregated role: the rule it comes from)
 */
public record Permit(Grant grant, ImmutableSortedSet<String> names, ImmutableList<Support> supports) {
    public Scope scope() {
        return grant.scope();
    }

    /** Whether no name is excluded. */
    public boolean anyName() {
        return names.isEmpty();
    }

    public boolean allows(String name) {
        return names.isEmpty() || names.contains(name);
    }
}
