package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Subject;

/**
 * What one identity can get.
 *
 * @param reaches the worst first; whoever becomes cluster-admin by requests alone has no others
 * @param omitted how many were left out, the last in order
 */
public record IdentityReach(Subject subject, Standing standing, ImmutableList<Reach> reaches, int omitted) {}
