package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * An AuthorizationPolicy of Istio ({@code security.istio.io/v1} and {@code v1beta1}): which connections and requests
 * the proxy beside a pod lets in. An empty list is the same as an absent one to this API, whose messages are those of
 * protocol buffers. Source: istio/api, {@code security/v1beta1/authorization_policy.proto}.
 *
 * @param selector of pods, by {@code matchLabels} alone; absent and empty select every pod
 * @param targets gateways, services and such instead of pods ({@code targetRefs}, {@code targetRef}); empty if absent
 * @param provider name of the external authorizer that {@code CUSTOM} asks; empty if the field is absent
 * @param rules any of them; none matches nothing
 * @param unknown paths of fields of the spec that no version known here has; those inside of a rule are its own
 * @param malformed what is wrong about the first value of a type or at a place that the API server refuses
 */
public record AuthorizationPolicy(
        ObjectMeta meta,
        Action action,
        Optional<LabelSelector> selector,
        Optional<ImmutableList<Target>> targets,
        Optional<String> provider,
        ImmutableList<AuthorizationRule> rules,
        ImmutableList<String> unknown,
        Optional<String> malformed)
        implements KubernetesObject {
    public static final String KIND = "AuthorizationPolicy";

    /** The annotation by which the proxy only writes down what the policy would have done. */
    public static final String DRY_RUN = "istio.io/dry-run";

    /** What Go reads as true. */
    private static final ImmutableSet<String> TRUE = ImmutableSet.of("1", "t", "T", "true", "TRUE", "True");

    /** What becomes of what a rule matches. */
    public enum Action {
        /** Also where the field is absent. */
        ALLOW,
        DENY,
        /** Only marked for a log. */
        AUDIT,
        /** Somebody outside decides. */
        CUSTOM,
        /** A text that the API server refuses. */
        INVALID
    }

    /** What a policy is attached to instead of pods; strings are empty where absent. */
    public record Target(String group, String kind, String namespace, String name) {}

    /** Whether it has no effect but in the logs of the proxy. */
    public boolean isDryRun() {
        return TRUE.contains(meta.annotations().getOrDefault(DRY_RUN, ""));
    }

    @Override
    public String kind() {
        return KIND;
    }
}
