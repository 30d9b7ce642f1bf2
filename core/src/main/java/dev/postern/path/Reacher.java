package dev.postern.path;

import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;

/**
 * Somebody or something from which a place is reached, by itself.
 *
 * @param vertex where the attacker starts; a pod stands for the best of its containers that run
 * @param effort of the cheapest plan, exactly
 * @param confidence of the surest of the cheapest plans
 */
public record Reacher(Vertex vertex, int effort, Confidence confidence) {
    /** The start in the notation of {@link Place#parse}. */
    public String notation() {
        return vertex.id();
    }
}
