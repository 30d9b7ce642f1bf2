package dev.postern.path;

import com.google.common.collect.ImmutableList;
import java.util.Iterator;

/**
 * The answer to one question.
 *
 * @param query the question
 * @param paths the cheapest distinct plans, cheapest first
 * @param singleEdits changes of which each alone leaves no plan, in order; empty when there is no plan, or no such change
 * @param starts how many distinct starts the question stands for (equal pods count once)
 * @param truncated whether the search ended before it was complete
 * @param notes what the reader must know about this answer: unknown names, places already reached, search limits
 */
public record AttackPaths(
        PathQuery query,
        ImmutableList<AttackPath> paths,
        ImmutableList<Edit> singleEdits,
        int starts,
        boolean truncated,
        ImmutableList<String> notes)
        implements Iterable<AttackPath> {
    @Override
    public Iterator<AttackPath> iterator() {
        return paths.iterator();
    }
}
