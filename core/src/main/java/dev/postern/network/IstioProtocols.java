package dev.postern.network;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.HashMap;
import java.util.Map;

/**
 * At which ports of a pod a proxy of Istio looks for no requests, by what the Services in front of it say. Source:
 * istio, {@code pkg/config/kube/conversion.go} and {@code pkg/config/protocol/instance.go}.
 */
final class IstioProtocols {
    private static final ImmutableSet<String> HTTP = ImmutableSet.of("http", "http2", "grpc", "grpc-web", "http_proxy");
    private static final ImmutableSet<String> OTHERS =
            ImmutableSet.of("tcp", "https", "tls", "mongo", "mysql", "redis");
    /** Of protocols in which the server speaks first, so that nobody can wait for a request. */
    private static final ImmutableSet<Integer> NEVER_HTTP = ImmutableSet.of(25, 53, 3306, 27017);

    private static final ImmutableMap<String, String> STANDARD =
            ImmutableMap.of("kubernetes.io/h2c", "http2", "kubernetes.io/ws", "http", "kubernetes.io/wss", "https");
    private static final String GRPC_WEB = "grpc-web";

    private final ImmutableListMultimap<String, Service> services;

    IstioProtocols(Cluster cluster) {
        ImmutableListMultimap.Builder<String, Service> selecting = ImmutableListMultimap.builder();
        cluster.services().stream()
                .filter(Service::selectsPods)
                .forEach(service -> selecting.put(service.meta().namespace(), service));
        services = selecting.build();
    }

    /** The ports of TCP that the first Service with them says are no HTTP. */
    PortSet withoutRequests(Pod pod) {
        Map<Integer, Boolean> http = new HashMap<>();
        for (Service service : services.get(pod.namespace())) {
            if (LabelSelector.ofLabels(service.selector()).matches(pod.meta().labels())) {
                for (ServicePort offered : service.ports()) {
                    if (offered.protocol() == Protocol.TCP) {
                        boolean maybe = mayBeHttp(offered);
                        targets(offered, pod).ranges().forEach(port -> http.putIfAbsent(port.first(), maybe));
                    }
                }
            }
        }
        PortSet without = PortSet.NONE;
        for (Map.Entry<Integer, Boolean> port : http.entrySet()) {
            without = port.getValue() ? without : without.union(PortSet.of(Protocol.TCP, port.getKey()));
        }
        return without;
    }

    private static PortSet targets(ServicePort offered, Pod pod) {
        if (!offered.targetPort().isNamed()) {
            return PortSet.of(Protocol.TCP, offered.targetPort().number());
        }
        return pod.spec().containers().stream()
                .flatMap(container -> container.ports().stream())
                .filter(declared -> declared.protocol() == Protocol.TCP
                        && declared.name().equals(offered.targetPort().name()))
                .map(declared -> PortSet.of(Protocol.TCP, declared.containerPort()))
                .reduce(PortSet.NONE, PortSet::union);
    }

    /** Where nobody says, the proxy looks at what arrives. */
    private static boolean mayBeHttp(ServicePort offered) {
        String stated = offered.appProtocol().isEmpty()
                ? offered.name()
                : STANDARD.getOrDefault(offered.appProtocol(), offered.appProtocol());
        String text = Ascii.toLowerCase(stated);
        int dash = text.indexOf('-');
        String prefix = text.startsWith(GRPC_WEB) ? GRPC_WEB : dash < 0 ? text : text.substring(0, dash);
        return HTTP.contains(prefix) || !OTHERS.contains(prefix) && !NEVER_HTTP.contains(offered.port());
    }
}
