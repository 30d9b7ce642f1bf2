package dev.postern.rbac;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rules of which roles permit something, found by resource: rules that name it, that name its subresource for every
 * resource, or that name all. Built once in O(rules).
 */
final class RoleRights {
    /** A rule that permits what was asked, for some names (empty: any). */
    record RoleRight(Permission permission, RuleEntry rule, ImmutableSortedSet<String> names) {}

    private record Located(ObjectRef role, RuleEntry rule) {}

    private final Map<String, List<Located>> byResource = new HashMap<>();
    private final List<Located> withUrls = new ArrayList<>();

    /** @param beside rules that belong to no role, by what gives them */
    RoleRights(List<RoleEntry> roles, Map<ObjectRef, RuleEntry> beside) {
        for (RoleEntry role : roles) {
            for (RuleEntry rule : role.rules()) {
                add(role.ref(), rule);
            }
        }
        beside.forEach(this::add);
    }

    private void add(ObjectRef role, RuleEntry rule) {
        Located located = new Located(role, rule);
        rule.rule().resources().stream()
                .distinct()
                .forEach(resource -> byResource
                        .computeIfAbsent(resource, key -> new ArrayList<>())
                        .add(located));
        if (!rule.rule().nonResourceURLs().isEmpty()) {
            withUrls.add(located);
        }
    }

    /** The rights by role, roles and rules in their order. */
    Map<ObjectRef, List<RoleRight>> permitting(List<Permission> anyOf) {
        Map<ObjectRef, List<RoleRight>> rights = new LinkedHashMap<>();
        for (Permission permission : anyOf) {
            for (Located located : candidates(permission.combinedResource(), permission.subresource())) {
                right(permission, located.rule())
                        .ifPresent(right -> rights.computeIfAbsent(located.role(), key -> new ArrayList<>())
                                .add(right));
            }
        }
        return rights;
    }

    /** The rules that allow a request, by role; of rules for URLs all are looked at. */
    Map<ObjectRef, List<RuleEntry>> allowing(AccessReview review) {
        List<Located> candidates =
                review.isResourceRequest() ? candidates(review.combinedResource(), review.subresource()) : withUrls;
        Map<ObjectRef, List<RuleEntry>> rules = new LinkedHashMap<>();
        for (Located located : candidates) {
            if (RuleMatching.allows(located.rule().rule(), review)) {
                rules.computeIfAbsent(located.role(), key -> new ArrayList<>()).add(located.rule());
            }
        }
        return rules;
    }

    /** The rules that allow a request for some name, the asked one if one was asked for; by role. */
    Map<ObjectRef, List<RuleEntry>> naming(AccessRequest request) {
        AccessReview review = request.by(UserInfo.of("", List.of()));
        List<Located> candidates =
                review.isResourceRequest() ? candidates(review.combinedResource(), review.subresource()) : withUrls;
        Map<ObjectRef, List<RuleEntry>> rules = new LinkedHashMap<>();
        for (Located located : candidates) {
            PolicyRule rule = located.rule().rule();
            boolean allows = RuleMatching.allows(rule, review);
            if (!allows && review.isResourceRequest() && review.name().isEmpty()) {
                allows = rule.resourceNames().stream().anyMatch(name -> RuleMatching.allows(rule, review.named(name)));
            }
            if (allows) {
                rules.computeIfAbsent(located.role(), key -> new ArrayList<>()).add(located.rule());
            }
        }
        return rules;
    }

    private List<Located> candidates(String combinedResource, String subresource) {
        List<String> keys = new ArrayList<>(List.of("*", combinedResource));
        if (!subresource.isEmpty()) {
            keys.add("*/" + subresource);
        }
        Set<Located> once = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Located> candidates = new ArrayList<>();
        for (String key : keys) {
            byResource.getOrDefault(key, List.of()).stream().filter(once::add).forEach(candidates::add);
        }
        return candidates;
    }

    static Optional<RoleRight> right(Permission permission, RuleEntry entry) {
        boolean matches = permission.verbs().stream().anyMatch(verb -> RuleMatching.verb(entry.rule(), verb))
                && RuleMatching.apiGroup(entry.rule(), permission.apiGroup())
                && RuleMatching.resource(entry.rule(), permission.combinedResource(), permission.subresource());
        return matches
                ? names(permission.naming(), entry.rule().resourceNames())
                        .map(names -> new RoleRight(permission, entry, names))
                : Optional.empty();
    }

    /** The names for which a rule with these resourceNames permits a request; empty Optional for none at all (E4). */
    private static Optional<ImmutableSortedSet<String>> names(Permission.Naming naming, List<String> resourceNames) {
        boolean unnamed = resourceNames.isEmpty() || resourceNames.contains("");
        if (naming == Permission.Naming.UNNAMED) {
            return unnamed ? Optional.of(ImmutableSortedSet.of()) : Optional.empty();
        }
        if (naming == Permission.Naming.LIMITED && unnamed) {
            return Optional.empty();
        }
        if (resourceNames.isEmpty() || (naming == Permission.Naming.NAMED_OR_ALL && unnamed)) {
            return Optional.of(ImmutableSortedSet.of());
        }
        ImmutableSortedSet<String> names = resourceNames.stream()
                .filter(name -> !name.isEmpty())
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }
}
