package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Cluster;
import dev.postern.model.IpBlock;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.PortRef;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

/**
 * Turns policies into classes and rules over them: fold pods into groups, match every selector and block once, refine the
 * groups into classes, then rewrite each match in classes. Time is the sum of the matches; nothing is pairwise.
 */
final class PolicyCompiler {
    /** Sets up to this size are rewritten one element at a time. */
    private static final int FEW = 256;

    private final ImmutableList<NetworkPolicy> policies;
    private final NamedPorts namedPorts;
    private final PodGroups groups;
    private final Matches matches;
    private final Map<IpBlock, IpRanges> blocks = new LinkedHashMap<>();
    private final Map<PeerKey, RoaringBitmap> peerGroups = new LinkedHashMap<>();
    private final Map<IpBlock, RoaringBitmap> blockGroups = new LinkedHashMap<>();
    private final Map<PeersKey, PeerSet> peerSets = new HashMap<>();
    private final Map<PortSet, PortSet> portSets = new HashMap<>();
    private final RoaringBitmap[] unaddressed = new RoaringBitmap[Family.values().length];
    private int[] classOfGroup = new int[0];
    private int classCount;
    private RoaringBitmap everyClass = new RoaringBitmap();

    /** Equal peers of policies of one namespace are one peer; the namespace matters only without a namespaceSelector. */
    private record PeerKey(String namespace, NetworkPolicyPeer peer) {
        static PeerKey of(NetworkPolicy policy, NetworkPolicyPeer peer) {
            return new PeerKey(
                    peer.namespaceSelector().isPresent() ? "" : policy.meta().namespace(), peer);
        }
    }

    private record PeersKey(ImmutableList<PeerKey> peers) {}

    PolicyCompiler(Cluster cluster, ImmutableList<NetworkPolicy> policies, Hosts hosts) {
        this.policies = policies;
        Set<NamedPorts.Name> names = new HashSet<>();
        for (NetworkPolicy policy : policies) {
            for (NetworkPolicyRule rule : rules(policy)) {
                rule.peers()
                        .forEach(peer ->
                                peer.ipBlock().ifPresent(block -> blocks.computeIfAbsent(block, Blocks::ranges)));
                rule.ports().stream()
                        .filter(PolicyCompiler::isNamed)
                        .map(PolicyCompiler::name)
                        .forEach(names::add);
            }
        }
        namedPorts = new NamedPorts(names);
        groups = new PodGroups(cluster, hosts, namedPorts, List.copyOf(blocks.values()));
        matches = new Matches(cluster, policies, groups, hosts);
        for (Family family : Family.values()) {
            unaddressed[family.ordinal()] = blocks.isEmpty() ? new RoaringBitmap() : matches.unaddressed(family);
        }
    }

    CompiledPolicies compile() {
        List<RoaringBitmap> selected = new ArrayList<>(policies.size());
        for (NetworkPolicy policy : policies) {
            selected.add(matches.selected(policy));
            for (NetworkPolicyRule rule : rules(policy)) {
                for (NetworkPolicyPeer peer : rule.peers()) {
                    match(policy, peer);
                }
            }
        }
        refine(selected);
        everyClass = RoaringBitmap.bitmapOfRange(0, classCount);
        ImmutableList.Builder<RoaringBitmap> selectedClasses = ImmutableList.builder();
        ImmutableList.Builder<ImmutableList<CompiledRule>> ingress = ImmutableList.builder();
        ImmutableList.Builder<ImmutableList<CompiledRule>> egress = ImmutableList.builder();
        for (int i = 0; i < policies.size(); i++) {
            selectedClasses.add(toClasses(selected.get(i)));
            ingress.add(compile(policies.get(i), Direction.INGRESS));
            egress.add(compile(policies.get(i), Direction.EGRESS));
        }
        return new CompiledPolicies(
                policies,
                namedPorts,
                classes(),
                selectedClasses.build(),
                ingress.build(),
                egress.build(),
                ImmutableMap.copyOf(blocks));
    }

    private static List<NetworkPolicyRule> rules(NetworkPolicy policy) {
        List<NetworkPolicyRule> rules = new ArrayList<>(policy.ingress());
        rules.addAll(policy.egress());
        return rules;
    }

    private void match(NetworkPolicy policy, NetworkPolicyPeer peer) {
        if (peer.ipBlock().isPresent()) {
            blockGroups.computeIfAbsent(
                    peer.ipBlock().get(), block -> matches.addressed(blocks.getOrDefault(block, IpRanges.NONE)));
        } else {
            peerGroups.computeIfAbsent(
                    PeerKey.of(policy, peer),
                    key -> matches.selected(policy.meta().namespace(), peer));
        }
    }

