package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * What somebody installed to look at objects before they are let in, as far as it looks at pods: a policy of Kyverno, a
 * Gatekeeper constraint, a ValidatingAdmissionPolicy or its binding, a validating webhook. Only {@code podsecurity}
 * interprets it.
 *
 * @param kind as the object's
 * @param policyName of a binding, the policy that it puts into force; else empty
 * @param checks those that look at pods; none when it does not
 */
public record AdmissionPolicy(String kind, ObjectMeta meta, String policyName, ImmutableList<Check> checks)
        implements KubernetesObject {
    /**
     * One rule, or one webhook.
     *
     * @param field where it stands, for instance {@code spec.rules[0]}
     * @param rule its name, where rules have one; else empty
     * @param rules the requests it looks at, where rules say so; empty where it looks at pods by itself, or at whatever
     *     the policy that it binds looks at
     * @param refuses whether it refuses pods, rather than to report them
     * @param level the level of the Pod Security Standards that it demands; empty when it demands none as such
     * @param version the edition of that level; empty for the latest
     * @param forbids what it forbids besides
     * @param understood whether {@code level} and {@code forbids} are all it says, and the namespaces all that limits it
     * @param namespaces names or patterns of the namespaces it looks at; empty for all
     * @param excludedNamespaces names or patterns of those it leaves out
     * @param namespaceSelector which of these it looks at, by their labels
     */
    public record Check(
            String field,
            String rule,
            ImmutableList<WebhookRule> rules,
            boolean refuses,
            String level,
            String version,
            ImmutableSet<Forbidden> forbids,
            boolean understood,
            ImmutableList<String> namespaces,
            ImmutableList<String> excludedNamespaces,
            Optional<LabelSelector> namespaceSelector) {}

    /** What pods are forbidden to ask for. */
    public enum Forbidden {
        PRIVILEGED,
        HOST_NAMESPACES,
        HOST_PATHS,
        /** Adding any that the runtime does not give by itself. */
        CAPABILITIES
    }
}
