package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.Support;
import java.util.Optional;

/**
 * A step: whoever has all of {@code premises} can get {@code to}.
 *
 * @param type the technique; empty for the silent edges of hubs, which take no effort
 * @param premises one or several; different identities may hold them, because each belongs to a request of its own
 * @param effort 1 or more for a technique, 0 for a silent edge
 * @param assumption whether this step assumes a flaw that no manifest shows, so that queries bound how many there may be
 * @param supports alternative sets of facts, each of which suffices; canonical order, never empty. A fact that the input
 *     leaves open stands among them as {@link dev.postern.model.Basis#ASSUMED}, and confidence says so
 */
public record AttackEdge(
        Optional<EdgeType> type,
        ImmutableList<Vertex> premises,
        Vertex to,
        int effort,
        Confidence confidence,
        boolean assumption,
        ImmutableList<Support> supports) {}
