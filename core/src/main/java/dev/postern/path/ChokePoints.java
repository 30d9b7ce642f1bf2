package dev.postern.path;

import com.google.common.collect.ImmutableList;

/**
 * Where plans can be stopped.
 *
 * @param query the question
 * @param onEvery what every plan comes through, whichever foothold it starts from
 * @param others what else the cheapest plans come through, those first that the most footholds cannot do without; only
 *     where the question has several footholds
 * @param singleEdits changes of which each alone leaves no plan
 * @param reaching how many footholds reach the target
 * @param starts how many there are
 * @param notSearched what was left out; empty when nothing was
 * @param notes what the reader must know about this answer
 */
public record ChokePoints(
        PathQuery query,
        ImmutableList<ChokePoint> onEvery,
        ImmutableList<ChokePoint> others,
        ImmutableList<SingleEdit> singleEdits,
        int reaching,
        int starts,
        ImmutableList<String> notSearched,
        ImmutableList<String> notes) {}
