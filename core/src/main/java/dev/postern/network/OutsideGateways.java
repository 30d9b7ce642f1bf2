package dev.postern.network;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.Confidence;
import java.util.Optional;

/**
 * GatewayClasses that no pod serves, by their controller or, where that is not known, by the name that the cloud gives them:
 * load balancers of the clouds, and those that only the own network or the mesh reaches.
 *
 * @param reached how sure it is that they face the internet when no address is known; empty for those that never do
 */
record OutsideGateways(Optional<Confidence> reached) {
    private static final String GOOGLE = "networking.gke.io/gateway";
    private static final ImmutableSet<String> AMAZON = ImmutableSet.of("gateway.k8s.aws/alb", "gateway.k8s.aws/nlb");
    private static final String AZURE = "alb.networking.azure.io/alb-controller";
    private static final ImmutableSet<String> INSIDE =
            ImmutableSet.of("application-networking.k8s.aws/gateway-api-controller", "istio.io/mesh-controller");
    private static final ImmutableSet<String> INSIDE_CLASSES = ImmutableSet.of("amazon-vpc-lattice", "istio-waypoint");

    /** @param controllerName empty when the GatewayClass is not known */
    static Optional<OutsideGateways> of(String controllerName, String className) {
        boolean unknown = controllerName.isEmpty();
        if (INSIDE.contains(controllerName) || unknown && INSIDE_CLASSES.contains(className)) {
            return Optional.of(new OutsideGateways(Optional.empty()));
        }
        boolean google = controllerName.equals(GOOGLE) || unknown && className.startsWith("gke-l7-");
        boolean azure = controllerName.equals(AZURE) || unknown && className.startsWith("azure-alb-");
        if (google || azure) {
            return Optional.of(new OutsideGateways(byName(className)));
        }
        // Whether they face the internet is said by an object of their own.
        return AMAZON.contains(controllerName)
                ? Optional.of(new OutsideGateways(Optional.of(Confidence.POSSIBLE)))
                : Optional.empty();
    }

    private static Optional<Confidence> byName(String className) {
        if (className.contains("rilb") || className.contains("internal")) {
            return Optional.empty();
        }
        boolean external = className.contains("external") || className.contains("gxlb");
        return Optional.of(external ? Confidence.LIKELY : Confidence.POSSIBLE);
    }
}
