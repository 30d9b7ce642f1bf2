package dev.postern.path;

import com.google.common.collect.ImmutableList;

/**
 * Who reaches a place.
 *
 * @param query the question
 * @param reachers the cheapest first, then the surest; who is there already is not listed
 * @param judged how many starts were judged
 * @param undecided how many of them the upper and the lower bound left open, so that a search had to decide
 * @param notSearched what a limit left out; empty when nothing was
 * @param notes what the reader must know about this answer
 */
public record WhoReaches(
        ReachQuery query,
        ImmutableList<Reacher> reachers,
        int judged,
        int undecided,
        ImmutableList<String> notSearched,
        ImmutableList<String> notes) {}
