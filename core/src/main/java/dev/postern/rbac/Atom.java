package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.PolicyRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest right: one verb on one resource of one group, for one name or ({@code anyName}) all; or one verb on one URL,
 * which stands in {@code resource} then.
 */
record Atom(boolean url, String verb, String group, String resource, boolean anyName, String name) {
    private static final String ALL = "*";
    /** Verbs of requests that are made in no namespace when they are about Namespace objects. */
    private static final ImmutableSet<String> NAMELESS = ImmutableSet.of("list", "watch", "create", "deletecollection");

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
        if (!scope.isClusterWide() && base.equals("namespaces") && group.isEmpty()) {
            return isWithoutEffectOnNamespaces(scope);
        }
        boolean askedInNamespaces = verb.equals("bind") || verb.equals("use") || verb.equals(ALL);
        return !scope.isClusterWide() && ClusterScoped.is(group, base) && !askedInNamespaces;
    }

    /** A RoleBinding reaches the object of its own namespace, by requests that name it (E7). */
    private boolean isWithoutEffectOnNamespaces(Scope scope) {
        boolean nameless = NAMELESS.contains(verb) && resource.indexOf('/') < 0;
        return nameless || (!anyName && !name.equals(scope.namespace()));
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
