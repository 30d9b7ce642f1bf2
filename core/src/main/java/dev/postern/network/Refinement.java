package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Cluster;
import dev.postern.model.IpBlock;
import dev.postern.model.Pod;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

/**
 * Some pods on their way to classes: folded into groups, told apart by every set that is matched, and each set rewritten in
 * classes. Time is the sum of the matches; nothing is pairwise.
 */
final class Refinement {
    /** Sets up to this size are rewritten one element at a time. */
    private static final int FEW = 256;

    private final ImmutableList<Pod> newcomers;
    private final PodGroups groups;
    private final PeerMatches peers;
    private int[] classOfGroup = new int[0];
    private int classCount;
    private RoaringBitmap everyClass = new RoaringBitmap();

    /**
     * Folds pods into groups.
     *
     * @param cluster to which the pods belong; it may have others
     * @param newcomers pods that are not there and get classes all the same
     * @param mentions whatever will be matched
     */
    Refinement(
            Cluster cluster,
            ImmutableList<Pod> pods,
            ImmutableList<Pod> newcomers,
            Hosts hosts,
            NamedPorts namedPorts,
            Mentions mentions) {
        this.newcomers = newcomers;
        groups = new PodGroups(
                pods, hosts, namedPorts, mentions.addresses(), mentions.byNode(), mentions.facts()::of, newcomers);
        Matches matches = new Matches(cluster, mentions.keys(), groups, hosts);
        peers = new PeerMatches(
                matches, new EndSetMatches(cluster, matches, groups), ImmutableMap.copyOf(mentions.blocks()));
    }

    /** The groups that the subject of a policy matches, or perhaps does. */
    RoaringBitmap subject(Peer subject) {
        return peers.subject(subject);
    }

    void match(Peer peer) {
        peers.match(peer);
    }

    /** See {@link PeerMatches#matchKey}. */
    void matchKey(Peer key) {
        peers.matchKey(key);
    }

    ImmutableMap<IpBlock, IpRanges> blocks() {
        return peers.blocks();
    }

    /** Tells classes apart by some sets of groups, and by every peer that was matched. */
    void refine(List<RoaringBitmap> selected) {
        Map<Long, Integer> kinds = new HashMap<>();
        int[] initial = new int[groups.count()];
        for (int group = 0; group < initial.length; group++) {
            PodGroups.Key key = groups.keys().get(group);
            initial[group] = kinds.computeIfAbsent((long) key.traits() << 32 | key.resolution(), fresh -> kinds.size());
        }
        Partition partition = new Partition(initial, kinds.size());
        selected.forEach(partition::refine);
        peers.each(partition::refine);
        classOfGroup = partition.classes();
        classCount = partition.count();
        everyClass = RoaringBitmap.bitmapOfRange(0, classCount);
    }

    /** The classes that a list of peers matches, all of which were matched. */
    PeerSet peerSet(int number, ImmutableList<Peer> items) {
        return peerSet(number, items, peers.outside(items));
    }

    /** The same where it is known whom they match outside the cluster, for which no pods matter. */
    PeerSet peerSet(int number, ImmutableList<Peer> items, PeerSet.Outside outside) {
        if (items.isEmpty()) {
            return PeerSet.ofEverybody(number, everyClass);
        }
        RoaringBitmap selected = new RoaringBitmap();
        RoaringBitmap[] certain = {new RoaringBitmap(), new RoaringBitmap()};
        RoaringBitmap[] possible = {new RoaringBitmap(), new RoaringBitmap()};
        boolean byAddress = false;
        for (Peer peer : items) {
            if (peer instanceof Peer.Pods pods) {
                selected.or(peers.selected(pods));
            } else if (peer instanceof Peer.Ends ends && !peers.of(ends).byAddress()) {
                selected.or(peers.of(ends).certain()[0]);
            } else {
                byAddress = true;
                peers.add(peer, certain, possible);
            }
        }
        RoaringBitmap selectedClasses = toClasses(selected);
        if (!byAddress) {
            return PeerSet.ofSelectors(number, selectedClasses, outside);
        }
        for (int family = 0; family < certain.length; family++) {
            certain[family] = RoaringBitmap.or(toClasses(certain[family]), selectedClasses);
            possible[family] = RoaringBitmap.or(toClasses(possible[family]), certain[family]);
        }
        return PeerSet.ofBlocks(number, certain, possible, outside);
    }

    /** Every class is a union of groups as far as any matched set goes, so one member speaks for its class. */
    RoaringBitmap toClasses(RoaringBitmap groupSet) {
        RoaringBitmap result = new RoaringBitmap();
        if (groupSet.cardinalityExceeds(FEW)) {
            BitSet classes = new BitSet(classCount);
            groupSet.forEach((int group) -> classes.set(classOfGroup[group]));
            result = BitSetUtil.bitmapOf(classes);
        } else {
            for (int group : groupSet.toArray()) {
                result.add(classOfGroup[group]);
            }
        }
        result.runOptimize();
        return result;
    }

    NetworkClasses classes() {
        int[] traits = new int[classCount];
        int[] resolutions = new int[classCount];
        for (int group = 0; group < groups.count(); group++) {
            traits[classOfGroup[group]] = groups.keys().get(group).traits();
            resolutions[classOfGroup[group]] = groups.keys().get(group).resolution();
        }
        return new NetworkClasses(groups, classOfGroup, traits, resolutions, newcomers);
    }
}
