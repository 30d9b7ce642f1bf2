package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;

/** A plan: steps in an order in which each has what it needs when its turn comes. */
public interface AttackPath {
    /** Identifies the plan across runs; does not depend on line numbers, pod hashes or file names. */
    String id();

    /** What the attacker has at the start of this plan. */
    ImmutableList<Vertex> start();

    /** What the attacker has at its end. */
    Vertex target();

    ImmutableList<Step> steps();

    /** Effort of the plan as it is ranked: the sum over its derivation, a shared step counted at each use. */
    int effort();

    /** Effort of the steps as printed, each once; equal to {@link #effort()} unless steps are shared. */
    int distinctEffort();

    /** The lowest confidence of its steps. */
    Confidence confidence();

    /** The steps that leave one trust zone for another, in order. */
    default ImmutableList<ZoneCrossing> crossings() {
        return ZoneCrossing.of(start(), steps());
    }
}
