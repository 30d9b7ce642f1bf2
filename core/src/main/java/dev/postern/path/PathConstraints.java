package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;

/**
 * What plans must do without, and what each of them must use.
 *
 * @param without techniques, by id, that no step uses
 * @param through techniques, by id, of which each is used by some step
 * @param avoid places that no plan starts from, comes through or ends at
 * @param via places through each of which every plan comes: it starts there, or has something of it on its way
 * @param outside kinds of zones that no plan enters or starts in
 * @param across kinds of zones of which each is entered or started in
 * @param maxSteps greatest number of steps, each printed one counted once
 */
public record PathConstraints(
        ImmutableSortedSet<String> without,
        ImmutableSortedSet<String> through,
        ImmutableList<Place> avoid,
        ImmutableList<Place> via,
        ImmutableSet<Zone.Kind> outside,
        ImmutableSet<Zone.Kind> across,
        int maxSteps) {
    /** Every plan will do. */
    public static final PathConstraints NONE = new PathConstraints(
            ImmutableSortedSet.of(),
            ImmutableSortedSet.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableSet.of(),
            ImmutableSet.of(),
            Integer.MAX_VALUE);

    /** @throws IllegalArgumentException if {@code maxSteps} is below 1 */
    public PathConstraints {
        if (maxSteps < 1) {
            throw new IllegalArgumentException("asked for plans of at most " + maxSteps + " steps: give 1 or more");
        }
    }

    /** Without this technique besides. */
    public PathConstraints without(String technique) {
        return new PathConstraints(plus(without, technique), through, avoid, via, outside, across, maxSteps);
    }

    /** Through this technique besides. */
    public PathConstraints through(String technique) {
        return new PathConstraints(without, plus(through, technique), avoid, via, outside, across, maxSteps);
    }

    /** Past this place besides. */
    public PathConstraints avoiding(Place place) {
        return new PathConstraints(without, through, plus(avoid, place), via, outside, across, maxSteps);
    }

    /** By way of this place besides. */
    public PathConstraints via(Place place) {
        return new PathConstraints(without, through, avoid, plus(via, place), outside, across, maxSteps);
    }

    /** Outside zones of this kind besides. */
    public PathConstraints outside(Zone.Kind zone) {
        return new PathConstraints(without, through, avoid, via, plus(outside, zone), across, maxSteps);
    }

    /** Across a zone of this kind besides. */
    public PathConstraints across(Zone.Kind zone) {
        return new PathConstraints(without, through, avoid, via, outside, plus(across, zone), maxSteps);
    }

    /** With at most so many steps. */
    public PathConstraints withMaxSteps(int steps) {
        return new PathConstraints(without, through, avoid, via, outside, across, steps);
    }

    /** Whether there is something that each plan must use, or not use too much of. */
    boolean chooses() {
        return !through.isEmpty() || !via.isEmpty() || !across.isEmpty() || maxSteps != Integer.MAX_VALUE;
    }

    private static ImmutableSortedSet<String> plus(ImmutableSortedSet<String> set, String added) {
        return ImmutableSortedSet.<String>naturalOrder().addAll(set).add(added).build();
    }

    private static <T> ImmutableList<T> plus(ImmutableList<T> list, T added) {
        return ImmutableList.<T>builder().addAll(list).add(added).build();
    }

    private static <T> ImmutableSet<T> plus(ImmutableSet<T> set, T added) {
        return ImmutableSet.<T>builder().addAll(set).add(added).build();
    }
}
