package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoRule;
import dev.postern.model.Cluster;
import dev.postern.model.EndpointSlice;
import dev.postern.model.Outcome;
import dev.postern.model.Printable;
import dev.postern.model.Protocol;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the rules of Calico's policies apart into rules as the engine has them, which say something of the other end alone. What
 * a rule says of the pod's own end becomes a matter of which pods it binds; where that hangs on addresses, of pods by a mark.
 */
final class CalicoCases {
    private final Cluster cluster;
    private final Hosts hosts;
    private final CalicoSets sets;
    private final CalicoDestinations destinations;
    private final Map<EndSet, Map<Family, Map<Outcome, EndSet>>> marks = new HashMap<>();
    private int looks;

    CalicoCases(Cluster cluster, Hosts hosts, CalicoSets sets) {
        this.cluster = cluster;
        this.hosts = hosts;
        this.sets = sets;
        destinations = new CalicoDestinations(cluster, sets);
    }

    /** In their order, those that are asked one after the other next to each other. */
    ImmutableList<CalicoCase> of(CalicoPolicy policy, Direction direction) {
        ImmutableList.Builder<CalicoCase> cases = ImmutableList.builder();
        ImmutableList<CalicoRule> rules = policy.rules(direction == Direction.EGRESS);
        for (int i = 0; i < rules.size(); i++) {
            CalicoRule rule = rules.get(i);
            if (rule.action() != CalicoRule.Action.LOG) {
                add(policy, direction, i, rule, cases);
            }
        }
        return cases.build();
    }

    /** How often it took a look at all pods to tell. */
    int looks() {
        return looks + destinations.looks();
    }

    private void add(
            CalicoPolicy policy,
            Direction direction,
            int index,
            CalicoRule rule,
            ImmutableList.Builder<CalicoCase> cases) {
        if (!rule.unread().isEmpty()) {
            Action closed = rule.action() == CalicoRule.Action.ALLOW ? Action.ALLOW : Action.DENY;
            Rule unread = new Rule(
                    closed, ImmutableList.of(), ImmutableList.of(), CalicoDestinations.FIELD, "", rule.unread());
            cases.add(new CalicoCase(EndSets.EVERYBODY, index, unread, ImmutableList.of()));
            return;
        }
        Set<Protocol> protocols = CalicoDestinations.protocols(rule);
        if (protocols.isEmpty() || rule.icmp()) {
            return;
        }
        List<Peer.Written> written = CalicoTexts.ends(rule);
        EndSet source = sets.of(policy, rule.source());
        for (CalicoDestinations.One to : destinations(policy, rule, protocols)) {
            boolean ingress = direction == Direction.INGRESS;
            List<EndSet> peer = new ArrayList<>();
            peer.add(ingress ? source : to.ends());
            rule.ipVersion()
                    .ifPresent(version ->
                            peer.add(EndSet.addresses(IpRanges.all(version == 4 ? Family.IPV4 : Family.IPV6))));
            if (!rule.source().ports().isEmpty() || !rule.source().notPorts().isEmpty()) {
                peer.add(new EndSet.Perhaps(EndSets.EVERYBODY, "from which port the packet is sent"));
            }
            if (rule.source().services().isPresent()) {
                peer.add(endpoints(policy, rule.source().services().get()));
            }
            each(ingress ? to.ends() : source, (own, also) -> {
                List<EndSet> all = new ArrayList<>(peer);
                all.add(also);
                cases.add(new CalicoCase(own, index, rule(rule, all, written, to.ports()), to.written()));
            });
        }
    }

    private static Rule rule(
            CalicoRule rule, List<EndSet> peer, List<Peer.Written> written, ImmutableList<PortItem> ports) {
        ImmutableList<EndSet> parts =
                peer.stream().filter(part -> !part.equals(EndSets.EVERYBODY)).collect(ImmutableList.toImmutableList());
        ImmutableList<Peer> peers = parts.isEmpty() && written.isEmpty()
                ? ImmutableList.of()
                : ImmutableList.of(new Peer.Ends(EndSet.all(parts), ImmutableList.copyOf(written)));
        Action action = rule.action() == CalicoRule.Action.ALLOW
                ? Action.ALLOW
                : rule.action() == CalicoRule.Action.PASS ? Action.PASS : Action.DENY;
        return new Rule(action, peers, ports, CalicoDestinations.FIELD, "", rule.http(), "");
    }

    /** Pods of a mark, and whom the rule has for peers besides. */
    private interface Own {
        void accept(EndSet own, EndSet also);
    }

