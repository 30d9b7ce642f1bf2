package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Support;

/**
 * Several permissions held by one identity, as one request needs them.
 *
 * @param holder the smallest holder: a grant that permits all, else a group whose members have all, else a subject
 * @param scope where all of them hold together
 * @param names for each permission asked, in that order, the names it is limited to; empty for any
 * @param gained grants among those used that the holder must first have given to itself; for each of them {@link
 *     Rbac#bindings()} or {@link Rbac#escalations()} has a step of this same holder
 * @param supports alternative sets of facts: rules, and for an identity the bindings that give them
 */
public record Combined(
        Holder holder,
        Scope scope,
        ImmutableList<ImmutableSortedSet<String>> names,
        ImmutableList<Grant> gained,
        ImmutableList<Support> supports) {}
