package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.EndpointSlice;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Protocol;
import java.util.Optional;

/** EndpointSlices. Endpoints that are not ready right now are kept: readiness passes. */
final class EndpointSliceReader {
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private EndpointSliceReader() {}

    /** An endpoint whose target still lacks the object's own namespace. */
    private record RawEndpoint(ImmutableList<String> addresses, Optional<ObjectRef> target, String nodeName) {}

    static EndpointSlice read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        ImmutableList<RawEndpoint> endpoints = ImmutableList.of();
        ImmutableList<EndpointSlice.Port> ports = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "endpoints" -> endpoints = in.objects(() -> endpoint(in));
                    case "ports" -> ports = ports(in);
                    default -> in.skip();
                }
            }
        }
        ObjectMeta meta = metadata.of(identity);
        return new EndpointSlice(
                meta,
                identity.kind(),
                meta.labels().getOrDefault(SERVICE_LABEL, ""),
                endpoints.stream()
                        .map(raw -> new EndpointSlice.Endpoint(
                                raw.addresses(), in(raw.target(), meta.namespace()), raw.nodeName()))
                        .collect(ImmutableList.toImmutableList()),
                ports);
    }

    /** A target without a namespace is in that of the endpoints. */
    static Optional<ObjectRef> in(Optional<ObjectRef> target, String namespace) {
        return target.map(ref -> ref.namespace().isEmpty() && !ref.kind().equals("Node")
                ? ObjectRef.of(ref.kind(), namespace, ref.name())
                : ref);
    }

    static ImmutableList<EndpointSlice.Port> ports(Values in) {
        return in.objects(() -> port(in)).stream().flatMap(Optional::stream).collect(ImmutableList.toImmutableList());
    }

    private static RawEndpoint endpoint(Values in) {
        ImmutableList<String> addresses = ImmutableList.of();
        Optional<ObjectRef> target = Optional.empty();
        String nodeName = "";
        String topologyNode = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "addresses" -> addresses = in.strings();
                    case "targetRef" ->
                        target = in.isObject() ? Optional.of(ReferenceReader.object(in, "Pod", "")) : Optional.empty();
                    case "nodeName" -> nodeName = in.symbol();
                    // discovery.k8s.io/v1beta1
                    case "topology" -> topologyNode = in.stringMap().getOrDefault("kubernetes.io/hostname", "");
                    default -> in.skip();
                }
            }
        }
        return new RawEndpoint(addresses, target, nodeName.isEmpty() ? topologyNode : nodeName);
    }

    private static Optional<EndpointSlice.Port> port(Values in) {
        String name = "";
        Optional<Protocol> protocol = Optional.of(Protocol.TCP);
        int port = 0;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.symbol();
                    case "protocol" -> protocol = ProtocolReader.read(in);
                    case "port" -> port = in.port();
                    default -> in.skip();
                }
            }
        }
        int number = port;
        String text = name;
        return protocol.map(known -> new EndpointSlice.Port(text, known, number));
    }
}
