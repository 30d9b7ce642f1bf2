package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.Gateway;
import dev.postern.model.GatewayRoute;
import dev.postern.model.ObjectRef;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.ReferenceGrant;
import dev.postern.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Where the rules of a route of the Gateway API lead: to a port of a Service, of another namespace only if a ReferenceGrant
 * there lets it. Copies that a rule sends elsewhere count. Source: gateway-api, {@code BackendObjectReference}, GEP-709.
 */
final class GatewayBackends {
    /** Filters of which another object, or another server, says who gets past. */
    private static final ImmutableSet<String> GUARDS = ImmutableSet.of("ExternalAuth", "ExtensionRef");

    private final ServicePorts services;
    private final ListMultimap<String, ReferenceGrant> grants =
            MultimapBuilder.hashKeys().arrayListValues(1).build();

    /**
     * A backend that requests may be sent to.
     *
     * @param guarded whether something may be in the way that only another object tells
     */
    record Target(String field, Service service, int portIndex, boolean guarded, ImmutableList<Evidence> facts) {}

    GatewayBackends(Cluster cluster, ServicePorts services) {
        this.services = services;
        cluster.referenceGrants().forEach(grant -> grants.put(grant.meta().namespace(), grant));
    }

    static boolean isService(GatewayRoute.Backend backend) {
        return backend.group().isEmpty() && backend.kind().equals("Service");
    }

    /** The protocol of the packets that routes of a kind let through. */
    static Protocol protocol(GatewayRoute route) {
        return route.kind().equals("UDPRoute") ? Protocol.UDP : Protocol.TCP;
    }

    /** @param faults told of every backend that is none, and why */
    List<Target> of(GatewayRoute route, Consumer<String> faults) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < route.rules().size(); i++) {
            GatewayRoute.Rule rule = route.rules().get(i);
            String at = "spec.rules[" + i + "]";
            ImmutableList<Evidence> guards = guards(route, at, rule.filters());
            for (int j = 0; j < rule.backends().size(); j++) {
                GatewayRoute.Backend backend = rule.backends().get(j);
                String field = at + ".backendRefs[" + j + "]";
                ImmutableList<Evidence> all = ImmutableList.<Evidence>builder()
                        .addAll(guards)
                        .addAll(guards(route, field, backend.filters()))
                        .build();
                if (backend.weight() != 0) {
                    target(route, field, backend, all, faults).ifPresent(targets::add);
                    mirrors(route, field, backend.filters(), all, faults, targets);
                }
            }
            mirrors(route, at, rule.filters(), guards, faults, targets);
        }
        return targets;
    }

    private static ImmutableList<Evidence> guards(GatewayRoute route, String at, List<GatewayRoute.Filter> filters) {
        ImmutableList.Builder<Evidence> guards = ImmutableList.builder();
        for (int i = 0; i < filters.size(); i++) {
            String type = filters.get(i).type();
            if (GUARDS.contains(type)) {
                guards.add(Evidence.assumed(
                        route.ref(), at + ".filters[" + i + "]", "requests get past the filter " + type));
            }
        }
        return guards.build();
    }

    private void mirrors(
            GatewayRoute route,
            String at,
            List<GatewayRoute.Filter> filters,
            ImmutableList<Evidence> guards,
            Consumer<String> faults,
            List<Target> targets) {
        for (int i = 0; i < filters.size(); i++) {
            String field = at + ".filters[" + i + "].requestMirror.backendRef";
            filters.get(i)
                    .mirror()
                    .flatMap(mirror -> target(route, field, mirror, guards, faults))
                    .ifPresent(targets::add);
        }
    }

    private Optional<Target> target(
            GatewayRoute route,
            String field,
            GatewayRoute.Backend backend,
            ImmutableList<Evidence> guards,
            Consumer<String> faults) {
        if (!isService(backend)) {
            String group = backend.group().isEmpty() ? "" : "." + backend.group();
            faults.accept(field + " names a " + backend.kind() + group + ", which is not followed");
            return Optional.empty();
        }
        String own = route.meta().namespace();
        String namespace = backend.namespace().isEmpty() ? own : backend.namespace();
        ObjectRef name = ObjectRef.of("Service", namespace, backend.name());
        Optional<Service> service = services.find(name);
        if (service.isEmpty()) {
            services.missing(name).ifPresent(what -> faults.accept(field + " names " + what));
            return Optional.empty();
        }
        OptionalInt port = ServicePorts.index(service.get(), PortRef.of(backend.port()), protocol(route));
        if (port.isEmpty()) {
            faults.accept(field + " names port " + backend.port() + "/" + protocol(route) + ", which " + name
                    + " does not have");
            return Optional.empty();
        }
        Optional<Evidence> grant = namespace.equals(own) ? Optional.empty() : grant(route, name);
        if (!namespace.equals(own) && grant.isEmpty()) {
            faults.accept(field + " names " + name + " of another namespace, and no ReferenceGrant there lets a "
                    + route.kind() + " of namespace " + own + " do so");
            return Optional.empty();
        }
        ImmutableList.Builder<Evidence> facts = ImmutableList.builder();
        facts.add(Evidence.stated(route.ref(), field, name.qualifiedName() + ":" + backend.port()));
        grant.ifPresent(facts::add);
        facts.addAll(guards);
        return Optional.of(new Target(field, service.get(), port.getAsInt(), !guards.isEmpty(), facts.build()));
    }

    private Optional<Evidence> grant(GatewayRoute route, ObjectRef service) {
        for (ReferenceGrant grant : grants.get(service.namespace())) {
            boolean covered = grant.to().stream()
                    .anyMatch(to -> to.group().isEmpty()
                            && to.kind().equals("Service")
                            && (to.name().isEmpty() || to.name().equals(service.name())));
            for (int i = 0; covered && i < grant.from().size(); i++) {
                ReferenceGrant.From from = grant.from().get(i);
                if (from.group().equals(Gateway.GROUP)
                        && from.kind().equals(route.kind())
                        && from.namespace().equals(route.meta().namespace())) {
                    String value = from.kind() + " of " + from.namespace();
                    return Optional.of(Evidence.stated(grant.ref(), "spec.from[" + i + "]", value));
                }
            }
        }
        return Optional.empty();
    }
}
