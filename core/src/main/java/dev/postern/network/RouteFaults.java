package dev.postern.network;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.OpenShiftRoute;
import java.util.Optional;

/**
 * Finds Routes that OpenShift's API server refuses. Source: openshift/library-go, {@code validateRoute} in {@code
 * pkg/route/validation/validation.go}.
 */
final class RouteFaults {
    private static final int MAX_BACKENDS = 4;
    private static final int MAX_WEIGHT = 256;
    private static final ImmutableSet<String> TERMINATIONS = ImmutableSet.of("edge", "passthrough", "reencrypt");
    private static final ImmutableSet<String> WILDCARDS = ImmutableSet.of("", "None", "Subdomain");

    private RouteFaults() {}

    /** The first fault with its path, or empty for a valid Route. */
    static Optional<String> find(OpenShiftRoute route) {
        if (!WILDCARDS.contains(route.wildcardPolicy())) {
            return Optional.of("spec.wildcardPolicy is neither None nor Subdomain");
        }
        if (route.wildcardPolicy().equals("Subdomain") && route.host().isEmpty()) {
            return Optional.of("spec.wildcardPolicy needs spec.host");
        }
        if (!route.path().isEmpty() && !route.path().startsWith("/")) {
            return Optional.of("spec.path does not begin with /");
        }
        String termination = route.termination().orElse("edge");
        if (!TERMINATIONS.contains(termination)) {
            return Optional.of("spec.tls.termination is none of " + String.join(", ", TERMINATIONS));
        }
        if (!route.path().isEmpty() && termination.equals("passthrough")) {
            return Optional.of("spec.path does not go with spec.tls.termination passthrough");
        }
        return backends(route);
    }

    private static Optional<String> backends(OpenShiftRoute route) {
        if (route.backends().stream().noneMatch(backend -> backend.field().equals("spec.to"))) {
            return Optional.of("spec.to is missing");
        }
        if (route.backends().size() > MAX_BACKENDS) {
            return Optional.of("spec.alternateBackends are more than three");
        }
        for (OpenShiftRoute.Backend backend : route.backends()) {
            if (backend.name().isEmpty()) {
                return Optional.of(backend.field() + ".name is missing");
            }
            if (!backend.kind().equals("Service")) {
                return Optional.of(backend.field() + ".kind is not Service");
            }
            if (backend.weight() < 0 || backend.weight() > MAX_WEIGHT) {
                return Optional.of(backend.field() + ".weight is not 0 to " + MAX_WEIGHT);
            }
        }
        return Optional.empty();
    }
}
