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
    private final EndSetReader sets;

    PeerReader(Cluster cluster, CompiledPolicies compiled, Hosts hosts) {
        this.cluster = cluster;
        this.compiled = compiled;
        this.hosts = hosts;
        sets = new EndSetReader(cluster);
    }

    RuleReader.Found read(RuleReader.Place place, Party peer, Party subject, Family family) {
        RuleReader.Found found = new RuleReader.Found();
        String field = place.policy().peersField(place.direction());
        ImmutableList<Peer> items = place.rule().peers();
        if (items.isEmpty()) {
            String absent = place.policy().peersField(place.direction());
            found.matching.add(Support.of(place.byDefault(absent, "any peer")));
        }
        for (int i = 0; i < items.size(); i++) {
            Peer item = items.get(i);
            Outcome outcome = matches(item, peer, subject, family);
            // Words are made for what matches only: most rules do not.
            if (outcome != Outcome.DENIED) {
                add(found, outcome, place, place.field(field, i), item, peer, family);
            }
        }
        return found;
    }

    private void add(
            RuleReader.Found found,
            Outcome outcome,
            RuleReader.Place place,
            String field,
            Peer item,
            Party peer,
            Family family) {
        int block = item instanceof Peer.Blocks blocks ? first(blocks, outcome, peer, family) : 0;
        Support facts = Support.of(facts(place, field, item, block));
        if (outcome == Outcome.ALLOWED) {
            found.matching.add(facts);
        } else {
            found.perhaps.add(facts);
            found.missing = found.missing.isEmpty() ? missing(place, field, item, block, peer) : found.missing;
        }
    }

    private static List<Evidence> facts(RuleReader.Place place, String field, Peer item, int block) {
        List<Evidence> facts = new ArrayList<>(2);
        if (item instanceof Peer.Pods pods) {
            pods.namespaces()
                    .ifPresent(selector ->
                            facts.add(place.stated(field + pods.stem().namespaces(), Texts.of(selector))));
            pods.pods()
                    .ifPresent(selector ->
                            facts.add(place.stated(field + pods.stem().pods(), Texts.of(selector))));
        } else if (item instanceof Peer.Blocks blocks) {
            facts.add(place.stated(
                    field + blocks.field(block), Texts.of(blocks.blocks().get(block))));
        } else if (item instanceof Peer.Nodes nodes) {
            facts.add(place.stated(field + ".nodes", Texts.of(nodes.selector())));
        } else if (item instanceof Peer.Names names) {
            facts.add(place.stated(field + ".domainNames", String.join(", ", names.names())));
        } else if (item instanceof Peer.Ends ends) {
            ends.written().forEach(written -> facts.add(place.stated(place.item(written.field()), written.value())));
        }
        return facts;
    }

    /** The fact that would settle whether an item matches. */
    private static String missing(RuleReader.Place place, String field, Peer item, int block, Party peer) {
        if (item instanceof Peer.Ends ends && ends.set().missing().isPresent()) {
            return ends.set().missing().get() + " (" + place.policy().ref() + ", " + place.written(ends) + ")";
        }
        if (item instanceof Peer.Blocks blocks) {
            return "the address of " + peer.name() + ": whether it lies in "
                    + Texts.of(blocks.blocks().get(block)) + " ("
                    + place.policy().ref() + ", " + field
                    + blocks.field(block) + ")";
        } else if (item instanceof Peer.Names names) {
            return "what addresses the names have that " + place.policy().ref() + " has a rule for: "
                    + String.join(", ", names.names());
        } else if (item instanceof Peer.Ends ends && peer.kind() != Party.Kind.STRANGER) {
            String where = peer.onHost() ? "on which node " + peer.name() + " is" : "the address of " + peer.name();
            return where + ": " + place.policy().ref() + " tells by it, " + place.written(ends);
        } else if (item instanceof Peer.Pods || item instanceof Peer.Ends) {
            return "which pod has the address " + peer.name() + " of the pod network, and with which labels";
        } else if (!peer.onHost()) {
            return "whether " + peer.name() + " is a node, and with which labels";
        }
        return peer.node()
                .map(node -> "the labels of Node " + node)
                .orElseGet(() -> "on which node " + peer.name() + " is");
    }

    /** Whether an item matches one end of a packet. */
    private Outcome matches(Peer item, Party peer, Party subject, Family family) {
        if (item instanceof Peer.Blocks blocks) {
            return isSeenByBlocks(peer) ? blocks(blocks, peer, family) : Outcome.DENIED;
        } else if (item instanceof Peer.Nodes nodes) {
            return nodes(nodes.selector(), peer);
        } else if (item instanceof Peer.Names) {
            // Names are for what is outside: the API leaves open what they mean for pods and nodes.
            return peer.kind() == Party.Kind.OUTSIDE || peer.kind() == Party.Kind.SOMEWHERE
                    ? Outcome.UNKNOWN
                    : Outcome.DENIED;
        } else if (item instanceof Peer.Ends ends) {
            return sets.contains(ends.set(), peer, subject, family);
        }
        if (peer.kind() == Party.Kind.STRANGER) {
            return Outcome.UNKNOWN;
        }
        boolean matches = peer.onHost()
                ? hosts.namespace().isSelectedBy((Peer.Pods) item)
                : peer.pod().filter(pod -> selects((Peer.Pods) item, pod)).isPresent();
        return matches ? Outcome.ALLOWED : Outcome.DENIED;
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

    private Outcome blocks(Peer.Blocks item, Party peer, Family family) {
        Outcome best = Outcome.DENIED;
        for (IpBlock block : item.blocks()) {
            Outcome outcome = holds(block, peer, family);
            if (outcome == Outcome.ALLOWED) {
                return outcome;
            }
            best = outcome == Outcome.UNKNOWN ? outcome : best;
        }
        return best;
    }

    /** The block by which an item is answered so. */
    private int first(Peer.Blocks item, Outcome outcome, Party peer, Family family) {
        int block = 0;
        while (holds(item.blocks().get(block), peer, family) != outcome) {
            block++;
        }
        return block;
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
    private Outcome nodes(LabelSelector selector, Party peer) {
        if (peer.onHost()) {
            return Matches.selects(cluster, selector, peer.node().orElse(""));
        }
        if (peer.kind() == Party.Kind.SOMEWHERE) {
            return addresses(selector).intersects(peer.within()) ? Outcome.ALLOWED : Outcome.DENIED;
        }
        boolean placeless = peer.kind() == Party.Kind.OUTSIDE
                && (peer.addresses().isEmpty() || cluster.nodes().isEmpty());
        return placeless ? Outcome.UNKNOWN : Outcome.DENIED;
    }

    /** The addresses that peers name, as blocks, as nodes or as what is outside. */
    IpRanges addresses(Rule rule) {
        List<IpRanges> all = new ArrayList<>();
        for (Peer peer : rule.peers()) {
            if (peer instanceof Peer.Blocks item) {
                item.blocks().forEach(block -> all.add(compiled.block(block)));
            } else if (peer instanceof Peer.Nodes nodes) {
                all.add(addresses(nodes.selector()));
            } else if (peer instanceof Peer.Ends ends) {
                all.add(ends.set().outside());
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
