package dev.postern.model;

import com.google.common.collect.ImmutableList;

/** A rule of a role, as {@code rbac.authorization.k8s.io/v1} writes it. Only {@code rbac} interprets it. */
public record PolicyRule(
        ImmutableList<String> verbs,
        ImmutableList<String> apiGroups,
        ImmutableList<String> resources,
        ImmutableList<String> resourceNames,
        ImmutableList<String> nonResourceURLs) {}
