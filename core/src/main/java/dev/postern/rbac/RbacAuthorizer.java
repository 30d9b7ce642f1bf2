package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Decision;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The RBAC authorizer: bindings that name the user or a group of it, cluster-wide and in the request's namespace, then the
 * rules of their roles. A request costs O(rules that the identity holds there). Source: kubernetes {@code
 * pkg/registry/rbac/validation/rule.go}.
 */
final class RbacAuthorizer {
    private final SubjectIndex subjects;

    RbacAuthorizer(SubjectIndex subjects) {
        this.subjects = subjects;
    }

    Decision decide(AccessReview review) {
        List<Support> supports = new ArrayList<>();
        subjects.visit(review.user(), review.namespace(), entry -> addSupports(review, entry, supports));
        return supports.isEmpty()
                ? Decision.denied()
                : Decision.allowed(supports.stream().sorted().toList());
    }

    private static void addSupports(AccessReview review, SubjectIndex.Entry entry, List<Support> supports) {
        BindingEntry binding = entry.binding();
        for (RuleEntry rule : rules(binding)) {
            if (RuleMatching.allows(rule.rule(), review)) {
                Support bound = entry.support();
                rule.supports().forEach(support -> supports.add(bound.and(support)));
            }
        }
    }

    /** Bindings that name the user and refer to no role: what they would grant is not known. */
    ImmutableList<BindingEntry> dangling(UserInfo user, String namespace) {
        return bindings(user, namespace).keySet().stream()
                .filter(binding -> binding.role().isEmpty())
                .collect(ImmutableList.toImmutableList());
    }

    /** Every rule that the user holds in a namespace (or cluster-wide only), with the binding that gives it. */
    ImmutableList<HeldRule> rules(UserInfo user, String namespace) {
        ImmutableList.Builder<HeldRule> rules = ImmutableList.builder();
        bindings(user, namespace).forEach((binding, entries) -> {
            for (RuleEntry rule : rules(binding)) {
                ImmutableList.Builder<Support> supports = ImmutableList.builder();
                for (SubjectIndex.Entry entry : entries) {
                    Support bound = entry.support();
                    rule.supports().forEach(support -> supports.add(bound.and(support)));
                }
                rules.add(new HeldRule(rule.rule(), binding.scope(), supports.build()));
            }
        });
        return rules.build();
    }

    /** Each binding once, with its matching subjects, in the order of the visit. */
    private Map<BindingEntry, List<SubjectIndex.Entry>> bindings(UserInfo user, String namespace) {
        Map<BindingEntry, List<SubjectIndex.Entry>> bindings = new LinkedHashMap<>();
        subjects.visit(
                user,
                namespace,
                entry -> bindings.computeIfAbsent(entry.binding(), key -> new ArrayList<>(1))
                        .add(entry));
        return bindings;
    }

    private static ImmutableList<RuleEntry> rules(BindingEntry binding) {
        return binding.role().map(RoleEntry::rules).orElse(ImmutableList.of());
    }
}
