package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.Optional;

/** Services. */
final class ServiceReader {
    private Metadata metadata = Metadata.NONE;
    private String type = "";
    private ImmutableSortedMap<String, String> selector = ImmutableSortedMap.of();
    private ImmutableList<ServicePort> ports = ImmutableList.of();
    private String clusterIp = "";
    private ImmutableList<String> externalIps = ImmutableList.of();
    private ImmutableList<String> sourceRanges = ImmutableList.of();
    private String loadBalancerClass = "";
    private boolean allocatesNodePorts = true;
    private ImmutableList<String> addresses = ImmutableList.of();
    private String externalTrafficPolicy = "";
    private String internalTrafficPolicy = "";
    private String externalName = "";

    private ServiceReader() {}

    static Service read(Values in, Identity identity) {
        ServiceReader service = new ServiceReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> service.metadata = Metadata.read(in);
                    case "spec" -> service.spec(in);
                    case "status" -> service.addresses = LoadBalancerReader.addresses(in);
                    default -> in.skip();
                }
            }
        }
        return service.build(identity);
    }

    private void spec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "type" -> type = in.symbol();
                case "selector" -> selector = in.stringMap();
                case "ports" ->
                    ports = in.objects(() -> port(in)).stream()
                            .flatMap(Optional::stream)
                            .collect(ImmutableList.toImmutableList());
                case "clusterIP" -> clusterIp = in.string();
                case "externalIPs" -> externalIps = in.strings();
                case "loadBalancerSourceRanges" -> sourceRanges = in.strings();
                case "loadBalancerClass" -> loadBalancerClass = in.symbol();
                case "allocateLoadBalancerNodePorts" ->
                    allocatesNodePorts = in.optionalBoolean().orElse(true);
                case "externalTrafficPolicy" -> externalTrafficPolicy = in.symbol();
                case "internalTrafficPolicy" -> internalTrafficPolicy = in.symbol();
                case "externalName" -> externalName = in.string();
                default -> in.skip();
            }
        }
    }

    private static Optional<ServicePort> port(Values in) {
        String name = "";
        Optional<Protocol> protocol = Optional.of(Protocol.TCP);
        int port = 0;
        Optional<PortRef> target = Optional.empty();
        int nodePort = 0;
        String appProtocol = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.symbol();
                    case "protocol" -> protocol = ProtocolReader.read(in);
                    case "port" -> port = in.port();
                    case "targetPort" -> target = in.isZero() ? Optional.empty() : in.portRef();
                    case "nodePort" -> nodePort = in.port();
                    case "appProtocol" -> appProtocol = in.symbol();
                    default -> in.skip();
                }
            }
        }
        if (protocol.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ServicePort(name, protocol.get(), port, target.orElse(PortRef.of(port)), nodePort, appProtocol));
    }

    private Service build(Identity identity) {
        return new Service(
                metadata.of(identity),
                type.isEmpty() ? "ClusterIP" : type,
                selector,
                ports,
                clusterIp,
                externalIps,
                sourceRanges,
                loadBalancerClass,
                allocatesNodePorts,
                addresses,
                externalTrafficPolicy,
                internalTrafficPolicy,
                externalName);
    }
}
