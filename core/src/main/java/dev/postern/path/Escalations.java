package dev.postern.path;

import com.google.common.collect.ImmutableList;

/**
 * Where rights lead, for every identity of a cluster.
 *
 * @param identities the worst first, then by name
 */
public record Escalations(ImmutableList<IdentityReach> identities) {}
