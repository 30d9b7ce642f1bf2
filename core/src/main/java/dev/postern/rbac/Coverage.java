package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PolicyRule;
import java.util.Collection;

/**
 * Whether held rules cover wanted ones. Wanted rules are split into atoms (one verb, one group, one resource, one name or
 * none; or one verb and one URL), and each atom must be covered by a single held rule: enumerations never cover {@code *},
 * named rules never cover unnamed ones. Source: kubernetes {@code
 * component-helpers/auth/rbac/validation/policy_comparator.go}.
 */
final class Coverage {
    private Coverage() {}

    /** What is missing, as atoms in the order of the wanted rules; empty when all is covered. O(atoms x held). */
    static ImmutableList<PolicyRule> missing(Collection<PolicyRule> held, Collection<PolicyRule> wanted) {
        ImmutableList.Builder<PolicyRule> missing = ImmutableList.builder();
        for (PolicyRule rule : wanted) {
            for (PolicyRule atom : atoms(rule)) {
                if (held.stream().noneMatch(owner -> covers(owner, atom))) {
                    missing.add(atom);
                }
            }
        }
        return missing.build();
    }

    static ImmutableList<PolicyRule> atoms(PolicyRule rule) {
        ImmutableList.Builder<PolicyRule> atoms = ImmutableList.builder();
        for (String group : rule.apiGroups()) {
            for (String resource : rule.resources()) {
                for (String verb : rule.verbs()) {
                    if (rule.resourceNames().isEmpty()) {
                        atoms.add(atom(verb, group, resource, ImmutableList.of()));
                    }
                    for (String name : rule.resourceNames()) {
                        atoms.add(atom(verb, group, resource, ImmutableList.of(name)));
                    }
                }
            }
        }
        for (String url : rule.nonResourceURLs()) {
            for (String verb : rule.verbs()) {
                atoms.add(new PolicyRule(
                        ImmutableList.of(verb),
                        ImmutableList.of(),
                        ImmutableList.of(),
                        ImmutableList.of(),
                        ImmutableList.of(url)));
            }
        }
        return atoms.build();
    }

    private static PolicyRule atom(String verb, String group, String resource, ImmutableList<String> names) {
        return new PolicyRule(
                ImmutableList.of(verb), ImmutableList.of(group), ImmutableList.of(resource), names, ImmutableList.of());
    }

    /** Whether one rule covers an atom. */
    static boolean covers(PolicyRule owner, PolicyRule atom) {
        return coversAll(owner.verbs(), atom.verbs())
                && coversAll(owner.apiGroups(), atom.apiGroups())
                && coversResources(owner.resources(), atom.resources())
                && coversNames(owner.resourceNames(), atom.resourceNames())
                && atom.nonResourceURLs().stream()
                        .allMatch(url -> RuleMatching.coversUrl(owner.nonResourceURLs(), url));
    }

    private static boolean coversAll(ImmutableList<String> owner, ImmutableList<String> wanted) {
        return owner.contains("*") || owner.containsAll(wanted);
    }

    private static boolean coversResources(ImmutableList<String> owner, ImmutableList<String> wanted) {
        if (coversAll(owner, wanted)) {
            return true;
        }
        for (String resource : wanted) {
            int slash = resource.indexOf('/');
            boolean bySubresource = slash >= 0 && owner.contains("*" + resource.substring(slash));
            if (!owner.contains(resource) && !bySubresource) {
                return false;
            }
        }
        return true;
    }

    private static boolean coversNames(ImmutableList<String> owner, ImmutableList<String> wanted) {
        return owner.isEmpty() || (!wanted.isEmpty() && owner.containsAll(wanted));
    }
}
