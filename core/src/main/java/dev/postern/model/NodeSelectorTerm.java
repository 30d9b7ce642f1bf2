package dev.postern.model;

import com.google.common.collect.ImmutableList;

/** One alternative of a required node affinity: all of its expressions must match; an empty term matches nothing. */
public record NodeSelectorTerm(
        ImmutableList<LabelRequirement> matchExpressions, ImmutableList<LabelRequirement> matchFields) {}
