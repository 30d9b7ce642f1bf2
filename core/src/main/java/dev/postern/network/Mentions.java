package dev.postern.network;

import dev.postern.model.IpBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the subjects and peers of policies tell pods apart by. */
final class Mentions {
    private final SelectorKeys keys = new SelectorKeys();
    private final PodFacts facts = new PodFacts();
    private final Map<IpBlock, IpRanges> blocks = new LinkedHashMap<>();
    private final Set<IpRanges> ranges = new LinkedHashSet<>();
    private boolean byNode;
    private boolean ofSets;

    /** A copy, to which more can be added. */
    Mentions copy() {
        Mentions copy = new Mentions();
        copy.keys.addAll(keys);
        copy.facts.addAll(facts);
        copy.blocks.putAll(blocks);
        copy.ranges.addAll(ranges);
        copy.byNode = byNode;
        copy.ofSets = ofSets;
        return copy;
    }

    void add(Peer peer) {
        if (peer instanceof Peer.Pods pods) {
            keys.add(pods);
        } else if (peer instanceof Peer.Blocks addresses) {
            addresses.blocks().forEach(block -> blocks.computeIfAbsent(block, Blocks::ranges));
        } else if (peer instanceof Peer.Ends ends) {
            add(ends.set());
        } else {
            byNode |= peer instanceof Peer.Nodes;
        }
    }

    private void add(EndSet set) {
        ofSets = true;
        keys.add(set);
        facts.add(set);
        byNode |= set.tellsNodesApart();
        set.each(part -> {
            if (part instanceof EndSet.Addresses addresses) {
                ranges.add(addresses.ranges());
            }
        });
    }

    /** The keys of labels. */
    SelectorKeys keys() {
        return keys;
    }

    PodFacts facts() {
        return facts;
    }

    Map<IpBlock, IpRanges> blocks() {
        return blocks;
    }

    /** Every set of addresses, those of {@link #blocks} included. */
    List<IpRanges> addresses() {
        List<IpRanges> all = new ArrayList<>(ranges);
        all.addAll(blocks.values());
        return all;
    }

    /** Whether there are any sets of ends, which may ask for anything. */
    boolean ofSets() {
        return ofSets;
    }

    /** Whether nodes differ. */
    boolean byNode() {
        return byNode;
    }
}
