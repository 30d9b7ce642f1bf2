package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * A route of the Gateway API: HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute. Strings are empty and lists empty where
 * the field is absent; defaults are applied. Source: gateway-api, {@code apis/v1/shared_types.go}.
 *
 * @param refusedBy the parents whose controllers say in the status that they do not accept it
 */
public record GatewayRoute(
        ObjectMeta meta,
        String kind,
        ImmutableList<String> hostnames,
        ImmutableList<Parent> parents,
        ImmutableList<Rule> rules,
        ImmutableSet<Parent> refusedBy)
        implements KubernetesObject {

    /** What it attaches to, by default a Gateway of its own namespace; {@code port} is 0 when absent. */
    public record Parent(String group, String kind, String namespace, String name, String sectionName, int port) {}

    /** Where requests that match go; what it matches is not held. */
    public record Rule(ImmutableList<Filter> filters, ImmutableList<Backend> backends) {}

    /** What is done to requests. {@code mirror} is where copies of them go. */
    public record Filter(String type, Optional<Backend> mirror) {}

    /** One backend, by default a Service; {@code port} is 0 when absent, a {@code weight} of 0 means that nothing goes there. */
    public record Backend(
            String group,
            String kind,
            String namespace,
            String name,
            int port,
            int weight,
            ImmutableList<Filter> filters) {}
}
