package dev.postern.benchmarks;

import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.SubjectEntry;
import dev.postern.rbac.AccessReview;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The API server's evaluation as it goes about it: for each request all bindings, cluster-wide ones and those of the
 * namespace, each subject compared, each rule matched by verb, group, resource and name. Its first reason is enough for it.
 */
final class NaiveRbac {
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<String, List<RoleBinding>> bindings = new HashMap<>();

    NaiveRbac(List<Role> roles, List<RoleBinding> bindings) {
        roles.forEach(role ->
                this.roles.put(role.meta().namespace() + "/" + role.meta().name(), role));
        bindings.forEach(binding -> this.bindings
                .computeIfAbsent(binding.meta().namespace(), key -> new ArrayList<>())
                .add(binding));
    }

    boolean allows(AccessReview review) {
        return allows(review, "") || allows(review, review.namespace());
    }

    private boolean allows(AccessReview review, String namespace) {
        for (RoleBinding binding : bindings.getOrDefault(namespace, List.of())) {
            if (binding.subjects().stream().anyMatch(subject -> applies(subject, review, namespace))) {
                String home = binding.roleRef().kind().equals("Role") ? namespace : "";
                Role role = roles.get(home + "/" + binding.roleRef().name());
                if (role != null && role.rules().stream().anyMatch(rule -> allows(rule, review))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean applies(SubjectEntry subject, AccessReview review, String bindingNamespace) {
        switch (subject.kind()) {
            case "User":
                return review.user().name().equals(subject.name());
            case "Group":
                return review.user().groups().contains(subject.name());
            default:
                String namespace = subject.namespace().isEmpty() ? bindingNamespace : subject.namespace();
                return review.user().name().equals("system:serviceaccount:" + namespace + ":" + subject.name());
        }
    }

    private static boolean allows(PolicyRule rule, AccessReview review) {
        return hasOrAll(rule.verbs(), review.verb())
                && hasOrAll(rule.apiGroups(), review.apiGroup())
                && resource(rule, review)
                && (rule.resourceNames().isEmpty() || rule.resourceNames().contains(review.name()));
    }

    private static boolean hasOrAll(List<String> list, String item) {
        return list.contains("*") || list.contains(item);
    }

    private static boolean resource(PolicyRule rule, AccessReview review) {
        return hasOrAll(rule.resources(), review.combinedResource())
                || !review.subresource().isEmpty() && rule.resources().contains("*/" + review.subresource());
    }
}
