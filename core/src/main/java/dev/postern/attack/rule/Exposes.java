package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex.Internet;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.network.EntryPoint;

/** A way into the cluster from outside: load balancers, node ports, external addresses, ingresses, routes, host ports. */
final class Exposes implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("EXPOSES", "Reach a pod from outside")
            .sentence("anyone on the {from} can send packets to {to}")
            .needs("a Service of type LoadBalancer or NodePort, external addresses, an Ingress, a route of the Gateway"
                    + " API that a Gateway takes, a Route of OpenShift, a host port or the host network; source ranges,"
                    + " internal load balancers and network policy may close it")
            .attack("T1190", "T1133")
            .microsoft("MS-TA9005")
            .owasp("K05:2025", "K06:2025")
            .cis("CIS-1.12 5.3.2")
            .nsa("Network policies")
            .stop("Make the Service ClusterIP, restrict loadBalancerSourceRanges, delete the route, or admit only the "
                    + "ingress controller by NetworkPolicy.")
            .audit("Nothing in the API server's audit log: a connection is no request to it. Look at the flow logs"
                    + " of the load balancer, the ingress controller or the node; what opened the way was create,"
                    + " update or patch on services, ingresses, gateways, routes or pods.")
            .alsoKnownAs("KubeHound", "ENDPOINT_EXPLOIT")
            .alsoKnownAs(
                    "bloodhound-kube", "BHK_HostPort", "BHK_ExternalHostPort", "BHK_RoutesTo", "BHK_ExternalRoutesTo")
            .alsoKnownAs("K8sAttackMap", "EXPOSES")
            .alsoKnownAs("ClusterHound", "CH_entryPoint")
            .alsoKnownAs("VectorNestes", "EXPOSES")
            .alsoKnownAs(
                    "kube-blast-radius",
                    "SERVICE_EXTERNAL_EXPOSURE_ADDED",
                    "INGRESS_HOST_ADDED",
                    "INGRESS_DEFAULT_BACKEND_ADDED",
                    "GATEWAY_ROUTE_HOSTNAME_ADDED",
                    "GATEWAY_ROUTE_CATCH_ALL_ADDED",
                    "GATEWAY_ALLOWED_ROUTES_WIDENED",
                    "GATEWAY_CROSS_NAMESPACE_BACKEND_ADDED")
            .references(
                    "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
                    "https://gateway-api.sigs.k8s.io/reference/spec/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        for (EntryPoint entry : surroundings.network().entryPoints()) {
            surroundings
                    .group(entry.backend())
                    .ifPresent(group -> edges.add(
                                    new Internet(), new PortReach(group.vertex(), entry.protocol(), entry.port()))
                            .confidence(entry.confidence())
                            .because(entry.supports()));
        }
    }
}
