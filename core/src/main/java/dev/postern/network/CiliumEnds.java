package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.CiliumCidrGroup;
import dev.postern.model.CiliumCidrRule;
import dev.postern.model.CiliumPeers;
import dev.postern.model.Cluster;
import dev.postern.model.EndpointSlice;
import dev.postern.model.LabelSelector;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom the peers of Cilium's rules mean: pods by labels, and what else is there by reserved names. CIDRs are about what is
 * neither a pod nor a node. What the input does not tell (addresses of names, groups of a cloud, which labels of nodes the
 * agents know) is {@link EndSet.Perhaps}. Source: cilium, {@code pkg/policy/api}.
 */
final class CiliumEnds {
    private static final IpRanges IPV4 = IpRanges.all(Family.IPV4);
    private static final IpRanges IPV6 = IpRanges.all(Family.IPV6);

    /** Addresses of nobody: only an end whose address is not known is perhaps among them. */
    private static final IpRanges NOWHERE = IpRanges.union(ImmutableList.of(parse("0.0.0.0"), parse("::")));

    private final Cluster cluster;
    private final CiliumLabels labels;
    private final EndSet world;
    private final EndSet apiServer;

    CiliumEnds(Cluster cluster, CiliumLabels labels) {
        this.cluster = cluster;
        this.labels = labels;
        IpRanges known = apiServer(cluster);
        EndSet addresses = EndSet.addresses(known.isEmpty() ? NOWHERE : known);
        EndSet at = EndSet.all(EndSet.not(EndSets.PODS), addresses);
        EndSet perhaps = new EndSet.Perhaps(
                nodes(EndSet.Which.ANY),
                "whether it is where the API server answers: the input has no EndpointSlice of Service"
                        + " default/kubernetes");
        apiServer = known.isEmpty() ? EndSet.any(at, perhaps) : at;
        world = EndSet.all(EndSets.WORLD, EndSet.not(addresses));
    }

    private static IpRanges apiServer(Cluster cluster) {
        List<IpRanges> addresses = new ArrayList<>();
        for (EndpointSlice slice : cluster.endpointSlices()) {
            if (slice.meta().namespace().equals("default")
                    && slice.serviceName().equals("kubernetes")) {
                slice.endpoints().forEach(endpoint -> endpoint.addresses().forEach(ip -> addresses.add(parse(ip))));
            }
        }
        return IpRanges.union(addresses);
    }

    /** By which labels agents know pods. */
    CiliumLabels labels() {
        return labels;
    }

    private static EndSet nodes(EndSet.Which which) {
        return new EndSet.Nodes(which);
    }

    /** A CIDR or an address; nothing for anything else. */
    private static IpRanges parse(String text) {
        return IpRanges.parseCidr(text)
                .or(() -> IpAddress.parse(text).map(IpRanges::of))
                .orElse(IpRanges.NONE);
    }

    /** What {@code reserved:} has in front; nobody for names of what is not in an input: endpoints of the agents themselves. */
    EndSet reserved(String name) {
        switch (name) {
            case "host":
                return nodes(EndSet.Which.OWN);
            case "remote-node":
                return nodes(EndSet.Which.OTHER);
            case "kube-apiserver":
                return apiServer;
            case "world":
                return world;
            case "world-ipv4":
                return EndSet.all(world, EndSet.addresses(IPV4));
            case "world-ipv6":
                return EndSet.all(world, EndSet.addresses(IPV6));
            default:
                return EndSets.NOBODY;
        }
    }

    /** @param beside all entities of the rule: nodes near and far are all nodes, wherever the pod is */
    private EndSet entity(String name, List<String> beside) {
        switch (name) {
            case "all":
                return EndSets.EVERYBODY;
            case "cluster":
                return EndSet.any(EndSets.PODS, nodes(EndSet.Which.ANY), apiServer);
            case "remote-node":
                return nodes(beside.contains("host") ? EndSet.Which.ANY : EndSet.Which.OTHER);
            default:
                return reserved(name);
        }
    }

    /** One peer of the engine for each item; none where nothing is written of this kind. */
    ImmutableList<Peer> peers(CiliumSelectors selectors, String side, CiliumPeers kind) {
        ImmutableList.Builder<Peer> peers = ImmutableList.builder();
        for (int i = 0; i < kind.items().size(); i++) {
            peers.add(peer(selectors, side + kind.name() + "[" + i + "]", kind, i));
        }
        return peers.build();
    }

