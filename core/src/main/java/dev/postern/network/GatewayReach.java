package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Gateway;
import dev.postern.model.GatewayClass;
import dev.postern.model.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How strangers come as far as the listeners of a Gateway: to the address that its status shows, or through the pods that
 * serve it, which are exposed by entry points of their own. Without either it is only POSSIBLE, as with an Ingress. Each
 * Gateway is looked at once.
 */
final class GatewayReach {
    private static final String ISTIO_TYPE = "networking.istio.io/service-type";

    /**
     * One way.
     *
     * @param senders pods that may forward; empty when it is not known who does
     */
    record Reach(
            Confidence confidence,
            ImmutableList<Evidence> facts,
            ImmutableList<Integer> senders,
            Party unknownSource) {}

    private final Cluster cluster;
    private final Proxies proxies;
    private final Map<ObjectRef, List<Reach>> known = new HashMap<>();

    GatewayReach(Cluster cluster, Proxies proxies) {
        this.cluster = cluster;
        this.proxies = proxies;
    }

    /** Alternative ways; none for a Gateway that faces the inside only. */
    List<Reach> of(Gateway gateway) {
        return known.computeIfAbsent(gateway.ref(), ref -> find(gateway));
    }

    private List<Reach> find(Gateway gateway) {
        Optional<GatewayClass> gatewayClass =
                cluster.find(GatewayClass.class, ObjectRef.cluster("GatewayClass", gateway.className()));
        String controller = gatewayClass.map(GatewayClass::controllerName).orElse("");
        ImmutableList.Builder<Evidence> facts = ImmutableList.builder();
        facts.add(Evidence.stated(gateway.ref(), "spec.gatewayClassName", gateway.className()));
        gatewayClass.ifPresent(found -> facts.add(Evidence.stated(found.ref(), "spec.controllerName", controller)));
        List<String> addresses = gateway.addresses().stream()
                .filter(address -> !isClusterName(address))
                .toList();
        if (!addresses.isEmpty()) {
            facts.add(Evidence.stated(gateway.ref(), "status.addresses", String.join(", ", addresses)));
        }
        Optional<Confidence> byStatus =
                addresses.isEmpty() ? Optional.empty() : ServiceWays.addressConfidence(addresses);
        boolean closed = isInternal(gateway) || !gateway.addresses().isEmpty() && byStatus.isEmpty();
        Optional<OutsideGateways> outside = OutsideGateways.of(controller, gateway.className());
        if (outside.isPresent()) {
            Party balancer = Party.unknown(Party.Kind.OUTSIDE, "the load balancer of " + gateway.ref());
            return outside.get().reached().filter(any -> !closed).stream()
                    .map(byClass -> new Reach(byStatus.orElse(byClass), facts.build(), ImmutableList.of(), balancer))
                    .map(reach -> programmed(gateway, reach))
                    .toList();
        }
        Optional<Proxies.Proxy> proxy = proxy(gateway, controller).filter(each -> !closed || each.isExposed());
        if (proxy.isEmpty()) {
            return closed ? List.of() : List.of(programmed(gateway, unknown(gateway, byStatus, facts.build())));
        }
        List<Reach> ways = new ArrayList<>();
        Confidence confidence = proxy.get().confidence(closed ? Optional.empty() : byStatus);
        for (ImmutableList<Evidence> alternative :
                closed ? proxy.get().shown() : proxy.get().alternatives(gateway.ref())) {
            ImmutableList<Evidence> all = ImmutableList.<Evidence>builder()
                    .addAll(facts.build())
                    .addAll(alternative)
                    .build();
            ways.add(programmed(gateway, new Reach(confidence, all, proxy.get().senders(), noSource())));
        }
        return ways;
    }

    private Optional<Proxies.Proxy> proxy(Gateway gateway, String controllerName) {
        Optional<Proxies.Proxy> own = proxies.of(gateway.ref());
        if (own.isPresent()) {
            return own;
        }
        return IngressController.ofGateway(controllerName, gateway.className())
                // One that asks for an address may name the Service of pods that are there.
                .filter(found ->
                        !found.isPerGateway() || !gateway.requestedAddresses().isEmpty())
                .flatMap(found -> Optional.ofNullable(proxies.controllers().get(found)));
    }

    private static Reach unknown(Gateway gateway, Optional<Confidence> byStatus, ImmutableList<Evidence> facts) {
        if (byStatus.isPresent()) {
            return new Reach(byStatus.get(), facts, ImmutableList.of(), noSource());
        }
        Evidence assumed =
                Evidence.assumed(gateway.ref(), "", "a controller serves it at an address that the internet reaches");
        return new Reach(
                Confidence.POSSIBLE,
                ImmutableList.<Evidence>builder().addAll(facts).add(assumed).build(),
                ImmutableList.of(),
                noSource());
    }

    /** Its controller may say that it does not work yet. */
    private static Reach programmed(Gateway gateway, Reach reach) {
        if (!gateway.conditions().getOrDefault("Programmed", "").equals("False")) {
            return reach;
        }
        Evidence fact = Evidence.assumed(gateway.ref(), "status.conditions", "it works, though it is not Programmed");
        return new Reach(
                Confidence.POSSIBLE,
                ImmutableList.<Evidence>builder()
                        .addAll(reach.facts())
                        .add(fact)
                        .build(),
                reach.senders(),
                reach.unknownSource());
    }

    private static Party noSource() {
        return Party.unknown(Party.Kind.STRANGER, "whatever serves the Gateway");
    }

    /** Whether what is made for it stays inside: annotations are handed on to its Service. */
    private static boolean isInternal(Gateway gateway) {
        return ServiceWays.isInternal(gateway.infrastructureAnnotations())
                || ServiceWays.isInternal(gateway.meta().annotations())
                || gateway.meta().annotations().getOrDefault(ISTIO_TYPE, "").equals("ClusterIP")
                || gateway.infrastructureAnnotations()
                        .getOrDefault(ISTIO_TYPE, "")
                        .equals("ClusterIP");
    }

    /** The name of a Service, which is what a controller shows of one without a load balancer. */
    private static boolean isClusterName(String address) {
        return address.endsWith(".svc") || address.contains(".svc.");
    }
}
