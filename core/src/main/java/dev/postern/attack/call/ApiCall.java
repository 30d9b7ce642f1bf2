package dev.postern.attack.call;

import dev.postern.rbac.ImpersonatedUser;
import dev.postern.rbac.UserInfo;
import java.util.Optional;

/**
 * One request to the API server.
 *
 * @param as who sends it
 * @param inNameOf whom its {@code Impersonate-*} headers name; empty without such headers
 * @param verb what the authorizers are asked about, for instance {@code deletecollection}
 * @param method the HTTP method
 * @param url path and query, percent-encoded where it must be, for instance {@code /api/v1/namespaces/shop/secrets/db}
 * @param contentType of the body; empty when there is none
 * @param body JSON text, or empty
 * @param change whether {@code body} is not sent as it is, but laid over the object as it is on the server
 *     (replacements have to be whole); lists of things with names are joined by name
 * @param status the status of the answer
 * @param kubelet whether the API server passes the request on to a kubelet, which then answers
 * @param lasting whether later requests rest on what this one writes
 */
public record ApiCall(
        UserInfo as,
        Optional<ImpersonatedUser> inNameOf,
        String verb,
        String method,
        String url,
        String contentType,
        String body,
        boolean change,
        int status,
        boolean kubelet,
        boolean lasting) {
    static final String JSON = "application/json";
    static final String APPLY = "application/apply-patch+yaml";
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int SWITCHING = 101;

    static ApiCall read(UserInfo as, String verb, String url) {
        return new ApiCall(as, Optional.empty(), verb, "GET", url, "", "", false, OK, false, false);
    }

    static ApiCall delete(UserInfo as, String verb, String url) {
        return new ApiCall(as, Optional.empty(), verb, "DELETE", url, "", "", false, OK, false, false);
    }

    static ApiCall create(UserInfo as, String url, String body) {
        return new ApiCall(as, Optional.empty(), "create", "POST", url, JSON, body, false, CREATED, false, false);
    }

    /** A server-side apply to an object that is not there, which creates it. */
    static ApiCall apply(UserInfo as, String url, String body) {
        return new ApiCall(as, Optional.empty(), "patch", "PATCH", url, APPLY, body, false, CREATED, false, false);
    }

    static ApiCall patch(UserInfo as, String url, String contentType, String body) {
        return new ApiCall(as, Optional.empty(), "patch", "PATCH", url, contentType, body, false, OK, false, false);
    }

    static ApiCall update(UserInfo as, String url, String body) {
        return new ApiCall(as, Optional.empty(), "update", "PUT", url, JSON, body, false, OK, false, false);
    }

    /** A request that a kubelet answers, on a connection that changes its protocol. */
    static ApiCall stream(UserInfo as, String verb, String method, String url) {
        return new ApiCall(as, Optional.empty(), verb, method, url, "", "", false, SWITCHING, true, false);
    }

    /** A request that a kubelet answers. */
    static ApiCall proxied(UserInfo as, String verb, String method, String url) {
        return new ApiCall(as, Optional.empty(), verb, method, url, "", "", false, OK, true, false);
    }

    /** The same, of which the body is a change to lay over the object as it is. */
    ApiCall ontoCurrent() {
        return new ApiCall(as, inNameOf, verb, method, url, contentType, body, true, status, kubelet, lasting);
    }

    /** The same, on which later requests rest. */
    ApiCall lastingly() {
        return new ApiCall(as, inNameOf, verb, method, url, contentType, body, change, status, kubelet, true);
    }

    ApiCall inNameOf(ImpersonatedUser other) {
        return new ApiCall(
                as, Optional.of(other), verb, method, url, contentType, body, change, status, kubelet, lasting);
    }
}
