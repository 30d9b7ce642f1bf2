package dev.postern.network;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.Gateway;
import dev.postern.model.GatewayRoute;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds Gateways and routes that the API server refuses, as far as that decides about who reaches what: the validation rules
 * that the Gateway API's resource definitions carry since v1.0. Source: gateway-api, {@code apis/v1}.
 */
final class GatewayFaults {
    private static final ImmutableSet<String> WITHOUT_HOSTNAME = ImmutableSet.of("TCP", "UDP");
    private static final int MAX_WEIGHT = 1_000_000;

    private GatewayFaults() {}

    /** The first fault with its path, or empty for a valid Gateway. */
    static Optional<String> find(Gateway gateway) {
        List<Gateway.Listener> listeners = gateway.listeners();
        if (gateway.className().isEmpty()) {
            return Optional.of("spec.gatewayClassName is missing");
        }
        if (listeners.isEmpty()) {
            return Optional.of("spec.listeners is empty");
        }
        Set<String> names = new HashSet<>();
        Set<List<Object>> doors = new HashSet<>();
        for (int i = 0; i < listeners.size(); i++) {
            Gateway.Listener listener = listeners.get(i);
            String at = "spec.listeners[" + i + "]";
            if (listener.port() == 0) {
                return Optional.of(at + ".port is not 1 to 65535");
            }
            if (!listener.hostname().isEmpty() && WITHOUT_HOSTNAME.contains(listener.protocol())) {
                return Optional.of(at + ".hostname must not be given for protocol " + listener.protocol());
            }
            if (!names.add(listener.name())) {
                return Optional.of(at + ".name is that of another listener, or missing");
            }
            if (!doors.add(List.of(listener.port(), listener.protocol(), listener.hostname()))) {
                return Optional.of(at + " has the port, protocol and hostname of another listener");
            }
        }
        return Optional.empty();
    }

    /** The first fault with its path, or empty for a valid route. */
    static Optional<String> find(GatewayRoute route) {
        for (int i = 0; i < route.rules().size(); i++) {
            GatewayRoute.Rule rule = route.rules().get(i);
            String at = "spec.rules[" + i + "]";
            boolean redirects =
                    rule.filters().stream().anyMatch(filter -> filter.type().equals("RequestRedirect"));
            if (redirects && !rule.backends().isEmpty()) {
                return Optional.of(at + " has backendRefs beside the filter RequestRedirect");
            }
            for (int j = 0; j < rule.backends().size(); j++) {
                Optional<String> fault =
                        backend(at + ".backendRefs[" + j + "]", rule.backends().get(j));
                if (fault.isPresent()) {
                    return fault;
                }
            }
            for (int j = 0; j < rule.filters().size(); j++) {
                String field = at + ".filters[" + j + "].requestMirror.backendRef";
                Optional<String> fault = rule.filters().get(j).mirror().flatMap(mirror -> backend(field, mirror));
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> backend(String at, GatewayRoute.Backend backend) {
        if (backend.name().isEmpty()) {
            return Optional.of(at + ".name is missing");
        }
        if (backend.weight() < 0 || backend.weight() > MAX_WEIGHT) {
            return Optional.of(at + ".weight is not 0 to " + MAX_WEIGHT);
        }
        return GatewayBackends.isService(backend) && backend.port() == 0
                ? Optional.of(at + ".port is missing")
                : Optional.empty();
    }
}
