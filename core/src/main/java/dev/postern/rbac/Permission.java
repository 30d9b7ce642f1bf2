package dev.postern.rbac;

import com.google.common.collect.ImmutableList;

/**
 * What an attack technique asks of RBAC: any of some verbs on one resource. Verbs that the API server asks about without
 * sending them as requests ({@code bind}, {@code escalate}, {@code impersonate}, {@code use}, ...) are verbs like others.
 *
 * @param verbs one of them suffices
 * @param subresource empty when the object itself is meant
 * @param namespaced whether the request names a namespace, so that a RoleBinding can permit it
 * @param naming whether the request names an object, so that {@code resourceNames} can permit it
 */
public record Permission(
        ImmutableList<String> verbs,
        String apiGroup,
        String resource,
        String subresource,
        boolean namespaced,
        Naming naming) {
    /** Whether the request of a permission carries an object's name. */
    public enum Naming {
        /** It does: get, update, patch, delete, everything on a subresource, bind, impersonate and the like. */
        NAMED,
        /** It does not: top-level create, deletecollection. A rule with {@code resourceNames} grants nothing. */
        UNNAMED,
        /** list and watch: without a name everything, or one object by {@code metadata.name} field selector. */
        NAMED_OR_ALL,
        /** It does, and only rules limited to names count: see {@link Permission#byName()}. */
        LIMITED
    }

    /**
     * A permission shaped as Kubernetes shapes the request: named or not by verb and subresource, namespaced or not by
     * resource (resources that are not built in are taken to be namespaced).
     *
     * @param resource {@code pods} or, with a subresource, {@code pods/exec}
     */
    public static Permission of(String verb, String apiGroup, String resource) {
        int slash = resource.indexOf('/');
        String base = slash < 0 ? resource : resource.substring(0, slash);
        String sub = slash < 0 ? "" : resource.substring(slash + 1);
        return new Permission(
                ImmutableList.of(verb), apiGroup, base, sub, !ClusterScoped.is(apiGroup, base), naming(verb, sub));
    }

    /** The same with another verb that would do as well; both must name objects alike. */
    public Permission or(String verb) {
        if (naming(verb, subresource) != naming) {
            throw new IllegalArgumentException(
                    verb + " names objects differently: ask for it as a permission of its own");
        }
        ImmutableList<String> both =
                ImmutableList.<String>builder().addAll(verbs).add(verb).build();
        return new Permission(both, apiGroup, resource, subresource, namespaced, naming);
    }

    /** The same, asked without a namespace: only cluster-wide grants permit it. */
    public Permission clusterScoped() {
        return new Permission(verbs, apiGroup, resource, subresource, false, naming);
    }

    /** The same, asked in a namespace (as {@code bind} on {@code clusterroles} is for a RoleBinding). */
    public Permission inNamespace() {
        return new Permission(verbs, apiGroup, resource, subresource, true, naming);
    }

    /** The same, asked without a name (as {@code escalate} is when a role is created). */
    public Permission unnamed() {
        return new Permission(verbs, apiGroup, resource, subresource, namespaced, Naming.UNNAMED);
    }

    /**
     * The same, asked with a name, of rules that are limited to names: what {@code create} is in a server-side apply to an
     * object that is not there. Whoever is not limited creates without a name.
     */
    public Permission byName() {
        return new Permission(verbs, apiGroup, resource, subresource, namespaced, Naming.LIMITED);
    }

    /** What a server-side apply asks for besides {@code create}: {@code patch}, with the name. */
    Permission patching() {
        return new Permission(ImmutableList.of("patch"), apiGroup, resource, subresource, namespaced, Naming.NAMED);
    }

    /** {@code pods/exec} or {@code pods}: as a rule's {@code resources} would say it. */
    public String combinedResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    private static Naming naming(String verb, String subresource) {
        switch (verb) {
            case "list":
            case "watch":
                return Naming.NAMED_OR_ALL;
            case "deletecollection":
                return Naming.UNNAMED;
            case "create":
                return subresource.isEmpty() ? Naming.UNNAMED : Naming.NAMED;
            default:
                return Naming.NAMED;
        }
    }
}
