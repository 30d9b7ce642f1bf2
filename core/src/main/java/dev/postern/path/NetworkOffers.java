package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.attack.Derived;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ApiServerReach;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.Internet;
import dev.postern.attack.Vertex.NetworkPosition;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Flows that policies stop, and ports that are not open to the outside. From each position one may buy the way to any
 * port through one hub: which pair it is follows from the plan, and the graph stays linear.
 */
final class NetworkOffers {
    private static final NetworkPolicyRule EVERYTHING = new NetworkPolicyRule(ImmutableList.of(), ImmutableList.of());

    private final Facts facts;
    private final Map<PodControl, PodGroup> groups = new HashMap<>();

    NetworkOffers(Facts facts) {
        this.facts = facts;
        facts.podGroups().forEach(group -> groups.put(group.vertex(), group));
    }

    void offer(Derived relaxed, boolean fromOutside, EdgeType reach, EdgeType exposes, Offers offers) {
        Vertex hub = Offers.hub("flows");
        boolean policies = !facts.cluster().networkPolicies().isEmpty()
                || !facts.cluster().adminPolicies().isEmpty();
        for (Vertex vertex : relaxed.graph().vertices()) {
            if (vertex instanceof NetworkPosition && policies) {
                offers.free(Offers.silent(vertex, hub));
            }
            if (vertex instanceof PortReach port) {
                if (policies) {
                    offers.add(
                            Offers.step(facts, reach, hub, port),
                            MissingFact.Kind.NETWORK_FLOW.price(),
                            from -> flow(from, port));
                }
                if (fromOutside) {
                    offers.add(
                            Offers.step(facts, exposes, new Internet(), port),
                            MissingFact.Kind.EXPOSURE.price(),
                            from -> exposed(port));
                }
            }
        }
        for (PodGroup group : facts.podGroups()) {
            Decision api = facts.reachesApiServer(group);
            if (api.outcome() == Outcome.DENIED) {
                for (Container container : group.containers()) {
                    offers.add(
                            Offers.silent(group.container(container), new ApiServerReach()),
                            MissingFact.Kind.NETWORK_FLOW.price(),
                            from -> toApiServer(group, api));
                }
            }
        }
    }

    private ImmutableList<Purchase> flow(Vertex from, PortReach port) {
        PodGroup target = groups.get(port.pod());
        PodGroup source = from instanceof ContainerControl container ? groups.get(container.pod()) : null;
        if (target == null || source == null) {
            return ImmutableList.of();
        }
        Decision decision =
                facts.network().decide(source.pod(), target.pod(), port.protocol(), Math.max(1, port.port()));
        String what = port.port() == 0 ? port.protocol().name() : port.protocol() + " " + port.port();
        String flow = what + " from " + source.vertex().describe() + " to "
                + target.vertex().describe();
        NetworkPolicyRule rule = rule(port);
        List<Purchase> purchases = new ArrayList<>();
        for (NetworkPolicy policy : policies(decision)) {
            if (policy.isolatesEgress() && policy.meta().namespace().equals(source.namespace())) {
                purchases.add(admitting(policy, true, rule, flow + " as egress", decision));
            }
            if (policy.isolatesIngress() && policy.meta().namespace().equals(target.namespace())) {
                purchases.add(admitting(policy, false, rule, flow + " as ingress", decision));
            }
        }
        purchases.addAll(AdminOffers.admitting(facts.cluster(), decision, flow, port.protocol(), port.port()));
        return ImmutableList.copyOf(purchases);
    }

    private ImmutableList<Purchase> toApiServer(PodGroup group, Decision decision) {
        String flow = "egress of " + group.vertex().describe() + " to the API server";
        String packets = "packets of " + group.vertex().describe() + " to the API server";
        ImmutableList.Builder<Purchase> purchases = ImmutableList.builder();
        for (NetworkPolicy policy : policies(decision)) {
            if (policy.isolatesEgress()) {
                purchases.add(admitting(policy, true, EVERYTHING, flow, decision));
            }
        }
        return purchases
                .addAll(AdminOffers.admitting(facts.cluster(), decision, packets, Protocol.TCP, 0))
                .build();
    }

    /** The policies that refuse, in order. */
    private List<NetworkPolicy> policies(Decision decision) {
        return decision.evidence().stream()
                .map(Evidence::object)
                .distinct()
                .sorted()
                .flatMap(ref -> facts.cluster().find(NetworkPolicy.class, ref).stream())
                .toList();
    }

    private static Purchase admitting(
            NetworkPolicy policy, boolean egress, NetworkPolicyRule rule, String flow, Decision decision) {
        ImmutableList<Evidence> guards = decision.evidence().stream()
                .filter(fact -> fact.object().equals(policy.ref()))
                .collect(ImmutableList.toImmutableList());
        MissingFact missing = new MissingFact(
                MissingFact.Kind.NETWORK_FLOW, policy.ref(), policy.ref() + " would have to admit " + flow, guards);
        return new Purchase(missing, cluster -> ClusterEdits.admitting(cluster, policy.ref(), egress, rule));
    }

    private static NetworkPolicyRule rule(PortReach port) {
        return port.port() == 0
                ? EVERYTHING
                : new NetworkPolicyRule(
                        ImmutableList.of(),
                        ImmutableList.of(new NetworkPolicyPort(
                                port.protocol(), Optional.of(PortRef.of(port.port())), Optional.empty())));
    }

    /** A Service that leads there, and whatever of the namespace's policies would have to admit it. */
    private ImmutableList<Purchase> exposed(PortReach port) {
        PodGroup target = groups.get(port.pod());
        if (target == null || port.port() == 0 || target.pod().meta().labels().isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Purchase> purchases = ImmutableList.builder();
        Service service = service(target, port);
        purchases.add(new Purchase(
                new MissingFact(
                        MissingFact.Kind.EXPOSURE,
                        ClusterEdits.changedFor(facts.cluster(), target.pod()),
                        "a Service of type LoadBalancer would have to lead from outside to " + port.describe(),
                        ImmutableList.of()),
                cluster -> ClusterEdits.with(cluster, ImmutableList.of(service))));
        for (NetworkPolicy policy : facts.cluster().networkPolicies()) {
            if (policy.isolatesIngress() && policy.meta().namespace().equals(target.namespace())) {
                Evidence selects = Evidence.stated(
                        policy.ref(), "spec.podSelector", policy.podSelector().notation());
                purchases.add(admitting(
                        policy,
                        false,
                        rule(port),
                        port.protocol() + " " + port.port() + " from outside to "
                                + target.vertex().describe(),
                        Decision.denied(Support.of(selects))));
            }
        }
        return purchases.build();
    }

    private static Service service(PodGroup target, PortReach port) {
        ObjectRef name = ObjectRef.of(
                "Service", target.namespace(), "(missing) to " + target.vertex().name());
        return new Service(
                ObjectMeta.of(name.namespace(), name.name()),
                "LoadBalancer",
                ImmutableSortedMap.copyOf(target.pod().meta().labels()),
                ImmutableList.of(new ServicePort("", port.protocol(), port.port(), PortRef.of(port.port()), 0, "")),
                "",
                ImmutableList.of(),
                ImmutableList.of(),
                "",
                true,
                ImmutableList.of(),
                "",
                "",
                "");
    }
}