    private Peer peer(CiliumSelectors selectors, String field, CiliumPeers kind, int i) {
        if (kind instanceof CiliumPeers.Endpoints endpoints) {
            LabelSelector selector = endpoints.items().get(i);
            return ends(selectors.peer(selector), field, Texts.of(selector));
        } else if (kind instanceof CiliumPeers.Entities entities) {
            String entity = entities.items().get(i);
            return ends(entity(entity, entities.items()), field, entity);
        } else if (kind instanceof CiliumPeers.Cidrs cidrs) {
            String cidr = cidrs.items().get(i);
            return ends(outside(parse(cidr)), field, cidr);
        } else if (kind instanceof CiliumPeers.CidrSet set) {
            return cidrRule(field, set.items().get(i));
        } else if (kind instanceof CiliumPeers.Nodes nodes) {
            LabelSelector selector = nodes.items().get(i);
            EndSet labelled = CiliumSelectors.nodes(selector);
            String missing = "whether the agents know the labels of nodes (enable-node-selector-labels)";
            return ends(new EndSet.Perhaps(labelled, missing), field, Texts.of(selector));
        } else if (kind instanceof CiliumPeers.Fqdns names) {
            CiliumPeers.Fqdn name = names.items().get(i);
            boolean exact = !name.matchName().isEmpty();
            String text = exact ? name.matchName() : name.matchPattern();
            return ends(
                    new EndSet.Perhaps(EndSets.WORLD, "what addresses the name " + text + " has"),
                    field + (exact ? ".matchName" : ".matchPattern"),
                    text);
        } else if (kind instanceof CiliumPeers.Services services) {
            CiliumPeers.ServiceItem service = services.items().get(i);
            String text = service.name()
                    .orElseGet(() -> service.selector().map(Texts::of).orElse("{}"));
            return ends(
                    new EndSet.Perhaps(EndSets.EVERYBODY, "which backends the agents find for the Service " + text),
                    field,
                    service.namespace() + "/" + text);
        }
        return ends(
                new EndSet.Perhaps(EndSets.WORLD, "what addresses the cloud's group has"),
                field,
                String.valueOf(kind.items().get(i)));
    }

    private static Peer ends(EndSet set, String field, String value) {
        return new Peer.Ends(set, ImmutableList.of(new Peer.Written(field, value)));
    }

    private static EndSet outside(IpRanges ranges) {
        return EndSet.all(EndSets.WORLD, EndSet.addresses(ranges));
    }

    private Peer cidrRule(String field, CiliumCidrRule rule) {
        IpRanges holes =
                IpRanges.union(rule.except().stream().map(CiliumEnds::parse).toList());
        ImmutableList.Builder<Peer.Written> written = ImmutableList.builder();
        if (!rule.cidr().isEmpty()) {
            written.add(new Peer.Written(field + ".cidr", rule.cidr()));
        } else if (rule.groupSelector().isPresent()) {
            String selector = Texts.of(rule.groupSelector().get());
            written.add(new Peer.Written(field + ".cidrGroupSelector", selector));
        } else {
            written.add(new Peer.Written(field + ".cidrGroupRef", rule.groupRef()));
        }
        if (!rule.except().isEmpty()) {
            written.add(new Peer.Written(field + ".except", String.join(", ", rule.except())));
        }
        return new Peer.Ends(outside(ranges(rule).minus(holes)), written.build());
    }

    private IpRanges ranges(CiliumCidrRule rule) {
        List<IpRanges> ranges = new ArrayList<>();
        ranges.add(parse(rule.cidr()));
        for (CiliumCidrGroup group : groups(rule)) {
            group.externalCidrs().forEach(cidr -> ranges.add(parse(cidr)));
        }
        return IpRanges.union(ranges);
    }

    private ImmutableSet<CiliumCidrGroup> groups(CiliumCidrRule rule) {
        return cluster.ciliumCidrGroups().stream()
                .filter(group -> group.meta().name().equals(rule.groupRef())
                        || rule.groupSelector()
                                .filter(selector ->
                                        selector.matches(group.meta().labels()))
                                .isPresent())
                .collect(ImmutableSet.toImmutableSet());
    }
}
