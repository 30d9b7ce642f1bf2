package dev.postern.network;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ways in that one port of a Service opens: load balancer, node port, external addresses. A ClusterIP is not one.
 *
 * <p>With {@code externalTrafficPolicy: Local} pods see the client's address, and a node port leads to pods of that node
 * only; otherwise they see a node's address (KEP-1669, "Source IP for Services"). A headless Service opens nothing, whatever
 * addresses it names: kube-proxy passes it over.
 */
final class ServiceWays {
    static final String SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

    /**
     * Annotations that make a load balancer internal, with the values that do; an empty value means any but {@code
     * false}. From the cloud providers' Service controllers and their documentation.
     */
    private static final ImmutableMap<String, String> INTERNAL = ImmutableMap.<String, String>builder()
            .put("service.beta.kubernetes.io/aws-load-balancer-internal", "")
            .put("service.beta.kubernetes.io/aws-load-balancer-scheme", "internal")
            .put("service.beta.kubernetes.io/azure-load-balancer-internal", "true")
            .put("cloud.google.com/load-balancer-type", "internal")
            .put("networking.gke.io/load-balancer-type", "internal")
            .put("service.beta.kubernetes.io/openstack-internal-load-balancer", "true")
            .put("service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", "private")
            .put("service.beta.kubernetes.io/oci-load-balancer-internal", "true")
            .put("oci.oraclecloud.com/load-balancer-internal", "true")
            .put("oci-network-load-balancer.oraclecloud.com/internal", "true")
            .put("load-balancer.hetzner.cloud/disable-public-network", "true")
            .put("service.beta.kubernetes.io/do-loadbalancer-network", "internal")
            .put("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", "intranet")
            .put("service.kubernetes.io/qcloud-loadbalancer-internal-subnetid", "")
            .buildOrThrow();

    /** What the AWS Load Balancer Controller serves: internal, unless the scheme says otherwise. */
    private static final String AWS_CLASS = "service.k8s.aws/nlb";

    private static final String AWS_TYPE = "service.beta.kubernetes.io/aws-load-balancer-type";
    private static final ImmutableSet<String> AWS_TYPES = ImmutableSet.of("external", "nlb-ip");
    private static final String AWS_SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme";
    /** Classes whose load balancers are in a private network. */
    private static final ImmutableSet<String> PRIVATE_CLASSES = ImmutableSet.of("tailscale");

    private static final String NODE_PORT = "NodePort";

    private final NodeExposure nodes;

    ServiceWays(NodeExposure nodes) {
        this.nodes = nodes;
    }

    /** Ways in through the i-th port of a Service. */
    ImmutableList<Way> of(Service service, int i) {
        ImmutableList.Builder<Way> ways = ImmutableList.builder();
        if (service.type().equals("ExternalName")
                || service.isHeadless()
                || ServiceFaults.find(service).isPresent()) {
            return ImmutableList.of();
        }
        if (service.type().equals("LoadBalancer")) {
            Optional<Way> balancer = loadBalancer(service);
            balancer.ifPresent(ways::add);
            if (balancer.filter(way -> way.clients().equals(PublicAddresses.ALL))
                    .isEmpty()) {
                nodePortBesideBalancer(service, i, nodes.anyNode(service.ref())).ifPresent(ways::add);
            }
        } else if (service.type().equals("NodePort")) {
            ways.add(nodePort(service, i, nodes.anyNode(service.ref())));
        }
        externalIps(service).ifPresent(ways::add);
        return ways.build();
    }

    /** The same way as it leads to one pod: a node port that keeps the client's address is open on the pod's own node. */
    Optional<Way> to(Way way, Service service, int i, Pod pod) {
        if (!isPerNode(way)) {
            return Optional.of(way);
        }
        NodeExposure.Reach reach = nodes.node(pod.nodeName(), service.ref());
        return service.type().equals(NODE_PORT)
                ? Optional.of(nodePort(service, i, reach))
                : nodePortBesideBalancer(service, i, reach);
    }

    static boolean isPerNode(Way way) {
        return way.how().equals(NODE_PORT) && way.keepsClient();
    }

    private static boolean keepsClient(Service service) {
        return service.externalTrafficPolicy().equals("Local");
    }

