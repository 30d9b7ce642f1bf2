package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * How the API server's plug-in PodSecurity is configured: an AdmissionConfiguration that holds it, or a document of its
 * own. It is no object of the API and has no name: it is called after its place.
 *
 * @param kind {@code AdmissionConfiguration} or {@code PodSecurityConfiguration}
 * @param field path of the configuration in the document, with a dot behind it; empty for the document itself
 * @param configured whether the document says anything about the plug-in
 * @param enforce the level of namespaces without the label; empty when absent
 * @param enforceVersion the edition of that level; empty when absent
 */
public record PodSecurityDefaults(
        String kind,
        ObjectMeta meta,
        String field,
        boolean configured,
        String enforce,
        String enforceVersion,
        ImmutableList<String> exemptNamespaces,
        ImmutableList<String> exemptRuntimeClasses,
        ImmutableList<String> exemptUsers)
        implements KubernetesObject {}
