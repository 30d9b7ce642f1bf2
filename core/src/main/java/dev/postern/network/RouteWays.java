package dev.postern.network;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.OpenShiftRoute;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ways in that OpenShift's Routes open, through the pods of its router. The router sends to the Service's endpoints: to
 * all TCP ports of theirs, or to those whose name, which is that of the Service's port, or whose number is {@code
 * spec.port.targetPort}. How TLS is terminated makes no difference to who gets there. Source: openshift/router, {@code
 * endpointsForAlias} and {@code createRouterEndpoints}.
 */
final class RouteWays {
    private static final ImmutableList<String> ALLOWLISTS =
            ImmutableList.of("haproxy.router.openshift.io/ip_allowlist", "haproxy.router.openshift.io/ip_whitelist");

    private final Proxies proxies;
    private final ServicePorts services;

    RouteWays(Proxies proxies, ServicePorts services) {
        this.proxies = proxies;
        this.services = services;
    }

    List<Forward> of(OpenShiftRoute route) {
        List<Forward> forwards = new ArrayList<>();
        if (refusal(route).isPresent() || isForPrivateClients(route)) {
            return forwards;
        }
        for (OpenShiftRoute.Backend backend : route.backends()) {
            Optional<Service> service =
                    backend.weight() == 0 ? Optional.empty() : services.find(serviceOf(route, backend));
            for (int i = 0; service.isPresent() && i < service.get().ports().size(); i++) {
                if (isMeant(route, service.get().ports().get(i))) {
                    forwards.addAll(forwards(route, backend, service.get(), i));
                }
            }
        }
        return forwards;
    }

    /** What is wrong with the backends of a Route. */
    void faults(OpenShiftRoute route, Consumer<String> faults) {
        for (OpenShiftRoute.Backend backend : route.backends()) {
            ObjectRef name = serviceOf(route, backend);
            services.missing(name).ifPresent(what -> faults.accept(backend.field() + " names " + what));
            boolean noPort = services.find(name)
                    .filter(service -> service.ports().stream().noneMatch(port -> isMeant(route, port)))
                    .isPresent();
            if (noPort) {
                faults.accept("spec.port.targetPort names a TCP port that " + name + " does not have");
            }
        }
    }

    /** Why no router serves it: none that its status names admits it. */
    static Optional<String> refusal(OpenShiftRoute route) {
        boolean refused = !route.routers().isEmpty()
                && route.routers().stream().allMatch(router -> router.admitted().equals("False"));
        return RouteFaults.find(route)
                .or(() -> refused ? Optional.of("its status says that no router admits it") : Optional.empty());
    }

    private static ObjectRef serviceOf(OpenShiftRoute route, OpenShiftRoute.Backend backend) {
        return ObjectRef.of("Service", route.meta().namespace(), backend.name());
    }

    /** A number is compared with the port of the pod, which differs from pod to pod where it has a name. */
    private static boolean isMeant(OpenShiftRoute route, ServicePort port) {
        return port.protocol() == Protocol.TCP
                && route.targetPort()
                        .filter(PortRef::isNamed)
                        .map(wanted -> wanted.name().equals(port.name()))
                        .orElse(true);
    }

    private static boolean isForPrivateClients(OpenShiftRoute route) {
        for (String annotation : ALLOWLISTS) {
            String value = route.meta().annotations().getOrDefault(annotation, "");
            List<String> ranges =
                    Splitter.on(' ').trimResults().omitEmptyStrings().splitToList(value);
            if (!ranges.isEmpty() && ServiceWays.publicPart(ranges).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private List<Forward> forwards(OpenShiftRoute route, OpenShiftRoute.Backend backend, Service service, int port) {
        ImmutableList.Builder<Evidence> facts = ImmutableList.builder();
        facts.add(Evidence.stated(route.ref(), backend.field(), backend.name()));
        route.targetPort()
                .ifPresent(
                        wanted -> facts.add(Evidence.stated(route.ref(), "spec.port.targetPort", wanted.toString())));
        boolean admitted =
                route.routers().stream().anyMatch(router -> router.admitted().equals("True"));
        boolean wildcard = route.wildcardPolicy().equals("Subdomain") && !admitted;
        if (admitted) {
            facts.add(Evidence.stated(route.ref(), "status.ingress", "Admitted"));
        }
        if (wildcard) {
            facts.add(Evidence.assumed(route.ref(), "spec.wildcardPolicy", "the router admits wildcards"));
        }
        Confidence most = wildcard ? Confidence.POSSIBLE : Confidence.CERTAIN;
        int podPort = route.targetPort().map(PortRef::number).orElse(0);
        Optional<Proxies.Proxy> router =
                Optional.ofNullable(proxies.controllers().get(IngressController.OPENSHIFT));
        List<ImmutableList<Evidence>> alternatives = router.map(proxy -> proxy.alternatives(route.ref()))
                .orElseGet(() -> List.of(ImmutableList.of(
                        Evidence.assumed(route.ref(), "", "a router serves it that the internet reaches"))));
        Confidence reached =
                router.map(proxy -> proxy.confidence(Optional.empty())).orElse(Confidence.POSSIBLE);
        List<Forward> forwards = new ArrayList<>();
        for (ImmutableList<Evidence> alternative : alternatives) {
            ImmutableList<Evidence> all = ImmutableList.<Evidence>builder()
                    .addAll(facts.build())
                    .addAll(alternative)
                    .build();
            Way way = new Way(route.ref(), "Route", most.and(reached), all, PublicAddresses.ALL, false);
            forwards.add(new Forward(
                    way,
                    backend.field(),
                    service,
                    port,
                    podPort,
                    router.map(Proxies.Proxy::senders).orElse(ImmutableList.of()),
                    Party.unknown(Party.Kind.STRANGER, "the router")));
        }
        return forwards;
    }
}
