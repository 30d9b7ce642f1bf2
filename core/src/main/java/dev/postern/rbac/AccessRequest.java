package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * What is asked of the API server, without who asks: a verb on a resource or on a URL, in one namespace or in all.
 *
 * @param apiGroup empty while it is not settled: a resource that is not built in, written without its group. {@link Rbac}
 *     then takes the group that the rules of the input name it with
 * @param name empty when the request names no object
 * @param namespace empty for requests across all namespaces and for what belongs to none
 * @param namespaced whether the objects asked about belong to namespaces
 * @param path of a URL that is no resource, else empty
 * @param notes what was taken for granted in reading the question, as sentences
 */
public record AccessRequest(
        String verb,
        Optional<String> apiGroup,
        String resource,
        String subresource,
        String name,
        String namespace,
        boolean namespaced,
        String path,
        ImmutableList<String> notes) {
    private static final String NAMESPACES = "namespaces";

    /**
     * Reads a question as kubectl writes it, across all namespaces at first.
     *
     * <p>{@code target} is a URL ({@code /metrics}) or {@code RESOURCE[/SUBRESOURCE][/NAME]}. The resource is a plural,
     * singular or short name, with or without its group ({@code deployments}, {@code deploy}, {@code deployments.apps},
     * {@code deployments.v1.apps}). Of two parts, the second is the subresource if the resource has one of that name, and
     * else the object's name, as in {@code kubectl auth can-i}; {@code pods//exec} is always the pod called {@code exec}.
     *
     * @throws IllegalArgumentException if it cannot be read, with a message that says what could
     */
    public static AccessRequest parse(String verb, String target) {
        return RequestNotation.read(verb, target, Optional.empty());
    }

    /**
     * The same with the subresource given apart, as kubectl's {@code --subresource}: what follows the slash is the name.
     *
     * @throws IllegalArgumentException if it cannot be read, with a message that says what could
     */
    public static AccessRequest parse(String verb, String target, String subresource) {
        return RequestNotation.read(verb, target, Optional.of(subresource));
    }

    /**
     * The same about one object.
     *
     * @throws IllegalArgumentException if there is a name already, or this is about a URL
     */
    public AccessRequest named(String newName) {
        if (!path.isEmpty()) {
            throw new IllegalArgumentException("a URL has no objects: leave out the name '" + newName + "'");
        }
        if (!name.isEmpty()) {
            throw new IllegalArgumentException("two names are given, '" + name + "' and '" + newName + "'");
        }
        return new AccessRequest(verb, apiGroup, resource, subresource, newName, namespace, namespaced, path, notes);
    }

    /**
     * The same in one namespace. What belongs to no namespace stays as it is, and says so; {@code bind} and {@code use}
     * are asked about in the namespace of the binding or pod, although what they name belongs to none (E16).
     */
    public AccessRequest in(String newNamespace) {
        boolean asked = namespaced || ((verb.equals("bind") || verb.equals("use")) && path.isEmpty());
        if (asked) {
            return new AccessRequest(verb, apiGroup, resource, subresource, name, newNamespace, true, path, notes);
        }
        return noting((path.isEmpty() ? resource + " belong" : "URLs belong") + " to no namespace, so the namespace "
                + newNamespace + " was not used");
    }

    AccessRequest noting(String note) {
        ImmutableList<String> more =
                ImmutableList.<String>builder().addAll(notes).add(note).build();
        return new AccessRequest(verb, apiGroup, resource, subresource, name, namespace, namespaced, path, more);
    }

    AccessRequest inGroup(String group) {
        return new AccessRequest(
                verb, Optional.of(group), resource, subresource, name, namespace, namespaced, path, notes);
    }

    /** The request that this user would make. */
    public AccessReview by(UserInfo user) {
        AccessReview review = AccessReview.of(user).verb(verb);
        return path.isEmpty()
                ? review.group(apiGroup.orElse(""))
                        .resource(resource, subresource)
                        .in(namespace)
                        .named(name)
                : review.path(path);
    }

    /** {@code pods/exec} or {@code pods}: as rules write it. */
    public String combinedResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    /** Whether such requests carry an object's name. */
    Permission.Naming naming() {
        return Permission.of(verb, apiGroup.orElse(""), combinedResource()).naming();
    }

    /** The namespace that the authorizer sees: of a request on a Namespace object, the object's own name (E7). */
    String reviewNamespace() {
        return by(UserInfo.of("", ImmutableList.of())).namespace();
    }

    /** Whether the question is about every namespace, so that some may be answered differently from others. */
    public boolean acrossNamespaces() {
        return namespace.isEmpty() && (namespaced || aboutNamespaceObjects());
    }

    /** Requests on a Namespace object are made in that namespace (E7), when it is named. */
    boolean aboutNamespaceObjects() {
        return resource.equals(NAMESPACES) && apiGroup.orElse("").isEmpty() && name.isEmpty() && path.isEmpty();
    }

    /** {@code get secrets/db in namespace shop}, {@code list deployments.apps in all namespaces}, {@code get /metrics}. */
    public String describe() {
        if (!path.isEmpty()) {
            return verb + " " + path;
        }
        String group = apiGroup.orElse("");
        StringBuilder text = new StringBuilder(verb).append(' ').append(resource);
        text.append(group.isEmpty() ? "" : "." + group);
        text.append(subresource.isEmpty() ? "" : "/" + subresource);
        text.append(name.isEmpty() ? "" : " '" + name + "'");
        if (namespaced) {
            text.append(namespace.isEmpty() ? " in all namespaces" : " in namespace " + namespace);
        }
        return text.toString();
    }
}
