package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;

/**
 * Where a subject may make a request, and why.
 *
 * @param scope cluster-wide, or the one namespace
 * @param names the objects it is limited to; empty when the request is permitted as it was asked
 * @param grounds one for each way
 */
public record AllowedIn(Scope scope, ImmutableSortedSet<String> names, ImmutableList<Ground> grounds) {}
