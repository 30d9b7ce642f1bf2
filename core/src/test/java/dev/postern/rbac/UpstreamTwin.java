package dev.postern.rbac;

import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The API server's evaluation, written down as its four matching functions have it (kubernetes {@code
 * plugin/pkg/auth/authorizer/rbac/rbac.go} and {@code pkg/apis/rbac/v1/evaluation_helpers.go}): every binding, every subject,
 * every rule. It shares no code with what it is compared with.
 */
final class UpstreamTwin {
    private final List<Role> roles;
    private final List<RoleBinding> bindings;

    UpstreamTwin(List<Role> roles, List<RoleBinding> bindings) {
        this.roles = roles;
        this.bindings = bindings;
    }

    boolean allows(AccessReview review) {
        return rules(review.user(), review.namespace()).stream().anyMatch(rule -> allows(rule, review));
    }

    /** What the user holds in a namespace: cluster-wide bindings first. */
    List<PolicyRule> rules(UserInfo user, String namespace) {
        List<PolicyRule> rules = new ArrayList<>();
        for (RoleBinding binding : bindings) {
            if (binding.clusterRoleBinding() && appliesTo(binding, user)) {
                rules.addAll(rulesOf(binding));
            }
        }
        for (RoleBinding binding : bindings) {
            if (!binding.clusterRoleBinding()
                    && !namespace.isEmpty()
                    && binding.meta().namespace().equals(namespace)
                    && appliesTo(binding, user)) {
                rules.addAll(rulesOf(binding));
            }
        }
        return rules;
    }

    /** The subjects of bindings whose roles allow a request, and the privileged group. */
    Set<Subject> whoCan(AccessReview review) {
        Set<Subject> subjects = new TreeSet<>();
        subjects.add(Subject.group("system:masters"));
        for (RoleBinding binding : bindings) {
            boolean there = binding.clusterRoleBinding()
                    || (!review.namespace().isEmpty()
                            && binding.meta().namespace().equals(review.namespace()));
            if (there && rulesOf(binding).stream().anyMatch(rule -> allows(rule, review))) {
                for (SubjectEntry entry : binding.subjects()) {
                    String home =
                            binding.clusterRoleBinding() ? "" : binding.meta().namespace();
                    String namespace = entry.namespace().isEmpty() ? home : entry.namespace();
                    switch (entry.kind()) {
                        case "User" -> subjects.add(Subject.user(entry.name()));
                        case "Group" -> subjects.add(Subject.group(entry.name()));
                        case "ServiceAccount" -> {
                            if (!namespace.isEmpty()) {
                                subjects.add(Subject.serviceAccount(namespace, entry.name()));
                            }
                        }
                        default -> {}
                    }
                }
            }
        }
        return subjects;
    }

    /** Whether single rights, one verb on one resource of one group for one name or any, are each within one held rule. */
    boolean covers(UserInfo user, String namespace, PolicyRule wanted) {
        List<PolicyRule> held = rules(user, namespace);
        for (String verb : wanted.verbs()) {
            for (String url : wanted.nonResourceURLs()) {
                if (held.stream().noneMatch(rule -> has(rule.verbs(), verb) && urlMatches(rule, url))) {
                    return false;
                }
            }
            for (String group : wanted.apiGroups()) {
                for (String resource : wanted.resources()) {
                    List<String> names = wanted.resourceNames().isEmpty() ? List.of("(any)") : wanted.resourceNames();
                    for (String name : names) {
                        boolean any = wanted.resourceNames().isEmpty();
                        boolean covered = held.stream()
                                .anyMatch(rule -> has(rule.verbs(), verb)
                                        && has(rule.apiGroups(), group)
                                        && coversResource(rule, resource)
                                        && (rule.resourceNames().isEmpty()
                                                || (!any && rule.resourceNames().contains(name))));
                        if (!covered) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    private static boolean coversResource(PolicyRule rule, String resource) {
        int slash = resource.indexOf('/');
        return has(rule.resources(), resource)
                || (slash >= 0 && rule.resources().contains("*" + resource.substring(slash)));
    }

    private static boolean has(List<String> entries, String entry) {
        return entries.contains("*") || entries.contains(entry);
    }

    private static boolean appliesTo(RoleBinding binding, UserInfo user) {
        for (SubjectEntry subject : binding.subjects()) {
            String home = binding.clusterRoleBinding() ? "" : binding.meta().namespace();
            String namespace = subject.namespace().isEmpty() ? home : subject.namespace();
            boolean applies = switch (subject.kind()) {
                case "User" -> user.name().equals(subject.name());
                case "Group" -> user.groups().contains(subject.name());
                case "ServiceAccount" ->
                    !namespace.isEmpty()
                            && user.name().equals("system:serviceaccount:" + namespace + ":" + subject.name());
                default -> false;
            };
            if (applies) {
                return true;
            }
        }
        return false;
    }

    private List<PolicyRule> rulesOf(RoleBinding binding) {
        boolean clusterRole = binding.roleRef().kind().equals("ClusterRole");
        if (!clusterRole && binding.clusterRoleBinding()) {
            return List.of();
        }
        for (Role role : roles) {
            boolean there = clusterRole
                    ? role.clusterRole()
                    : !role.clusterRole()
                            && role.meta().namespace().equals(binding.meta().namespace());
            if (there && role.meta().name().equals(binding.roleRef().name())) {
                return role.rules();
            }
        }
        return List.of();
    }

    private static boolean allows(PolicyRule rule, AccessReview review) {
        if (!review.path().isEmpty()) {
            return has(rule.verbs(), review.verb()) && urlMatches(rule, review.path());
        }
        return has(rule.verbs(), review.verb())
                && has(rule.apiGroups(), review.apiGroup())
                && resourceMatches(rule, review)
                && (rule.resourceNames().isEmpty() || rule.resourceNames().contains(review.name()));
    }

    private static boolean resourceMatches(PolicyRule rule, AccessReview review) {
        String combined =
                review.subresource().isEmpty() ? review.resource() : review.resource() + "/" + review.subresource();
        for (String resource : rule.resources()) {
            boolean bySubresource = !review.subresource().isEmpty() && resource.equals("*/" + review.subresource());
            if (resource.equals("*") || resource.equals(combined) || bySubresource) {
                return true;
            }
        }
        return false;
    }

    private static boolean urlMatches(PolicyRule rule, String path) {
        for (String url : rule.nonResourceURLs()) {
            if (url.equals("*") || url.equals(path)) {
                return true;
            }
            // strings.TrimRight(ruleURL, "*")
            if (url.endsWith("*") && path.startsWith(url.replaceAll("\\*+$", ""))) {
                return true;
            }
        }
        return false;
    }
}
