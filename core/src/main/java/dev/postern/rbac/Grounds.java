package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.PolicyRule;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes apart why a rule allows a request: the binding's entry, and the strings of the rule that match. */
final class Grounds {
    private Grounds() {}

    /** Every ground on which RBAC allows a review, by its support. O(rules that the identity holds there). */
    static Map<Support, Ground> of(AccessReview review, SubjectIndex subjects) {
        Map<Support, Ground> grounds = new HashMap<>();
        subjects.visit(
                review.user(),
                review.namespace(),
                entry -> entry.binding().role().map(RoleEntry::rules).orElse(ImmutableList.of()).stream()
                        .filter(rule -> RuleMatching.allows(rule.rule(), review))
                        .forEach(rule ->
                                of(review, entry, rule).forEach(ground -> grounds.put(ground.support(), ground))));
        return grounds;
    }

    /** A ground for each place where the rule is written; its support is the one that a decision cites. */
    static List<Ground> of(AccessReview review, SubjectIndex.Entry named, RuleEntry rule) {
        BindingEntry binding = named.binding();
        int entry = named.subject();
        Subject subject = binding.subject(entry).orElseThrow();
        Grant grant = binding.grant().orElseThrow();
        Support bound = named.support();
        return rule.origins().stream()
                .map(origin -> {
                    RuleMatch match = new RuleMatch(
                            grant,
                            subject,
                            binding.binding().ref(),
                            entry,
                            origin.role().ref(),
                            origin.index(),
                            matched(review, origin));
                    return new Ground(bound.and(origin.support()), Optional.of(match));
                })
                .toList();
    }

    private static ImmutableList<Evidence> matched(AccessReview review, RuleEntry.Origin origin) {
        PolicyRule rule = origin.role().rules().get(origin.index());
        ImmutableList.Builder<Evidence> matched = ImmutableList.builder();
        first(origin, "verbs", rule.verbs(), verb -> RuleMatching.verb(withVerb(verb), review.verb()))
                .ifPresent(matched::add);
        if (!review.isResourceRequest()) {
            first(
                            origin,
                            "nonResourceURLs",
                            rule.nonResourceURLs(),
                            url -> RuleMatching.coversUrl(ImmutableList.of(url), review.path()))
                    .ifPresent(matched::add);
            return matched.build();
        }
        first(
                        origin,
                        "apiGroups",
                        rule.apiGroups(),
                        group -> RuleMatching.apiGroup(withGroup(group), review.apiGroup()))
                .ifPresent(matched::add);
        first(
                        origin,
                        "resources",
                        rule.resources(),
                        resource -> RuleMatching.resource(
                                withResource(resource), review.combinedResource(), review.subresource()))
                .ifPresent(matched::add);
        first(origin, "resourceNames", rule.resourceNames(), review.name()::equals)
                .ifPresent(matched::add);
        return matched.build();
    }

    /** The first entry of a list of the rule that matches by itself. */
    private static Optional<Evidence> first(
            RuleEntry.Origin origin, String list, List<String> entries, Predicate<String> matches) {
        for (int i = 0; i < entries.size(); i++) {
            if (matches.test(entries.get(i))) {
                String field = "rules[" + origin.index() + "]." + list + "[" + i + "]";
                String value = entries.get(i).isEmpty() ? "\"\"" : Text.printable(entries.get(i));
                return Optional.of(new Evidence(origin.role().ref(), field, value, origin.basis()));
            }
        }
        return Optional.empty();
    }

    private static PolicyRule withVerb(String verb) {
        return rule(ImmutableList.of(verb), ImmutableList.of(), ImmutableList.of());
    }

    private static PolicyRule withGroup(String group) {
        return rule(ImmutableList.of(), ImmutableList.of(group), ImmutableList.of());
    }

    private static PolicyRule withResource(String resource) {
        return rule(ImmutableList.of(), ImmutableList.of(), ImmutableList.of(resource));
    }

    private static PolicyRule rule(
            ImmutableList<String> verbs, ImmutableList<String> groups, ImmutableList<String> resources) {
        return new PolicyRule(verbs, groups, resources, ImmutableList.of(), ImmutableList.of());
    }
}