    private void refine(List<RoaringBitmap> selected) {
        Map<Long, Integer> kinds = new HashMap<>();
        int[] initial = new int[groups.count()];
        for (int group = 0; group < initial.length; group++) {
            PodGroups.Key key = groups.keys().get(group);
            initial[group] = kinds.computeIfAbsent((long) key.traits() << 32 | key.resolution(), fresh -> kinds.size());
        }
        Partition partition = new Partition(initial, kinds.size());
        selected.forEach(partition::refine);
        peerGroups.values().forEach(partition::refine);
        blockGroups.values().forEach(partition::refine);
        classOfGroup = partition.classes();
        classCount = partition.count();
    }

    private ImmutableList<CompiledRule> compile(NetworkPolicy policy, Direction direction) {
        if (!direction.isolates(policy)) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<CompiledRule> compiled = ImmutableList.builder();
        for (NetworkPolicyRule rule : direction.rules(policy)) {
            ImmutableList<NamedPorts.Name> names = rule.ports().stream()
                    .filter(PolicyCompiler::isNamed)
                    .map(PolicyCompiler::name)
                    .distinct()
                    .collect(ImmutableList.toImmutableList());
            PortSet ports = portSets.computeIfAbsent(numericPorts(rule), same -> same);
            compiled.add(new CompiledRule(peers(policy, rule), ports, names));
        }
        return compiled.build();
    }

    private PeerSet peers(NetworkPolicy policy, NetworkPolicyRule rule) {
        PeersKey key = new PeersKey(rule.peers().stream()
                .map(peer -> PeerKey.of(policy, peer))
                .distinct()
                .collect(ImmutableList.toImmutableList()));
        return peerSets.computeIfAbsent(key, this::peers);
    }

    private PeerSet peers(PeersKey key) {
        if (key.peers().isEmpty()) {
            return PeerSet.ofSelectors(everyClass);
        }
        RoaringBitmap selected = new RoaringBitmap();
        RoaringBitmap[] certain = {new RoaringBitmap(), new RoaringBitmap()};
        RoaringBitmap[] possible = {new RoaringBitmap(), new RoaringBitmap()};
        boolean byAddress = false;
        for (PeerKey peer : key.peers()) {
            if (peer.peer().ipBlock().isPresent()) {
                byAddress = true;
                addBlock(peer.peer().ipBlock().get(), certain, possible);
            } else {
                selected.or(peerGroups.getOrDefault(peer, selected));
            }
        }
        RoaringBitmap selectedClasses = toClasses(selected);
        if (!byAddress) {
            return PeerSet.ofSelectors(selectedClasses);
        }
        for (int family = 0; family < certain.length; family++) {
            certain[family] = RoaringBitmap.or(toClasses(certain[family]), selectedClasses);
            possible[family] = RoaringBitmap.or(toClasses(possible[family]), certain[family]);
        }
        return PeerSet.ofBlocks(certain, possible);
    }

    /** A block of every address of a family admits unknown addresses too; any other only perhaps. */
    private void addBlock(IpBlock block, RoaringBitmap[] certain, RoaringBitmap[] possible) {
        IpRanges ranges = blocks.getOrDefault(block, IpRanges.NONE);
        if (ranges.isEmpty()) {
            return;
        }
        Family family = ranges.ranges().get(0).first().family();
        certain[family.ordinal()].or(blockGroups.getOrDefault(block, new RoaringBitmap()));
        possible[family.ordinal()].or(unaddressed[family.ordinal()]);
        if (ranges.containsAll(family)) {
            certain[family.ordinal()].or(unaddressed[family.ordinal()]);
        }
    }

    static PortSet numericPorts(NetworkPolicyRule rule) {
        PortSet ports = rule.ports().isEmpty() ? PortSet.ALL : PortSet.NONE;
        for (NetworkPolicyPort item : rule.ports()) {
            ports = ports.union(numericPorts(item));
        }
        return ports;
    }

    /** The ports of one item; none for a named port, which each destination resolves for itself. */
    static PortSet numericPorts(NetworkPolicyPort item) {
        if (item.port().isEmpty()) {
            return PortSet.allOf(item.protocol());
        }
        PortRef port = item.port().get();
        return port.isNamed()
                ? PortSet.NONE
                : PortSet.range(item.protocol(), port.number(), item.endPort().orElse(port.number()));
    }

    static boolean isNamed(NetworkPolicyPort item) {
        return item.port().filter(PortRef::isNamed).isPresent();
    }

    static NamedPorts.Name name(NetworkPolicyPort item) {
        return new NamedPorts.Name(item.port().map(PortRef::name).orElse(""), item.protocol());
    }

    /** Every class is a union of groups as far as any matched set goes, so one member speaks for its class. */
    private RoaringBitmap toClasses(RoaringBitmap groupSet) {
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

    private NetworkClasses classes() {
        int[] traits = new int[classCount];
        int[] resolutions = new int[classCount];
        for (int group = 0; group < groups.count(); group++) {
            traits[classOfGroup[group]] = groups.keys().get(group).traits();
            resolutions[classOfGroup[group]] = groups.keys().get(group).resolution();
        }
        return new NetworkClasses(groups, classOfGroup, traits, resolutions);
    }
}
