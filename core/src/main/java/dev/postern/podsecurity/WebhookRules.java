package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.WebhookRule;
import java.util.List;
import java.util.Set;

/**
 * Whether a rule of a webhook is about requests for objects of one kind in a namespace. Every part must match; {@code *}
 * matches anything, and a resource is compared in two parts, of which {@code *} alone means no subresource. Source:
 * kubernetes {@code apiserver/pkg/admission/plugin/webhook/predicates/rules/rules.go}.
 *
 * <p>{@code matchPolicy} makes a difference for resources that are served in several groups or versions; those asked about
 * here are served in one by every API server that has webhooks of version v1.
 *
 * @param operations any of which will do
 * @param version of the API, for instance {@code v1}
 */
record WebhookRules(Set<String> operations, String apiGroup, String version, String resource) {
    static final WebhookRules NEW_PODS = new WebhookRules(ImmutableSet.of("CREATE"), "", "v1", "pods");

    private static final String ALL = "*";
    private static final ImmutableSet<String> SCOPES = ImmutableSet.of(ALL, "Namespaced");

    boolean match(WebhookRule rule) {
        return SCOPES.contains(rule.scope())
                && operations.stream().anyMatch(operation -> has(rule.operations(), operation))
                && has(rule.apiGroups(), apiGroup)
                && has(rule.apiVersions(), version)
                && rule.resources().stream().anyMatch(this::isMeant);
    }

    private boolean isMeant(String pattern) {
        int slash = pattern.indexOf('/');
        String of = slash < 0 ? pattern : pattern.substring(0, slash);
        String below = slash < 0 ? "" : pattern.substring(slash + 1);
        return (of.equals(ALL) || of.equals(resource)) && (below.equals(ALL) || below.isEmpty());
    }

    private static boolean has(List<String> patterns, String value) {
        return patterns.contains(ALL) || patterns.contains(value);
    }
}
