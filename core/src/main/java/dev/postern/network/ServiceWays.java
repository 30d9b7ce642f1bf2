package dev.postern.network;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ways in that one port of a Service opens: load balancer, node port, external addresses. A ClusterIP is not one.
 *
 * <p>With {@code externalTrafficPolicy: Local} pods see the client's address; otherwise a node's (KEP-1669, "Source IP
 * for Services").
 */
final class ServiceWays {
    private static final String SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

    /**
     * Annotations that make a load balancer internal, with the values that do; an empty value means any but {@code
     * false}. From the cloud providers' documentation of their Service controllers.
     */
    private static final ImmutableMap<String, String> INTERNAL = ImmutableMap.<String, String>builder()
            .put("service.beta.kubernetes.io/aws-load-balancer-internal", "")
            .put("service.beta.kubernetes.io/aws-load-balancer-scheme", "internal")
            .put("service.beta.kubernetes.io/azure-load-balancer-internal", "")
            .put("cloud.google.com/load-balancer-type", "internal")
            .put("networking.gke.io/load-balancer-type", "internal")
            .put("service.beta.kubernetes.io/openstack-internal-load-balancer", "")
            .put("service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", "private")
            .put("service.beta.kubernetes.io/oci-load-balancer-internal", "")
            .put("oci.oraclecloud.com/load-balancer-internal", "")
            .put("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", "intranet")
            .put("service.kubernetes.io/qcloud-loadbalancer-internal-subnetid", "")
            .buildOrThrow();

    private final NodeExposure nodes;

    ServiceWays(NodeExposure nodes) {
        this.nodes = nodes;
    }

    /** Ways in through the i-th port of a Service. */
    ImmutableList<Way> of(Service service, int i) {
        ImmutableList.Builder<Way> ways = ImmutableList.builder();
        if (service.type().equals("ExternalName")) {
            return ImmutableList.of();
        }
        if (service.type().equals("LoadBalancer")) {
            Optional<Way> balancer = loadBalancer(service);
            balancer.ifPresent(ways::add);
            if (balancer.isEmpty()) {
                nodePortBesideClosedBalancer(service, service.ports().get(i), i).ifPresent(ways::add);
            }
        } else if (service.type().equals("NodePort")) {
            ways.add(nodePort(service, service.ports().get(i), i));
        }
        externalIps(service).ifPresent(ways::add);
        return ways.build();
    }

    private static boolean keepsClient(Service service) {
        return service.externalTrafficPolicy().equals("Local");
    }

    private static Optional<Way> loadBalancer(Service service) {
        List<String> ranges = service.loadBalancerSourceRanges();
        String rangesField = "spec.loadBalancerSourceRanges";
        if (ranges.isEmpty() && service.meta().annotations().containsKey(SOURCE_RANGES)) {
            String value = service.meta().annotations().getOrDefault(SOURCE_RANGES, "");
            ranges = Splitter.on(',').trimResults().omitEmptyStrings().splitToList(value);
            rangesField = "metadata.annotations[" + SOURCE_RANGES + "]";
        }
        IpRanges clients = ranges.isEmpty() ? PublicAddresses.ALL : publicPart(ranges);
        Optional<Confidence> confidence = balancerConfidence(service);
        if (isInternal(service) || clients.isEmpty() || confidence.isEmpty()) {
            return Optional.empty();
        }
        ImmutableList.Builder<Evidence> facts = ImmutableList.builder();
        facts.add(Evidence.stated(service.ref(), "spec.type", "LoadBalancer"));
        if (!ranges.isEmpty()) {
            facts.add(Evidence.stated(service.ref(), rangesField, String.join(", ", ranges)));
        }
        if (!service.loadBalancerAddresses().isEmpty()) {
            facts.add(Evidence.stated(
                    service.ref(), "status.loadBalancer.ingress", String.join(", ", service.loadBalancerAddresses())));
        }
        return Optional.of(
                new Way(service.ref(), "LoadBalancer", confidence.get(), facts.build(), clients, keepsClient(service)));
    }

    static IpRanges publicPart(List<String> cidrs) {
        return IpRanges.union(cidrs.stream()
                        .flatMap(cidr ->
                                IpRanges.parseCidr(cidr)
                                        .or(() -> IpAddress.parse(cidr).map(IpRanges::of))
                                        .stream())
                        .collect(ImmutableList.toImmutableList()))
                .intersect(PublicAddresses.ALL);
    }

    static boolean isInternal(Service service) {
        for (Map.Entry<String, String> annotation : service.meta().annotations().entrySet()) {
            String internal = INTERNAL.get(annotation.getKey());
            String value = annotation.getValue();
            if (internal != null
                    && (internal.isEmpty() ? !value.equalsIgnoreCase("false") : value.equalsIgnoreCase(internal))) {
                return true;
            }
        }
        return false;
    }

    /** By the address it has been given: public, private (something may still forward to it), internal by name. */
    private static Optional<Confidence> balancerConfidence(Service service) {
        return addressConfidence(service.loadBalancerAddresses());
    }

    static Optional<Confidence> addressConfidence(List<String> addresses) {
        if (addresses.isEmpty()) {
            return Optional.of(Confidence.LIKELY);
        }
        if (addresses.stream().anyMatch(address -> PublicAddresses.isPublic(address) || isPublicName(address))) {
            return Optional.of(Confidence.CERTAIN);
        }
        boolean someIp =
                addresses.stream().anyMatch(address -> IpAddress.parse(address).isPresent());
        return someIp ? Optional.of(Confidence.POSSIBLE) : Optional.empty();
    }

    /** A host name; those of internal AWS load balancers start with {@code internal-}. */
    private static boolean isPublicName(String address) {
        return IpAddress.parse(address).isEmpty() && !address.startsWith("internal-") && !address.equals("localhost");
    }

    private Way nodePort(Service service, ServicePort port, int i) {
        NodeExposure.Reach reach = nodes.anyNode(service.ref());
        ImmutableList.Builder<Evidence> facts = ImmutableList.builder();
        facts.add(Evidence.stated(service.ref(), "spec.type", service.type()));
        if (port.nodePort() != 0) {
            facts.add(
                    Evidence.stated(service.ref(), "spec.ports[" + i + "].nodePort", String.valueOf(port.nodePort())));
        }
        facts.add(reach.fact());
        return new Way(
                service.ref(),
                "NodePort",
                reach.confidence(),
                facts.build(),
                PublicAddresses.ALL,
                keepsClient(service));
    }

    /** A load balancer that admits nobody from outside still has node ports, which its rules do not guard. */
    private Optional<Way> nodePortBesideClosedBalancer(Service service, ServicePort port, int i) {
        Way way = nodePort(service, port, i);
        if (port.nodePort() == 0 || way.confidence() == Confidence.POSSIBLE) {
            return Optional.empty();
        }
        return Optional.of(way.with(
                Confidence.POSSIBLE,
                Evidence.assumed(service.ref(), "", "no firewall before the nodes closes the port")));
    }

    private static Optional<Way> externalIps(Service service) {
        if (service.externalIPs().isEmpty()) {
            return Optional.empty();
        }
        boolean isPublic = service.externalIPs().stream().anyMatch(PublicAddresses::isPublic);
        Evidence fact = Evidence.stated(service.ref(), "spec.externalIPs", String.join(", ", service.externalIPs()));
        return Optional.of(new Way(
                service.ref(),
                "externalIPs",
                isPublic ? Confidence.LIKELY : Confidence.POSSIBLE,
                ImmutableList.of(fact),
                PublicAddresses.ALL,
                keepsClient(service)));
    }
}
