package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

/**
 * Turns policies into classes and rules over them: fold pods into groups, match every selector and block once, refine the
 * groups into classes, then rewrite each match in classes. Time is the sum of the matches; nothing is pairwise.
 */
final class PolicyCompiler {
    /** Sets up to this size are rewritten one element at a time. */
    private static final int FEW = 256;

    private final ImmutableList<Policy> policies;
    private final ImmutableList<Pod> newcomers;
    private final ImmutableList<Rules> rules;
    private final NamedPorts namedPorts;
    private final PodGroups groups;
    private final PeerMatches peers;
    private final Map<ImmutableList<Peer>, PeerSet> peerSets = new HashMap<>();
    private final Map<PortSet, PortSet> portSets = new HashMap<>();
    private int[] classOfGroup = new int[0];
    private int classCount;
    private RoaringBitmap everyClass = new RoaringBitmap();

    /** What a policy says in the directions that it applies to; held while compiling only. */
    private record Rules(ImmutableList<Rule> ingress, ImmutableList<Rule> egress) {
        static Rules of(Policy policy) {
            return new Rules(of(policy, Direction.INGRESS), of(policy, Direction.EGRESS));
        }

        private static ImmutableList<Rule> of(Policy policy, Direction direction) {
            return policy.appliesTo(direction) ? policy.rules(direction) : ImmutableList.of();
        }

        List<Rule> all() {
            return ingress.isEmpty() ? egress : egress.isEmpty() ? ingress : both();
        }

        private List<Rule> both() {
            List<Rule> both = new ArrayList<>(ingress);
            both.addAll(egress);
            return both;
        }
    }

    /** Takes policies in the order in which they are asked. */
    PolicyCompiler(Cluster cluster, ImmutableList<Policy> policies, Hosts hosts) {
        this(cluster, policies, hosts, ImmutableList.of());
    }

    /** The same; {@code newcomers} are pods that are not there and get classes all the same. */
    PolicyCompiler(Cluster cluster, ImmutableList<Policy> policies, Hosts hosts, ImmutableList<Pod> newcomers) {
        this.policies = policies;
        this.newcomers = newcomers;
        Set<NamedPorts.Name> names = new HashSet<>();
        Mentions mentions = new Mentions();
        ImmutableList.Builder<Rules> read = ImmutableList.builderWithExpectedSize(policies.size());
        for (Policy policy : policies) {
            Rules written = Rules.of(policy);
            read.add(written);
            mentions.add(policy.subject());
            for (Rule rule : written.all()) {
                rule.peers().forEach(mentions::add);
                rule.ports().forEach(item -> names.addAll(item.names()));
            }
        }
        rules = read.build();
        namedPorts = new NamedPorts(names);
        groups = new PodGroups(
                cluster, hosts, namedPorts, mentions.addresses(), mentions.byNode(), mentions.facts()::of, newcomers);
        Matches matches = new Matches(cluster, mentions.keys(), groups, hosts);
        peers = new PeerMatches(
                matches, new EndSetMatches(cluster, matches, groups), ImmutableMap.copyOf(mentions.blocks()));
    }

    CompiledPolicies compile() {
        List<RoaringBitmap> selected = new ArrayList<>(policies.size());
        for (int i = 0; i < policies.size(); i++) {
            selected.add(peers.subject(policies.get(i).subject()));
            for (Rule rule : rules.get(i).all()) {
                rule.peers().forEach(peers::match);
            }
        }
        refine(selected);
        everyClass = RoaringBitmap.bitmapOfRange(0, classCount);
        ImmutableList.Builder<RoaringBitmap> selectedClasses = ImmutableList.builder();
        ImmutableList.Builder<ImmutableList<CompiledRule>> ingress = ImmutableList.builder();
        ImmutableList.Builder<ImmutableList<CompiledRule>> egress = ImmutableList.builder();
        for (int i = 0; i < policies.size(); i++) {
            selectedClasses.add(toClasses(selected.get(i)));
            ingress.add(compile(rules.get(i).ingress()));
            egress.add(compile(rules.get(i).egress()));
        }
        return new CompiledPolicies(
                policies,
                namedPorts,
                classes(),
                selectedClasses.build(),
                ingress.build(),
                egress.build(),
                peers.blocks());
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
        peers.each(partition::refine);
        classOfGroup = partition.classes();
        classCount = partition.count();
    }

    private ImmutableList<CompiledRule> compile(ImmutableList<Rule> written) {
        if (written.isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<CompiledRule> compiled = ImmutableList.builder();
        for (Rule rule : written) {
            if (!rule.isVoid()) {
                compiled.add(compile(rule));
            }
        }
        return compiled.build();
    }

    private CompiledRule compile(Rule rule) {
        boolean narrowed = rule.action() != Action.DENY
                && (rule.ofRequests() || rule.ports().stream().anyMatch(rule::isNarrowed));
        if (!narrowed) {
            return compile(rule, item -> true, Optional.empty());
        }
        CompiledRule whole = compile(rule, item -> !rule.isNarrowed(item), Optional.empty());
        return compile(rule, item -> true, Optional.of(whole));
    }

    private CompiledRule compile(Rule rule, Predicate<PortItem> items, Optional<CompiledRule> whole) {
        // Of all ports without naming one, there is nothing left where requests are told apart.
        boolean all = rule.ports().isEmpty() && (whole.isPresent() || !rule.ofRequests());
        PortSet numbers = all ? PortSet.ALL : PortSet.NONE;
        ImmutableList<NamedPorts.Name> names = ImmutableList.of();
        for (PortItem item : rule.ports()) {
            if (!items.test(item)) {
                continue;
            }
            numbers = numbers.union(item.numbers());
            if (item.isNamed()) {
                names = ImmutableList.<NamedPorts.Name>builder()
                        .addAll(names)
                        .addAll(item.names())
                        .build();
            }
        }
        PortSet ports = portSets.computeIfAbsent(numbers, same -> same);
        return new CompiledRule(rule.action(), peerSet(rule), ports, names, whole);
    }

    private PeerSet peerSet(Rule rule) {
        ImmutableList<Peer> key =
                rule.peers().stream().map(PeerMatches::key).distinct().collect(ImmutableList.toImmutableList());
        return peerSets.computeIfAbsent(key, this::peerSet);
    }

    private PeerSet peerSet(ImmutableList<Peer> items) {
        if (items.isEmpty()) {
            return PeerSet.ofEverybody(everyClass);
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
            return PeerSet.ofSelectors(selectedClasses, peers.outside(items));
        }
        for (int family = 0; family < certain.length; family++) {
            certain[family] = RoaringBitmap.or(toClasses(certain[family]), selectedClasses);
            possible[family] = RoaringBitmap.or(toClasses(possible[family]), certain[family]);
        }
        return PeerSet.ofBlocks(certain, possible, peers.outside(items));
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
        return new NetworkClasses(groups, classOfGroup, traits, resolutions, newcomers);
    }
}
