package dev.postern.model;

import com.google.common.collect.ImmutableSortedMap;

/** The template of a workload; {@code field} is its path in the object, for instance {@code spec.template}. */
public record PodTemplate(
        ImmutableSortedMap<String, String> labels,
        ImmutableSortedMap<String, String> annotations,
        PodSpec spec,
        String field) {}
