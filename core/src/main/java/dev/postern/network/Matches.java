package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.Node;
import dev.postern.model.Outcome;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which pod groups each selector and each block matches. Namespaces are narrowed first; a selector within a few groups is
 * compared label by label, a wide one goes through the inverted index. Pods on the host network match no selector, unless
 * the plugin has a namespace for them.
 */
final class Matches {
    /** Scopes up to this many groups are looked at one by one. */
    private static final int SMALL_SCOPE = 32;

    private static final int FEW_NAMESPACES = 16;

    private final Cluster cluster;
    private final PodGroups groups;
    private final Hosts hosts;
    private final RoaringBitmap onHost = new RoaringBitmap();
    private final Map<String, RoaringBitmap> byNamespace = new LinkedHashMap<>();
    private final List<String> namespaces;
    private final LabelIndex namespaceIndex;
    private final LabelIndex podIndex;
    private final Map<LabelSelector, RoaringBitmap> byNamespaceSelector = new HashMap<>();
    private final List<RoaringBitmap> byAtom = new ArrayList<>();

    Matches(Cluster cluster, SelectorKeys keys, PodGroups groups, Hosts hosts) {
        this.cluster = cluster;
        this.groups = groups;
        this.hosts = hosts;
        for (int atom = 0; atom < groups.atoms().count(); atom++) {
            byAtom.add(new RoaringBitmap());
        }
        List<ImmutableSortedMap<String, String>> labels = new ArrayList<>(groups.count());
        for (int group = 0; group < groups.count(); group++) {
            PodGroups.Key key = groups.keys().get(group);
            labels.add(key.labels());
            if (key.hostNetwork()) {
                onHost.add(group);
            } else {
                byNamespace
                        .computeIfAbsent(key.namespace(), name -> new RoaringBitmap())
                        .add(group);
            }
            addToAtom(key.atomV4(), group);
            addToAtom(key.atomV6(), group);
        }
        byNamespace.values().forEach(RoaringBitmap::runOptimize);
        namespaces = ImmutableList.copyOf(byNamespace.keySet());
        podIndex = new LabelIndex(labels, keys.ofPods());
        namespaceIndex = new LabelIndex(
                namespaces.stream()
                        .map(name -> namespaceLabels(cluster, name))
                        .collect(ImmutableList.toImmutableList()),
                keys.ofNamespaces());
    }

    private void addToAtom(int atom, int group) {
        if (atom >= 0) {
            byAtom.get(atom).add(group);
        }
    }

    /** A namespace's labels; its name is always among them, even where the manifest or the whole object is missing. */
    static ImmutableSortedMap<String, String> namespaceLabels(Cluster cluster, String name) {
        ImmutableSortedMap<String, String> labels = cluster.namespace(name)
                .orElseGet(() -> Namespace.implied(name))
                .meta()
                .labels();
        if (name.equals(labels.get(Namespace.NAME_LABEL))) {
            return labels;
        }
        Map<String, String> named = new HashMap<>(labels);
        named.put(Namespace.NAME_LABEL, name);
        return ImmutableSortedMap.copyOf(named);
    }

    /** The groups that selectors match. */
    RoaringBitmap selected(Peer.Pods pods) {
        RoaringBitmap scope = pods.namespaces().isPresent()
                ? byNamespaceSelector.computeIfAbsent(pods.namespaces().get(), this::inNamespaces)
                : inNamespace(pods.namespace());
        return within(scope, pods.podSelector());
    }

    /** The groups that a peer of these selectors matches: those of {@link #selected}, and the host network where it is meant. */
    RoaringBitmap peers(Peer.Pods pods) {
        RoaringBitmap selected = selected(pods);
        return hosts.namespace().isSelectedBy(pods) ? RoaringBitmap.or(selected, onHost) : selected;
    }

    /** The groups on the host network. */
    RoaringBitmap onHost() {
        return onHost;
    }

    /** The groups that have a label whose value passes a test. */
    RoaringBitmap labelled(String key, LabelTest test) {
        return podIndex.labelled(key, test);
    }

    /** The groups of all namespaces that pass a test. */
    RoaringBitmap inNamespaces(Predicate<String> test) {
        BitSet inside = new BitSet(groups.count());
        byNamespace.forEach((name, own) -> {
            if (test.test(name)) {
                own.forEach((int group) -> inside.set(group));
            }
        });
        return BitSetUtil.bitmapOf(inside);
    }

