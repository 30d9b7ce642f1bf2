package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;

/**
 * Something an identity can get, by the surest way, and the cheapest of these.
 *
 * @param target what it gets
 * @param effort sum over its steps
 * @param byRequestsAlone whether requests to the API server suffice: no kubelet, no flaw, no network has to play along
 * @param steps in order; the first ones start from the identity
 */
public record Reach(
        Vertex target,
        Confidence confidence,
        int effort,
        boolean byRequestsAlone,
        ImmutableList<EscalationStep> steps) {}
