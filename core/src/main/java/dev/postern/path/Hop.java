package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Support;
import java.util.Optional;

/**
 * One step of a plan with everything that it rests on.
 *
 * @param grounds what the step needs, all of it; of each part any one of the alternative sets of facts suffices
 * @param otherwise the cheapest plan that does without this step; empty when there is none
 */
public record Hop(Step step, ImmutableList<ImmutableList<Support>> grounds, Optional<AttackPath> otherwise) {}
