package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PolicyRule;

/**
 * Whether a rule allows a request: verb, apiGroup, resource and name (or verb and URL), each compared as a string, case
 * and all. There are no deny rules. Source: kubernetes {@code pkg/apis/rbac/v1/evaluation_helpers.go}, {@code
 * plugin/pkg/auth/authorizer/rbac/rbac.go}.
 */
final class RuleMatching {
    private static final String ALL = "*";

    private RuleMatching() {}

    static boolean allows(PolicyRule rule, AccessReview review) {
        if (!review.isResourceRequest()) {
            return verb(rule, review.verb()) && nonResourceUrl(rule, review.path());
        }
        return verb(rule, review.verb())
                && apiGroup(rule, review.apiGroup())
                && resource(rule, review.combinedResource(), review.subresource())
                && resourceName(rule, review.name());
    }

    static boolean verb(PolicyRule rule, String verb) {
        return rule.verbs().contains(ALL) || rule.verbs().contains(verb);
    }

    static boolean apiGroup(PolicyRule rule, String apiGroup) {
        return rule.apiGroups().contains(ALL) || rule.apiGroups().contains(apiGroup);
    }

    /** {@code pods/*} and {@code *}{@code /*} are literals: only {@code *} and {@code *}{@code /subresource} are patterns. */
    static boolean resource(PolicyRule rule, String combined, String subresource) {
        for (String resource : rule.resources()) {
            if (resource.equals(ALL) || resource.equals(combined)) {
                return true;
            }
            if (!subresource.isEmpty()
                    && resource.length() == subresource.length() + 2
                    && resource.startsWith("*/")
                    && resource.endsWith(subresource)) {
                return true;
            }
        }
        return false;
    }

    /** No globs; a request without a name passes only where no name is asked for, or the empty one is listed. */
    static boolean resourceName(PolicyRule rule, String name) {
        return rule.resourceNames().isEmpty() || rule.resourceNames().contains(name);
    }

    static boolean nonResourceUrl(PolicyRule rule, String path) {
        return coversUrl(rule.nonResourceURLs(), path);
    }

    /** Exact, {@code *}, or a prefix when the pattern ends in stars. */
    static boolean coversUrl(ImmutableList<String> patterns, String path) {
        for (String pattern : patterns) {
            if (pattern.equals(ALL) || pattern.equals(path)) {
                return true;
            }
            if (pattern.endsWith(ALL) && path.startsWith(withoutTrailingStars(pattern))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutTrailingStars(String pattern) {
        int end = pattern.length();
        while (end > 0 && pattern.charAt(end - 1) == '*') {
            end--;
        }
        return pattern.substring(0, end);
    }
}
