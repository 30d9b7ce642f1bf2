package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.Node;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the peers of a rule match one end of a packet, and by which fields. */
final class PeerReader {
    private final Cluster cluster;
    private final CompiledPolicies compiled;
    private final Hosts hosts;

    PeerReader(Cluster cluster, CompiledPolicies compiled, Hosts hosts) {
        this.cluster = cluster;
        this.compiled = compiled;
        this.hosts = hosts;
    }

    /** What one item says of an end, with the fields that say so and what is missing to say more. */
    private record Match(Outcome outcome, Support facts, String missing) {
        static final Match NO = new Match(Outcome.DENIED, Support.NONE, "");
    }

    RuleReader.Found read(RuleReader.Place place, Party peer, Family family) {
        RuleReader.Found found = new RuleReader.Found();
        String field = place.direction().peersField();
        ImmutableList<Peer> items = place.rule().peers();
        if (items.isEmpty()) {
            found.matching.add(Support.of(place.byDefault(field, "any peer")));
        }
        for (int i = 0; i < items.size(); i++) {
            Match match = match(place, place.field(field, i), items.get(i), peer, family);
            if (match.outcome() == Outcome.ALLOWED) {
                found.matching.add(match.facts());
            } else if (match.outcome() == Outcome.UNKNOWN) {
                found.perhaps.add(match.facts());
                found.missing = found.missing.isEmpty() ? match.missing() : found.missing;
            }
        }
        return found;
    }

    private Match match(RuleReader.Place place, String field, Peer item, Party peer, Family family) {
        if (item instanceof Peer.Blocks blocks) {
            return !isSeenByBlocks(peer) ? Match.NO : blocks(place, field, blocks, peer, family);
        } else if (item instanceof Peer.Nodes nodes) {
            return nodes(place, field + ".nodes", nodes.selector(), peer);
        } else if (item instanceof Peer.Names names) {
            return names(place, field + ".domainNames", names, peer);
        }
        return pods(place, field, (Peer.Pods) item, peer);
    }

    private Match pods(RuleReader.Place place, String field, Peer.Pods item, Party peer) {
        List<Evidence> facts = new ArrayList<>(2);
        item.namespaces()
                .ifPresent(
                        selector -> facts.add(place.stated(field + item.stem().namespaces(), Texts.of(selector))));
        item.pods()
                .ifPresent(
                        selector -> facts.add(place.stated(field + item.stem().pods(), Texts.of(selector))));
        if (peer.kind() == Party.Kind.STRANGER) {
            return new Match(
                    Outcome.UNKNOWN,
                    Support.of(facts),
                    "which pod has the address " + peer.name() + " of the pod network, and with which labels");
        }
        boolean matches = peer.onHost()
                ? hosts.namespace().isSelectedBy(item)
                : peer.pod().filter(pod -> selects(item, pod)).isPresent();
        return matches ? new Match(Outcome.ALLOWED, Support.of(facts), "") : Match.NO;
    }

    private boolean isSeenByBlocks(Party peer) {
        switch (peer.kind()) {
            case POD:
            case STRANGER:
                return hosts.profile().blocksMatchPods();
            case HOST_POD:
            case NODE:
                return hosts.profile().blocksMatchNodes();
            default:
                return true;
        }
    }

    private boolean selects(Peer.Pods item, Pod pod) {
        boolean namespace = item.namespaces().isPresent()
                ? item.namespaces().get().matches(Matches.namespaceLabels(cluster, pod.namespace()))
                : pod.namespace().equals(item.namespace());
        return namespace && item.podSelector().matches(pod.meta().labels());
    }

