package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/**
 * A Gateway of the Gateway API. Strings are empty and lists empty where the field is absent. Source: gateway-api, {@code
 * apis/v1/gateway_types.go}.
 *
 * @param infrastructureAnnotations what its controller writes on whatever it makes for it, such as a load balancer
 * @param requestedAddresses values of {@code spec.addresses}
 * @param addresses values of {@code status.addresses}
 * @param conditions of the status: the type of each with its status
 */
public record Gateway(
        ObjectMeta meta,
        String className,
        ImmutableList<Listener> listeners,
        ImmutableSortedMap<String, String> infrastructureAnnotations,
        ImmutableList<String> requestedAddresses,
        ImmutableList<String> addresses,
        ImmutableSortedMap<String, String> conditions)
        implements KubernetesObject {
    /** The group of the Gateway API. */
    public static final String GROUP = "gateway.networking.k8s.io";

    @Override
    public String kind() {
        return "Gateway";
    }

    /**
     * A port that it serves.
     *
     * @param port 0 when absent
     * @param passthrough whether TLS is left to the backends
     * @param clientCertificate the field that asks clients for a certificate; empty when none does
     * @param from {@code Same} (the default), {@code All}, {@code Selector} or {@code None}
     * @param selector of namespaces, where {@code from} is {@code Selector}
     * @param kinds of routes, as {@code Kind} in the API's own group, else {@code Kind.group}; empty when not restricted
     */
    public record Listener(
            String name,
            int port,
            String protocol,
            String hostname,
            boolean passthrough,
            String clientCertificate,
            String from,
            Optional<LabelSelector> selector,
            ImmutableList<String> kinds) {}
}
