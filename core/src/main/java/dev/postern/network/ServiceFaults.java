package dev.postern.network;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Service;
import java.util.List;
import java.util.Optional;

/**
 * Finds Services that the API server refuses, as far as that decides about who reaches them from outside.
 *
 * <p>Source: {@code ValidateService} in {@code pkg/apis/core/validation/validation.go}.
 */
final class ServiceFaults {
    private static final ImmutableSet<String> TYPES =
            ImmutableSet.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName");

    private ServiceFaults() {}

    /** The first fault with its path in the Service, or empty for a valid one. */
    static Optional<String> find(Service service) {
        String type = service.type();
        if (!TYPES.contains(type)) {
            return Optional.of("spec.type is none of " + String.join(", ", TYPES));
        }
        boolean balanced = type.equals("LoadBalancer");
        if (service.isHeadless() && (balanced || type.equals("NodePort"))) {
            return Optional.of("spec.clusterIP must not be None for type " + type);
        }
        if (!service.loadBalancerSourceRanges().isEmpty() && !balanced) {
            return Optional.of("spec.loadBalancerSourceRanges is for type LoadBalancer only");
        }
        return (balanced ? ranges(service) : Optional.<String>empty())
                .or(() -> externalIps(service))
                .or(() -> trafficPolicy(service));
    }

    private static Optional<String> ranges(Service service) {
        if (!service.loadBalancerSourceRanges().isEmpty()) {
            return notCidr("spec.loadBalancerSourceRanges", service.loadBalancerSourceRanges());
        }
        String value = service.meta()
                .annotations()
                .getOrDefault(ServiceWays.SOURCE_RANGES, "")
                .strip();
        return value.isEmpty()
                ? Optional.empty()
                : notCidr(
                        "metadata.annotations[" + ServiceWays.SOURCE_RANGES + "]",
                        Splitter.on(',').splitToList(value));
    }

    private static Optional<String> notCidr(String field, List<String> ranges) {
        return ranges.stream()
                .filter(range -> IpRanges.parseCidr(range.strip()).isEmpty())
                .findFirst()
                .map(range -> field + " holds something that is no range of addresses");
    }

    private static Optional<String> externalIps(Service service) {
        return service.externalIPs().stream()
                .filter(ip -> IpAddress.parse(ip).isEmpty())
                .findFirst()
                .map(ip -> "spec.externalIPs holds something that is no address");
    }

    private static Optional<String> trafficPolicy(Service service) {
        String policy = service.externalTrafficPolicy();
        boolean external = !service.type().equals("ExternalName")
                && (!service.type().equals("ClusterIP")
                        || !service.externalIPs().isEmpty());
        if (policy.isEmpty()) {
            return Optional.empty();
        }
        if (!external) {
            return Optional.of("spec.externalTrafficPolicy is for Services that are reached from outside");
        }
        return policy.equals("Cluster") || policy.equals("Local")
                ? Optional.empty()
                : Optional.of("spec.externalTrafficPolicy is neither Cluster nor Local");
    }
}
