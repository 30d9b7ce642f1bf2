package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectChange;

/**
 * In what two clusters differ, and what that does to answers.
 *
 * @param objects every object that differs, sorted
 * @param answers one for each question, in the order asked
 */
public record AnalysisDiff(ImmutableList<ObjectChange> objects, ImmutableList<PathsDiff> answers) {}
