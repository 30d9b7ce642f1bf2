package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Subject;
import java.util.Optional;

/**
 * A question to the authorizers, after {@code SubjectAccessReview}: may this user do that? Built step by step:
 *
 * <pre>{@code
 * AccessReview.of(serviceAccount("shop", "cart")).verb("create").resource("pods/exec").in("shop").named("web-0")
 * }</pre>
 *
 * @param apiGroup empty for the core group
 * @param name empty when the request names no object (list, top-level create, deletecollection)
 * @param namespace empty for cluster-scoped objects and requests across namespaces; for a request on a Namespace object
 *     itself, the API server fills in the object's name here (E7), and so does {@link #named(String)}
 * @param path of a request for no resource, such as {@code /healthz}; empty otherwise
 */
public record AccessReview(
        UserInfo user,
        String verb,
        String apiGroup,
        String resource,
        String subresource,
        String name,
        String namespace,
        String path) {
    /** A review for a subject with its implicit groups. */
    public static AccessReview of(Subject subject) {
        return of(UserInfo.of(subject));
    }

    /** A review for exactly this user name and these groups. */
    public static AccessReview of(String user, Iterable<String> groups) {
        return of(new UserInfo(user, ImmutableList.copyOf(groups)));
    }

    public static AccessReview of(UserInfo user) {
        return new AccessReview(user, "", "", "", "", "", "", "");
    }

    public AccessReview verb(String newVerb) {
        return new AccessReview(user, newVerb, apiGroup, resource, subresource, name, namespace, path);
    }

    public AccessReview group(String newApiGroup) {
        return new AccessReview(user, verb, newApiGroup, resource, subresource, name, namespace, path);
    }

    /** {@code pods} or, with a subresource, {@code pods/exec}. */
    public AccessReview resource(String combined) {
        int slash = combined.indexOf('/');
        return slash < 0
                ? resource(combined, "")
                : resource(combined.substring(0, slash), combined.substring(slash + 1));
    }

    public AccessReview resource(String newResource, String newSubresource) {
        return new AccessReview(user, verb, apiGroup, newResource, newSubresource, name, namespace, "");
    }

    public AccessReview in(String newNamespace) {
        return new AccessReview(user, verb, apiGroup, resource, subresource, name, newNamespace, path);
    }

    public AccessReview named(String newName) {
        boolean namespaceObject = resource.equals("namespaces") && apiGroup.isEmpty() && namespace.isEmpty();
        String where = namespaceObject ? newName : namespace;
        return new AccessReview(user, verb, apiGroup, resource, subresource, newName, where, path);
    }

    /** A request for a URL that is no resource; the verb is the HTTP method in lower case. */
    public AccessReview path(String newPath) {
        return new AccessReview(user, verb, "", "", "", "", "", newPath);
    }

    /** The same request, made in another's name: see {@link Rbac#decide(ImpersonationReview)}. */
    public ImpersonationReview as(ImpersonatedUser other) {
        return new ImpersonationReview(this, other, Optional.empty());
    }

    public boolean isResourceRequest() {
        return path.isEmpty();
    }

    /** {@code pods/exec} or {@code pods}. */
    public String combinedResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
}