    /** Whether the input holds nodes, so that it is known who is none. */
    boolean hasNodes() {
        return !cluster.nodes().isEmpty();
    }

    /** The groups on the host network of nodes that a selector matches, certainly or, of unknown nodes, perhaps. */
    RoaringBitmap onNodes(LabelSelector selector, boolean certainly) {
        RoaringBitmap result = new RoaringBitmap();
        for (int group = 0; group < groups.count(); group++) {
            PodGroups.Key key = groups.keys().get(group);
            Outcome selects = key.hostNetwork() ? selects(cluster, selector, key.node()) : Outcome.DENIED;
            if (selects == Outcome.ALLOWED || selects == Outcome.UNKNOWN && !certainly) {
                result.add(group);
            }
        }
        return result;
    }

    /** Whether a selector of nodes matches the node of a name; the name is empty where it is not known. */
    static Outcome selects(Cluster cluster, LabelSelector selector, String node) {
        if (selector.selectsEverything()) {
            return Outcome.ALLOWED;
        }
        Optional<Node> known = cluster.node(node);
        return known.isEmpty()
                ? Outcome.UNKNOWN
                : selector.matches(known.get().meta().labels()) ? Outcome.ALLOWED : Outcome.DENIED;
    }

    /** The groups whose known address of a family lies in a block. */
    RoaringBitmap addressed(IpRanges block) {
        return seenByBlocks(withAddress(block));
    }

    /** The groups whose known address lies in a block, whatever the plugin makes of blocks. */
    RoaringBitmap withAddress(IpRanges block) {
        RoaringBitmap result = new RoaringBitmap();
        groups.atoms().within(block, atom -> result.or(byAtom.get(atom)));
        return result;
    }

    private RoaringBitmap seenByBlocks(RoaringBitmap result) {
        if (!hosts.profile().blocksMatchPods()) {
            result.and(onHost);
        }
        if (!hosts.profile().blocksMatchNodes()) {
            result.andNot(onHost);
        }
        return result;
    }

    /** The groups of unknown address that use a family: they may lie in any block of it. */
    RoaringBitmap unaddressed(Family family) {
        return seenByBlocks(withoutAddress(family));
    }

    /** As {@link #unaddressed}, whatever the plugin makes of blocks. */
    RoaringBitmap withoutAddress(Family family) {
        RoaringBitmap result = new RoaringBitmap();
        for (int group = 0; group < groups.count(); group++) {
            int traits = groups.keys().get(group).traits();
            if (Traits.has(traits, Traits.ADDRESS_UNKNOWN) && Traits.uses(traits, family)) {
                result.add(group);
            }
        }
        return result;
    }

    private RoaringBitmap inNamespace(String name) {
        return byNamespace.getOrDefault(name, new RoaringBitmap());
    }

    private RoaringBitmap inNamespaces(LabelSelector selector) {
        RoaringBitmap selected = namespaceIndex.select(selector);
        RoaringBitmap result = new RoaringBitmap();
        if (selected.cardinalityExceeds(FEW_NAMESPACES)) {
            // One by one, each would be merged into what the earlier ones made wide.
            BitSet inside = new BitSet(groups.count());
            selected.forEach((int i) -> inNamespace(namespaces.get(i)).forEach((int group) -> inside.set(group)));
            result = BitSetUtil.bitmapOf(inside);
        } else {
            for (int i : selected.toArray()) {
                result.or(inNamespace(namespaces.get(i)));
            }
        }
        result.runOptimize();
        return result;
    }

    private RoaringBitmap within(RoaringBitmap scope, LabelSelector selector) {
        if (selector.selectsEverything()) {
            return scope;
        }
        if (!scope.cardinalityExceeds(SMALL_SCOPE)) {
            RoaringBitmap result = new RoaringBitmap();
            for (PeekableIntIterator i = scope.getIntIterator(); i.hasNext(); ) {
                int group = i.next();
                if (selector.matches(groups.keys().get(group).labels())) {
                    result.add(group);
                }
            }
            return result;
        }
        return RoaringBitmap.and(scope, podIndex.select(selector));
    }
}