    private static Optional<Way> loadBalancer(Service service) {
        List<String> ranges = service.loadBalancerSourceRanges();
        String rangesField = "spec.loadBalancerSourceRanges";
        if (ranges.isEmpty() && service.meta().annotations().containsKey(SOURCE_RANGES)) {
            String value = service.meta().annotations().getOrDefault(SOURCE_RANGES, "");
            ranges = Splitter.on(',').omitEmptyStrings().splitToList(value.strip());
            rangesField = "metadata.annotations[" + SOURCE_RANGES + "]";
        }
        IpRanges clients = ranges.isEmpty() ? PublicAddresses.ALL : publicPart(ranges);
        Optional<Confidence> confidence = addressConfidence(service.loadBalancerAddresses());
        if (isInternal(service.meta().annotations())
                || PRIVATE_CLASSES.contains(service.loadBalancerClass())
                || clients.isEmpty()
                || confidence.isEmpty()) {
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
        Optional<Evidence> doubt = service.loadBalancerAddresses().isEmpty() ? doubt(service) : Optional.empty();
        Way way =
                new Way(service.ref(), "LoadBalancer", confidence.get(), facts.build(), clients, keepsClient(service));
        return Optional.of(
                doubt.map(fact -> way.with(Confidence.POSSIBLE, fact)).orElse(way));
    }

    /** What must be assumed of a load balancer that has no address yet; empty for one that faces the internet by default. */
    private static Optional<Evidence> doubt(Service service) {
        Map<String, String> annotations = service.meta().annotations();
        boolean aws = service.loadBalancerClass().equals(AWS_CLASS)
                || AWS_TYPES.contains(annotations.getOrDefault(AWS_TYPE, ""));
        if (aws) {
            return annotations.getOrDefault(AWS_SCHEME, "").equals("internet-facing")
                    ? Optional.empty()
                    : Optional.of(Evidence.assumed(
                            service.ref(), "", "its load balancer faces the internet, though that is not the default"));
        }
        return service.loadBalancerClass().isEmpty()
                ? Optional.empty()
                : Optional.of(Evidence.assumed(
                        service.ref(),
                        "spec.loadBalancerClass",
                        "a controller of class " + service.loadBalancerClass()
                                + " gives it an address that the internet reaches"));
    }

    static IpRanges publicPart(List<String> cidrs) {
        return IpRanges.union(cidrs.stream()
                        .flatMap(
                                cidr -> IpRanges.parseCidr(cidr.strip())
                                        .or(() -> IpAddress.parse(cidr.strip()).map(IpRanges::of))
                                        .stream())
                        .collect(ImmutableList.toImmutableList()))
                .intersect(PublicAddresses.ALL);
    }

    /** Whether the annotations of a Service keep its load balancer inside. */
    static boolean isInternal(Map<String, String> annotations) {
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            String internal = INTERNAL.get(annotation.getKey());
            String value = annotation.getValue();
            boolean any = !value.isEmpty() && !value.equalsIgnoreCase("false");
            if (internal != null && (internal.isEmpty() ? any : value.equalsIgnoreCase(internal))) {
                return true;
            }
        }
        return false;
    }

    /** By the address it has been given: public, private (something may still forward to it), internal by name. */
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

    private static Way nodePort(Service service, int i, NodeExposure.Reach reach) {
        ServicePort port = service.ports().get(i);
        ImmutableList.Builder<Evidence> facts = ImmutableList.builder();
        facts.add(Evidence.stated(service.ref(), "spec.type", service.type()));
        if (port.nodePort() != 0) {
            facts.add(
                    Evidence.stated(service.ref(), "spec.ports[" + i + "].nodePort", String.valueOf(port.nodePort())));
        }
        facts.add(reach.fact());
        return new Way(
                service.ref(), NODE_PORT, reach.confidence(), facts.build(), PublicAddresses.ALL, keepsClient(service));
    }

    /** A load balancer that does not admit everybody has node ports all the same, which its rules do not guard. */
    private static Optional<Way> nodePortBesideBalancer(Service service, int i, NodeExposure.Reach reach) {
        Way way = nodePort(service, i, reach);
        boolean none = service.ports().get(i).nodePort() == 0 && !service.allocatesNodePorts();
        if (none || way.confidence() == Confidence.POSSIBLE) {
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
