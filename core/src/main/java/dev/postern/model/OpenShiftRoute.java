package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A Route of OpenShift. Strings are empty and lists empty where the field is absent. Source: openshift/api, {@code
 * route/v1/types.go}.
 *
 * @param backends {@code to} and {@code alternateBackends}
 * @param targetPort a port of the pods by number, or the name of a port of the Service; empty for all of its ports
 * @param termination of TLS: {@code edge}, {@code passthrough}, {@code reencrypt}, or whatever else is written; empty
 *     without {@code tls}
 * @param routers those that its status names
 */
public record OpenShiftRoute(
        ObjectMeta meta,
        String host,
        String path,
        ImmutableList<Backend> backends,
        Optional<PortRef> targetPort,
        Optional<String> termination,
        String wildcardPolicy,
        ImmutableList<Router> routers)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "Route";
    }

    /** One backend; {@code field} is its path in the object. Nothing goes to one of weight 0; the default is 100. */
    public record Backend(String kind, String name, int weight, String field) {}

    /** A router, and the status of its condition {@code Admitted}: {@code True}, {@code False}, or empty. */
    public record Router(String name, String admitted) {}
}
