package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * What lets objects past policies that were installed: a PolicyException of Kyverno, of which there are two kinds, or
 * Gatekeeper's Config. Whether anybody
 * honours it is not told here. Only {@code podsecurity} interprets it.
 *
 * @param rules those that do not count; empty for all of the engine's
 * @param places where; none when pods are not let past
 */
public record PolicyExemption(String kind, ObjectMeta meta, ImmutableList<Rules> rules, ImmutableList<Place> places)
        implements KubernetesObject {
    public static final String EXCEPTION = "PolicyException";

    /** From policies that are written in CEL: another kind of the same name, in the API group of these. */
    public static final String CEL_EXCEPTION = EXCEPTION + "." + KyvernoPolicyKind.CEL_GROUP;

    public static final String CONFIG = "Config";

    /**
     * Rules of a policy.
     *
     * @param kind of the policy, where it is told; else empty
     * @param policy its name, behind its namespace and a slash if it has one and the kind is not told
     * @param names of the rules, or patterns
     */
    public record Rules(String kind, String policy, ImmutableList<String> names) {}

    /**
     * Namespaces whose pods are let past.
     *
     * @param field where it stands, for instance {@code spec.match[0]}
     * @param namespaces names or patterns; empty for all
     * @param processes of the engine, for which it counts; empty for all
     * @param understood whether every pod there is let past
     */
    public record Place(
            String field, ImmutableList<String> namespaces, ImmutableList<String> processes, boolean understood) {}
}
