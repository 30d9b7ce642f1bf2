package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** The addresses behind a Service, from an EndpointSlice or an Endpoints object. */
public record EndpointSlice(
        ObjectMeta meta, String kind, String serviceName, ImmutableList<Endpoint> endpoints, ImmutableList<Port> ports)
        implements KubernetesObject {
    /** One endpoint; {@code nodeName} may be empty. */
    public record Endpoint(ImmutableList<String> addresses, Optional<ObjectRef> target, String nodeName) {}

    /** A port of every endpoint of the slice. */
    public record Port(String name, Protocol protocol, int port) {}
}
