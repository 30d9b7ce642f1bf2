package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Gateway;
import dev.postern.model.GatewayRoute;
import dev.postern.model.Ingress;
import dev.postern.model.KubernetesObject;
import dev.postern.model.OpenShiftRoute;
import dev.postern.model.Origin;
import dev.postern.model.Service;
import dev.postern.model.SourceRef;
import java.util.Optional;

/** Why Services, Ingresses, Gateways and routes open no way, or not all that they name: nothing is passed over in silence. */
final class ExposureFaults {
    private final ImmutableList.Builder<Diagnostic> diagnostics = ImmutableList.builder();

    private ExposureFaults() {}

    /** In the order of the objects. O(objects that expose others, and the backends that they name). */
    static ImmutableList<Diagnostic> of(Cluster cluster) {
        ExposureFaults faults = new ExposureFaults();
        for (Service service : cluster.services()) {
            faults.refused(service, "service-refused", ServiceFaults.find(service));
        }
        for (Gateway gateway : cluster.gateways()) {
            faults.refused(gateway, "gateway-refused", GatewayFaults.find(gateway));
        }
        ServicePorts services = new ServicePorts(cluster);
        IngressWays ingresses = new IngressWays(Proxies.none(), services);
        for (Ingress ingress : cluster.ingresses()) {
            ingresses.faults(ingress, fault -> faults.backend(ingress, fault));
        }
        Attachments attachments = new Attachments(cluster);
        GatewayBackends backends = new GatewayBackends(cluster, services);
        for (GatewayRoute route : cluster.gatewayRoutes()) {
            Optional<String> refusal = GatewayFaults.find(route);
            faults.refused(route, "route-refused", refusal);
            if (refusal.isEmpty()) {
                attachments.of(route, fault -> faults.unattached(route, fault));
                backends.of(route, fault -> faults.backend(route, fault));
            }
        }
        RouteWays routes = new RouteWays(Proxies.none(), services);
        for (OpenShiftRoute route : cluster.openShiftRoutes()) {
            Optional<String> refusal = RouteFaults.find(route);
            faults.refused(route, "route-refused", refusal);
            if (refusal.isEmpty()) {
                RouteWays.refusal(route).ifPresent(fault -> faults.unattached(route, fault));
                routes.faults(route, fault -> faults.backend(route, fault));
            }
        }
        return faults.diagnostics.build();
    }

    private void refused(KubernetesObject object, String code, Optional<String> fault) {
        fault.ifPresent(
                text -> add(
                        Diagnostic.Severity.ERROR,
                        code,
                        object,
                        text
                                + "; the API server refuses this object, so it opens no way here either. Correct it and run again."));
    }

    private void unattached(KubernetesObject object, String fault) {
        add(
                Diagnostic.Severity.WARNING,
                "route-not-attached",
                object,
                fault + "; nothing is exposed that way. Correct it, or add to the input what is missing.");
    }

    private void backend(KubernetesObject object, String fault) {
        add(
                Diagnostic.Severity.WARNING,
                "backend-unresolved",
                object,
                fault + "; nothing is exposed that way. Correct it, or add to the input what is missing.");
    }

    private void add(Diagnostic.Severity severity, String code, KubernetesObject object, String text) {
        Origin origin = object.meta().origin();
        diagnostics.add(new Diagnostic(
                severity, code, object.ref() + ": " + text, new SourceRef(origin.file(), origin.line(), 0)));
    }
}
