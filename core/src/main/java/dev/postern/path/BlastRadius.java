package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.attack.Vertex;
import java.util.Optional;

/**
 * What an attacker gets from a place.
 *
 * @param query the question
 * @param footholds one if the place is held as a whole; of alternatives each that reaches something, each judged alone, the
 *     worst first
 * @param judged how many footholds there are
 * @param omitted how many of those that reach something are not listed, the least bad
 * @param notes what the reader must know about this answer
 */
public record BlastRadius(
        ReachQuery query, ImmutableList<Foothold> footholds, int judged, int omitted, ImmutableList<String> notes) {
    /**
     * What is reached from one start.
     *
     * @param start what the attacker has at the start; several footholds that reach the same at the same effort are one
     * @param alike how many further footholds reach just the same
     * @param clusterAdmin effort of becoming cluster-admin, if that is within the radius
     * @param kinds how many of each kind there are, and the effort of the cheapest
     * @param reached the worst first
     * @param omitted how many more there are of {@code reached}
     * @param stopsAtClusterAdmin whether what only cluster-admin leads to is left out, because that is everything
     */
    public record Foothold(
            ImmutableList<Vertex> start,
            int alike,
            Optional<Integer> clusterAdmin,
            ImmutableSortedMap<Reached.Kind, Count> kinds,
            ImmutableList<Reached> reached,
            int omitted,
            boolean stopsAtClusterAdmin) {}

    /** How many, and the effort of the cheapest. */
    public record Count(int count, int leastEffort) {}
}
