package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;

/**
 * One step of a plan, hubs folded away.
 *
 * @param type the technique
 * @param from what the step needs, gained earlier or at the start
 * @param to what the step gains
 * @param effort effort of this step alone
 * @param evidence the facts it rests on, the first ground of several
 * @param otherGrounds how many further grounds would do as well
 * @param onDefaults whether each of its grounds needs something that the input does not state and Kubernetes supplies:
 *     stated the other way, the step would not be there
 */
public record Step(
        EdgeType type,
        ImmutableList<Vertex> from,
        Vertex to,
        int effort,
        Confidence confidence,
        ImmutableList<Evidence> evidence,
        int otherGrounds,
        boolean onDefaults) {
    /** The step as a plain sentence. */
    public String describe() {
        StringBuilder sources = new StringBuilder();
        for (Vertex vertex : from) {
            sources.append(sources.length() == 0 ? "" : " and ").append(vertex.describe());
        }
        return type.sentence().replace("{from}", sources).replace("{to}", to.describe());
    }
}
