package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PolicyRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest right: one verb on one resource of one group, for one name or ({@code anyName}) all; or one verb on one URL,
 * which stands in {@code resource} then.
 */
record Atom(boolean url, String verb, String group, String resource, boolean anyName, String name) {
    private static final String ALL = "*";

    static List<Atom> of(PolicyRule rule) {
        List<Atom> atoms = new ArrayList<>();
        for (String verb : rule.verbs()) {
            for (String group : rule.apiGroups()) {
                for (String resource : rule.resources()) {
                    if (rule.resourceNames().isEmpty()) {
                        atoms.add(new Atom(false, verb, group, resource, true, ""));
                    }
                    for (String name : rule.resourceNames()) {
                        atoms.add(new Atom(false, verb, group, resource, false, name));
                    }
                }
            }
            for (String url : rule.nonResourceURLs()) {
                atoms.add(new Atom(true, verb, "", url, true, ""));
            }
        }
        return atoms;
    }

    /** Whether it can dominate others at all. */
    boolean isPattern() {
        return verb.equals(ALL) || group.equals(ALL) || resource.endsWith(ALL) || resource.startsWith("*/");
    }

    /** Whether no request can use it in a scope. */
    boolean isWithoutEffect(Scope scope) {
        if (url) {
            return !scope.isClusterWide();
        }
        int slash = resource.indexOf('/');
        String base = slash < 0 ? resource : resource.substring(0, slash);
        if (resource.endsWith("/*")) {
            return true;
        }
        if (!anyName && !name.isEmpty() && slash < 0 && (verb.equals("create") || verb.equals("deletecollection"))) {
            return !resource.equals(ALL) || verb.equals("deletecollection");
        }
        boolean askedInNamespaces = verb.equals("bind") || verb.equals("use") || verb.equals(ALL);
        return !scope.isClusterWide() && ClusterScoped.is(group, base) && !askedInNamespaces;
    }

    /** These and nothing else, as a rule would say them. */
    PolicyRule rule() {
        return url
                ? new PolicyRule(
                        ImmutableList.of(verb),
                        ImmutableList.of(),
                        ImmutableList.of(),
                        ImmutableList.of(),
                        ImmutableList.of(resource))
                : new PolicyRule(
                        ImmutableList.of(verb),
                        ImmutableList.of(group),
                        ImmutableList.of(resource),
                        anyName ? ImmutableList.of() : ImmutableList.of(name),
                        ImmutableList.of());
    }
}
