package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.EndpointSlice;
import dev.postern.model.EndpointSlice.Endpoint;
import dev.postern.model.EndpointSlice.Port;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Endpoints objects, as one slice each. Subsets differ in their ports only while a rollout renames them or some pods are
 * not ready: their union is what the Service may reach.
 */
final class EndpointsReader {
    private final Set<Endpoint> endpoints = new LinkedHashSet<>();
    private final Set<Port> ports = new LinkedHashSet<>();

    private EndpointsReader() {}

    static EndpointSlice read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        EndpointsReader all = new EndpointsReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "subsets" -> all.subsets(in);
                    default -> in.skip();
                }
            }
        }
        ObjectMeta meta = metadata.of(identity);
        return new EndpointSlice(
                meta,
                identity.kind(),
                meta.name(),
                all.endpoints.stream()
                        .map(endpoint -> new Endpoint(
                                endpoint.addresses(),
                                EndpointSliceReader.in(endpoint.target(), meta.namespace()),
                                endpoint.nodeName()))
                        .collect(ImmutableList.toImmutableList()),
                ImmutableList.copyOf(all.ports));
    }

    private void subsets(Values in) {
        endpoints.clear();
        ports.clear();
        in.objects(() -> subset(in));
    }

    private boolean subset(Values in) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "addresses", "notReadyAddresses" -> endpoints.addAll(in.objects(() -> address(in)));
                    case "ports" -> ports.addAll(EndpointSliceReader.ports(in));
                    default -> in.skip();
                }
            }
        }
        return true;
    }

    private static Endpoint address(Values in) {
        String ip = "";
        String nodeName = "";
        Optional<ObjectRef> target = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "ip" -> ip = in.string();
                    case "nodeName" -> nodeName = in.symbol();
                    case "targetRef" ->
                        target = in.isObject() ? Optional.of(ReferenceReader.object(in, "Pod", "")) : Optional.empty();
                    default -> in.skip();
                }
            }
        }
        return new Endpoint(ip.isEmpty() ? ImmutableList.of() : ImmutableList.of(ip), target, nodeName);
    }
}
