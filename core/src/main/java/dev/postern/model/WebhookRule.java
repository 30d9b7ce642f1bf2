package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * Which requests an admission webhook is asked about, as {@code admissionregistration.k8s.io/v1} writes it. Not a rule of
 * RBAC, though it looks like one: {@code pods/*} is a pattern here and a literal there. Only {@code podsecurity} interprets
 * it.
 *
 * @param scope {@code Namespaced}, {@code Cluster}, or {@code *}, which is also the default
 */
public record WebhookRule(
        ImmutableList<String> operations,
        ImmutableList<String> apiGroups,
        ImmutableList<String> apiVersions,
        ImmutableList<String> resources,
        String scope) {}
