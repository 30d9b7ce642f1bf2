package dev.postern.path;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * Why there is a path.
 *
 * @param path the cheapest; empty when there is none
 * @param hops its steps, in order, with all their grounds
 * @param notes what the reader must know about this answer
 */
public record Why(PathQuery query, Optional<AttackPath> path, ImmutableList<Hop> hops, ImmutableList<String> notes) {}