    /** By the first block that holds the end, or else by the first that may. */
    private Match blocks(RuleReader.Place place, String field, Peer.Blocks item, Party peer, Family family) {
        Match best = Match.NO;
        for (int i = 0; i < item.blocks().size(); i++) {
            IpBlock block = item.blocks().get(i);
            Outcome outcome = holds(block, peer, family);
            if (outcome == Outcome.ALLOWED || outcome == Outcome.UNKNOWN && best.outcome() == Outcome.DENIED) {
                String at = field + item.field(i);
                String missing = "the address of " + peer.name() + ": whether it lies in " + Texts.of(block) + " ("
                        + place.policy().ref() + ", " + at + ")";
                best = new Match(outcome, Support.of(place.stated(at, Texts.of(block))), missing);
            }
            if (outcome == Outcome.ALLOWED) {
                break;
            }
        }
        return best;
    }

    private Outcome holds(IpBlock block, Party peer, Family family) {
        IpRanges ranges = compiled.block(block);
        ImmutableList<IpRanges.Range> parts = ranges.ranges();
        if (parts.isEmpty() || parts.get(0).first().family() != family) {
            return Outcome.DENIED;
        }
        if (peer.kind() == Party.Kind.SOMEWHERE) {
            return ranges.intersects(peer.within()) ? Outcome.ALLOWED : Outcome.DENIED;
        }
        Optional<IpAddress> address = peer.address(family);
        if (address.isPresent()) {
            return ranges.contains(address.get()) ? Outcome.ALLOWED : Outcome.DENIED;
        }
        return ranges.containsAll(family) ? Outcome.ALLOWED : Outcome.UNKNOWN;
    }

    /** A node is told by its name, and an address that is no node's of the input may be one where it holds no nodes. */
    private Match nodes(RuleReader.Place place, String field, LabelSelector selector, Party peer) {
        Support facts = Support.of(place.stated(field, Texts.of(selector)));
        if (peer.onHost()) {
            String node = peer.node().orElse("");
            Outcome outcome = Matches.selects(cluster, selector, node);
            String missing = node.isEmpty() ? "on which node " + peer.name() + " is" : "the labels of Node " + node;
            return outcome == Outcome.DENIED ? Match.NO : new Match(outcome, facts, missing);
        }
        if (peer.kind() == Party.Kind.SOMEWHERE && addresses(selector).intersects(peer.within())) {
            return new Match(Outcome.ALLOWED, facts, "");
        }
        boolean placeless = peer.kind() == Party.Kind.OUTSIDE
                && (peer.addresses().isEmpty() || cluster.nodes().isEmpty());
        return placeless
                ? new Match(Outcome.UNKNOWN, facts, "whether " + peer.name() + " is a node, and with which labels")
                : Match.NO;
    }

    /** Names are for what is outside: the API leaves open what they mean for pods and nodes. */
    private static Match names(RuleReader.Place place, String field, Peer.Names item, Party peer) {
        if (peer.kind() != Party.Kind.OUTSIDE && peer.kind() != Party.Kind.SOMEWHERE) {
            return Match.NO;
        }
        String names = String.join(", ", item.names());
        return new Match(
                Outcome.UNKNOWN,
                Support.of(place.stated(field, names)),
                "what addresses the names have that " + place.policy().ref() + " admits: " + names);
    }

    /** The addresses that peers name, as blocks or as nodes. */
    IpRanges addresses(Rule rule) {
        List<IpRanges> all = new ArrayList<>();
        for (Peer peer : rule.peers()) {
            if (peer instanceof Peer.Blocks item) {
                item.blocks().forEach(block -> all.add(compiled.block(block)));
            } else if (peer instanceof Peer.Nodes nodes) {
                all.add(addresses(nodes.selector()));
            }
        }
        return IpRanges.union(all);
    }

    private IpRanges addresses(LabelSelector nodes) {
        List<IpRanges> all = new ArrayList<>();
        for (Node node : cluster.nodes()) {
            if (nodes.matches(node.meta().labels())) {
                node.internalAddresses().forEach(ip -> add(ip, all));
                node.externalAddresses().forEach(ip -> add(ip, all));
            }
        }
        return IpRanges.union(all);
    }

    private static void add(String ip, List<IpRanges> all) {
        IpAddress.parse(ip).map(IpRanges::of).ifPresent(all::add);
    }
}