    /** What holds by address is read for each family; where an address is not known, the rule perhaps matches. */
    private void each(EndSet own, Own sink) {
        boolean[] byAddress = {false};
        own.each(part -> byAddress[0] |= part instanceof EndSet.Addresses);
        if (!byAddress[0]) {
            sink.accept(own, EndSets.EVERYBODY);
            return;
        }
        looks++;
        Map<Family, Map<Outcome, EndSet>> marked = marks.computeIfAbsent(own, this::marks);
        if (marked.values().stream().allMatch(Map::isEmpty)) {
            sink.accept(EndSets.NOBODY, EndSets.EVERYBODY);
        }
        marked.forEach((family, byOutcome) -> {
            EndSet ofFamily = EndSet.addresses(IpRanges.all(family));
            byOutcome.forEach((outcome, pods) -> {
                EndSet perhaps = new EndSet.Perhaps(EndSets.EVERYBODY, "the address of the pod");
                sink.accept(pods, outcome == Outcome.UNKNOWN ? EndSet.all(ofFamily, perhaps) : ofFamily);
            });
        });
    }

    private Map<Family, Map<Outcome, EndSet>> marks(EndSet own) {
        EndSetReader reader = new EndSetReader(cluster);
        Map<Family, Map<Outcome, EndSet>> marked = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            Map<Outcome, EndSet> byOutcome = new EnumMap<>(Outcome.class);
            for (Outcome outcome : new Outcome[] {Outcome.ALLOWED, Outcome.UNKNOWN}) {
                EndSet.Mark mark = pod -> {
                    Party party = Party.ofPod(pod, Network.NO_CLASS, hosts);
                    return reader.contains(own, party, party, family) == outcome;
                };
                if (cluster.pods().stream().anyMatch(pod -> mark.isOn(mark.fact(pod)))) {
                    byOutcome.put(outcome, new EndSet.Marked(mark));
                }
            }
            marked.put(family, byOutcome);
        }
        return marked;
    }

    /** Where a packet may go, by a rule that names a Service at its destination or does not. */
    private List<CalicoDestinations.One> destinations(CalicoPolicy policy, CalicoRule rule, Set<Protocol> protocols) {
        if (rule.destination().services().isEmpty()) {
            return destinations.of(policy, rule, protocols);
        }
        CalicoEntity.Service service = rule.destination().services().get();
        List<EndpointSlice> slices = slices(policy, service);
        if (slices.isEmpty()) {
            EndSet unknown = new EndSet.Perhaps(EndSets.EVERYBODY, untold(policy, service));
            return List.of(destinations.one(unknown, rule, protocols));
        }
        List<CalicoDestinations.One> all = new ArrayList<>();
        for (EndpointSlice slice : slices) {
            PortSet ports = PortSet.NONE;
            for (EndpointSlice.Port port : slice.ports()) {
                if (protocols.contains(port.protocol())) {
                    ports = ports.union(PortSet.of(port.protocol(), port.port()));
                }
            }
            if (!ports.isEmpty()) {
                all.add(CalicoDestinations.One.of(addresses(slice), ports, CalicoTexts.service(service)));
            }
        }
        return all;
    }

    private EndSet endpoints(CalicoPolicy policy, CalicoEntity.Service service) {
        List<EndpointSlice> slices = slices(policy, service);
        return slices.isEmpty()
                ? new EndSet.Perhaps(EndSets.EVERYBODY, untold(policy, service))
                : EndSet.any(slices.stream().map(CalicoCases::addresses).toList());
    }

    private static EndSet addresses(EndpointSlice slice) {
        return EndSet.addresses(CalicoSets.addresses(slice.endpoints().stream()
                .flatMap(endpoint -> endpoint.addresses().stream())
                .toList()));
    }

    private List<EndpointSlice> slices(CalicoPolicy policy, CalicoEntity.Service service) {
        String namespace = namespace(policy, service);
        return cluster.endpointSlices().stream()
                .filter(slice -> slice.meta().namespace().equals(namespace)
                        && slice.serviceName().equals(service.name()))
                .toList();
    }

    private static String namespace(CalicoPolicy policy, CalicoEntity.Service service) {
        return service.namespace().isEmpty() ? policy.meta().namespace() : service.namespace();
    }

    private static String untold(CalicoPolicy policy, CalicoEntity.Service service) {
        return "which endpoints the Service "
                + Printable.of(namespace(policy, service) + "/" + service.name(), CalicoTexts.MAX_TEXT) + " has";
    }
}
