package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.roaringbitmap.RoaringBitmap;

/** The pod groups that peers match, each distinct peer looked at once; families by {@link Family#ordinal}. */
final class PeerMatches {
    private final Matches matches;
    private final EndSetMatches sets;
    private final ImmutableMap<IpBlock, IpRanges> blocks;
    private final Map<Peer.Pods, RoaringBitmap> byLabels = new LinkedHashMap<>();
    /** The same of keys that are told apart by who they are: where there are few pods, to compare keys costs more than to read one. */
    private final Map<Peer.Pods, RoaringBitmap> byKey = new IdentityHashMap<>();

    private final Map<IpBlock, RoaringBitmap> byBlock = new LinkedHashMap<>();
    private final Map<LabelSelector, RoaringBitmap[]> byNode = new LinkedHashMap<>();
    private final RoaringBitmap[] unaddressed = new RoaringBitmap[Family.values().length];

    PeerMatches(Matches matches, EndSetMatches sets, ImmutableMap<IpBlock, IpRanges> blocks) {
        this.matches = matches;
        this.sets = sets;
        this.blocks = blocks;
        for (Family family : Family.values()) {
            unaddressed[family.ordinal()] = blocks.isEmpty() ? new RoaringBitmap() : matches.unaddressed(family);
        }
    }

    ImmutableMap<IpBlock, IpRanges> blocks() {
        return blocks;
    }

    /** Equal for peers that match the same, wherever they are written. */
    static Peer key(Peer peer) {
        if (peer instanceof Peer.Pods pods) {
            // That a NetworkPolicy writes a selector of every pod, instead of none, may take in the host network.
            boolean written = pods.stem() == Peer.Stem.ITEM && pods.pods().isPresent();
            Optional<LabelSelector> selector = written || !pods.podSelector().selectsEverything()
                    ? Optional.of(pods.podSelector())
                    : Optional.empty();
            return new Peer.Pods(pods.namespace(), pods.namespaces(), selector, Peer.Stem.ITEM);
        }
        if (peer instanceof Peer.Ends ends) {
            return new Peer.Ends(ends.set(), ImmutableList.of());
        }
        return peer instanceof Peer.Blocks addresses ? new Peer.Blocks(addresses.blocks(), false) : peer;
    }

    /** The groups that the subject of a policy matches, or perhaps does. */
    RoaringBitmap subject(Peer subject) {
        if (subject instanceof Peer.Pods pods) {
            return matches.selected(pods);
        }
        // No policy is for anybody by addresses, so families do not differ; nodes of unknown labels may be meant.
        return subject instanceof Peer.Ends ends ? sets.of(ends.set()).possible()[0] : new RoaringBitmap();
    }

    /** Of peers that are a set. */
    EndSetMatches.ByFamily of(Peer.Ends ends) {
        return sets.of(ends.set());
    }

    /** The groups that the selectors of a {@link #key} match. */
    RoaringBitmap selected(Peer.Pods key) {
        RoaringBitmap known = byKey.get(key);
        return known != null ? known : byLabels.getOrDefault(key, new RoaringBitmap());
    }

    /** As {@link #match}, of a {@link #key} that is asked for by this very object afterwards. */
    void matchKey(Peer key) {
        if (key instanceof Peer.Pods pods) {
            byKey.put(pods, matches.peers(pods));
        } else {
            match(key);
        }
    }

    void match(Peer peer) {
        if (peer instanceof Peer.Pods) {
            byLabels.computeIfAbsent((Peer.Pods) key(peer), matches::peers);
        } else if (peer instanceof Peer.Blocks addresses) {
            for (IpBlock block : addresses.blocks()) {
                byBlock.computeIfAbsent(block, key -> matches.addressed(ranges(key)));
            }
        } else if (peer instanceof Peer.Ends ends) {
            sets.of(ends.set());
        } else if (peer instanceof Peer.Nodes nodes) {
            byNode.computeIfAbsent(nodes.selector(), selector ->
                    new RoaringBitmap[] {matches.onNodes(selector, true), matches.onNodes(selector, false)});
        }
    }

    private IpRanges ranges(IpBlock block) {
        return blocks.getOrDefault(block, IpRanges.NONE);
    }

    /** Every set that was matched, in the order of the peers. */
    void each(Consumer<RoaringBitmap> sink) {
        byLabels.values().forEach(sink);
        byKey.values().forEach(sink);
        byBlock.values().forEach(sink);
        byNode.values().forEach(both -> ImmutableList.copyOf(both).forEach(sink));
        for (EndSetMatches.ByFamily answer : sets.answers()) {
            for (int family = 0; family < answer.certain().length; family++) {
                if (family == 0 || answer.byAddress()) {
                    sink.accept(answer.certain()[family]);
                }
                if (answer.byAddress()) {
                    sink.accept(answer.possible()[family]);
                }
            }
        }
    }

    /** Whom peers match outside the cluster: by blocks; and perhaps by names, and as nodes where the input holds none. */
    PeerSet.Outside outside(ImmutableList<Peer> items) {
        List<IpRanges> addresses = new ArrayList<>();
        boolean perhaps = false;
        for (Peer peer : items) {
            if (peer instanceof Peer.Blocks written) {
                written.blocks().forEach(block -> addresses.add(ranges(block)));
            } else if (peer instanceof Peer.Ends ends) {
                addresses.add(ends.set().outside());
                perhaps |= !ends.set().outside(true).minus(ends.set().outside()).isEmpty();
            }
            perhaps |= peer instanceof Peer.Names || peer instanceof Peer.Nodes && !matches.hasNodes();
        }
        return new PeerSet.Outside(IpRanges.union(addresses), perhaps);
    }

    /** Adds what a peer that is told by address or node matches; names stand for nothing in the cluster. */
    void add(Peer peer, RoaringBitmap[] certain, RoaringBitmap[] possible) {
        if (peer instanceof Peer.Blocks addresses) {
            addresses.blocks().forEach(block -> add(block, certain, possible));
        } else if (peer instanceof Peer.Ends ends) {
            EndSetMatches.ByFamily found = sets.of(ends.set());
            for (int family = 0; family < certain.length; family++) {
                certain[family].or(found.certain()[family]);
                possible[family].or(found.possible()[family]);
            }
        } else if (peer instanceof Peer.Nodes nodes) {
            RoaringBitmap[] sets = byNode.getOrDefault(
                    nodes.selector(), new RoaringBitmap[] {new RoaringBitmap(), new RoaringBitmap()});
            for (int family = 0; family < certain.length; family++) {
                certain[family].or(sets[0]);
                possible[family].or(sets[1]);
            }
        }
    }

    /** A block of every address of a family admits unknown addresses too; any other only perhaps. */
    private void add(IpBlock block, RoaringBitmap[] certain, RoaringBitmap[] possible) {
        IpRanges ranges = ranges(block);
        if (ranges.isEmpty()) {
            return;
        }
        Family family = ranges.ranges().get(0).first().family();
        certain[family.ordinal()].or(byBlock.getOrDefault(block, new RoaringBitmap()));
        possible[family.ordinal()].or(unaddressed[family.ordinal()]);
        if (ranges.containsAll(family)) {
            certain[family.ordinal()].or(unaddressed[family.ordinal()]);
        }
    }
}
