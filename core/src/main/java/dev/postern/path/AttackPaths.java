package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Vertex;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * The answer to one question.
 *
 * @param query the question
 * @param paths the cheapest distinct plans, cheapest first
 * @param singleEdits changes of which each alone leaves no plan, in order; empty when there is no plan, or no such change
 * @param starts how many distinct starts the question stands for (equal pods count once)
 * @param notSearched where the search ended before it was complete, what was left out; empty when nothing was
 * @param notes what the reader must know about this answer: unknown names, places already reached, search limits
 */
public record AttackPaths(
        PathQuery query,
        ImmutableList<AttackPath> paths,
        ImmutableList<SingleEdit> singleEdits,
        int starts,
        ImmutableList<String> notSearched,
        ImmutableList<String> notes)
        implements Iterable<AttackPath> {
    /** Without any path. */
    AttackPaths(PathQuery query, int starts, ImmutableList<String> notes) {
        this(query, ImmutableList.of(), ImmutableList.of(), starts, ImmutableList.of(), notes);
    }

    /** Whether the search ended before it was complete: {@link #notSearched()} says where. */
    public boolean truncated() {
        return !notSearched.isEmpty();
    }

    /** How many different steps the paths have together; a step that several share counts once. */
    public int steps() {
        return different(step -> true);
    }

    /** How many of these are there only because nothing states otherwise: {@link Step#onDefaults()}. */
    public int stepsOnDefaults() {
        return different(Step::onDefaults);
    }

    private int different(Predicate<Step> wanted) {
        record Move(EdgeType type, ImmutableList<Vertex> from, Vertex to) {}
        return (int) paths.stream()
                .flatMap(path -> path.steps().stream())
                .filter(wanted)
                .map(step -> new Move(step.type(), step.from(), step.to()))
                .distinct()
                .count();
    }

    @Override
    public Iterator<AttackPath> iterator() {
        return paths.iterator();
    }
}
