package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * The policies of a changed cluster over classes, made from those of the former one.
 *
 * <p>Looked at anew are the pods that are others than before, those of namespaces whose labels are, and those that new selectors
 * may mean: they go through the very steps that all pods go through when a network is built, as if there were no others. Each is
 * then compared with its class, set by set. Classes that a change makes alike stay apart. Where a change is not understood, or so
 * large that building anew is as good, there is no increment.
 */
final class Increment {
    private final CompiledPolicies before;
    private final Cluster cluster;
    private final IncrementScope scope;
    private final PolicyPlaces places;
    private final List<Integer> pods;
    private final PodChange change;
    private final NamedPorts namedPorts;
    private final Refinement refinement;
    /** The lists of peers that may mean some of the pods looked at, over parts of these. */
    private final Map<Integer, PeerSet> ofParts = new HashMap<>();
    /** The same of subjects of policies, by the place of the policy. */
    private final Map<Integer, RoaringBitmap> subjects = new HashMap<>();

    /** @param podsInPlace whether pods are called as before at each position */
    record Result(NetworkParts parts, boolean podsInPlace) {}

    private Increment(
            CompiledPolicies before,
            Cluster cluster,
            Hosts hosts,
            IncrementScope scope,
            PodChange change,
            List<Integer> pods) {
        this.before = before;
        this.cluster = cluster;
        this.scope = scope;
        places = new PolicyPlaces(scope.policies().policies());
        this.change = change;
        this.pods = pods;
        namedPorts = before.namedPorts().copy();
        ImmutableList<Pod> looked = pods.stream().map(cluster.pods()::get).collect(ImmutableList.toImmutableList());
        refinement = new Refinement(cluster, looked, ImmutableList.of(), hosts, namedPorts, scope.mentions());
        match(looked);
    }

    /**
     * What the inner parts of a network become. O(pods + policies + what is looked at), with small constants for the former two.
     *
     * @return empty where they have to be built anew
     */
    static Optional<Result> of(Cluster former, NetworkParts parts, Cluster cluster) {
        CompiledPolicies before = parts.compiled();
        boolean sameWorld = Identity.same(former.nodes(), cluster.nodes())
                && Identity.same(former.services(), cluster.services())
                && Identity.same(former.workloads(), cluster.workloads())
                && former.isLive() == cluster.isLive()
                && (!before.mentions().ofSets() || Identity.same(former.serviceAccounts(), cluster.serviceAccounts()));
        if (!sameWorld
                || !before.classes().newcomers().isEmpty()
                || before.peerSets().isWorn(before.classes().count())) {
            return Optional.empty();
        }
        PodChange change = PodChange.of(former.pods(), cluster.pods());
        Optional<Hosts> now = parts.hosts()
                .after(
                        cluster,
                        change.changed().stream().map(cluster.pods()::get).toList());
        Optional<IncrementScope> scope = now.flatMap(hosts -> PolicyChange.of(parts, former, cluster, change, hosts)
                .flatMap(policies -> IncrementScope.of(former, before, cluster, hosts, policies)));
        return scope.flatMap(found -> found.pods(change)
                .flatMap(pods -> new Increment(before, cluster, now.orElseThrow(), found, change, pods)
                        .result(parts, now.orElseThrow())));
    }

    private void match(ImmutableList<Pod> looked) {
        RoaringBitmap numbers = looked.isEmpty() ? new RoaringBitmap() : scope.lists(withFormer(looked));
        for (int number : numbers) {
            before.peerSets().key(number).forEach(refinement::matchKey);
        }
        scope.keys().forEach(key -> key.forEach(refinement::matchKey));
        if (!looked.isEmpty()) {
            for (int i : places.within(IncrementScope.namespaces(looked))) {
                subjects.put(
                        i, refinement.subject(scope.policies().policies().get(i).subject()));
            }
        }
        refinement.refine(List.copyOf(subjects.values()));
        subjects.replaceAll((place, groups) -> refinement.toClasses(groups));
        for (int number : numbers) {
            PeerSets known = before.peerSets();
            ofParts.put(
                    number,
                    refinement.peerSet(
                            number, known.key(number), known.get(number).whoIsOutside()));
        }
        for (int i = 0; i < scope.keys().size(); i++) {
            int number = before.peerSets().count() + i;
            if (!scope.keys().get(i).isEmpty()) {
                ofParts.put(number, refinement.peerSet(number, scope.keys().get(i)));
            }
        }
    }

    /** Pods as they are and, where they were others, as they were. */
    private List<Pod> withFormer(ImmutableList<Pod> looked) {
        List<Pod> both = new ArrayList<>(looked);
        for (int position : change.changed()) {
            if (change.before()[position] >= 0) {
                both.add(scope.former().pods().get(change.before()[position]));
            }
        }
        return both;
    }

    /** Empty where no pod shows any more what a proxy makes of a policy: such a policy is read in another way. */
    private Optional<Result> result(NetworkParts former, Hosts hosts) {
        NetworkClasses parts = refinement.classes();
        ClassChange classes = new ClassChange(before.classes(), change, pods, parts, alike(parts));
        PolicyChange policies = scope.policies();
        List<Pod> disturbed = disturbed(classes);
        PeerSet[] sets = sets(classes, disturbed);
        RoaringBitmap affected = classes.changed();
        RoaringBitmap[] selected = selected(classes, disturbed);
        for (int i = 0; i < selected.length; i++) {
            if (selected[i].isEmpty()
                    && policies.policies().get(i) instanceof IstioPolicy policy
                    && policy.shown().isPresent()) {
                return Optional.empty();
            }
        }
        BitSet gone = new BitSet();
        gone.set(0, before.policies().size());
        for (int i = 0; i < selected.length; i++) {
            if (policies.before()[i] >= 0) {
                gone.clear(policies.before()[i]);
            } else {
                affected.or(selected[i]);
            }
        }
        gone.stream().forEach(place -> affected.or(classes.now(before.selected().get(place))));
        RuleCompiler compiler = new RuleCompiler(key -> sets[number(key)]);
        CompiledPolicies compiled = new CompiledPolicies(
                policies.policies(),
                namedPorts,
                classes.classes(),
                ImmutableList.copyOf(selected),
                policies.moved(
                        before.ingress(),
                        i -> compiler.compile(
                                Objects.requireNonNull(scope.rules().get(i)).ingress())),
                policies.moved(
                        before.egress(),
                        i -> compiler.compile(
                                Objects.requireNonNull(scope.rules().get(i)).egress())),
                scope.mentions() == before.mentions() ? before.blocks() : refinement.blocks(),
                scope.mentions(),
                before.peerSets().with(sets, scope.keys()));
        RoaringBitmap asked = places.within(namespaces(compiled.classes(), affected));
        FlowTable table = new FlowTable(
                compiled,
                rows(former.flows(), compiled, Direction.INGRESS, affected, asked),
                rows(former.flows(), compiled, Direction.EGRESS, affected, asked));
        return Optional.of(new Result(new NetworkParts(hosts, compiled, table, former.proxies()), change.inPlace()));
    }

    /** Namespaces of pods of some classes: of a class of which a policy of one namespace selects one, all are of it. */
    private Set<String> namespaces(NetworkClasses classes, RoaringBitmap some) {
        Set<String> namespaces = new HashSet<>();
        some.forEach(
                (int c) -> namespaces.add(cluster.pods().get(classes.pod(c, 0)).namespace()));
        return namespaces;
    }

    /**
     * Pods in whose sets something changes though these hold none of the pods looked at: the pods are gone, or their classes have
     * other numbers. A set that holds a class holds each of its pods.
     */
    private List<Pod> disturbed(ClassChange classes) {
        List<Pod> pods = new ArrayList<>();
        for (int position : change.gone()) {
            pods.add(scope.former().pods().get(position));
        }
        for (int c : classes.renamed()) {
            pods.add(scope.former().pods().get(before.classes().pod(c, 0)));
        }
        return pods;
    }

    private RowTable rows(
            FlowTable flows,
            CompiledPolicies compiled,
            Direction direction,
            RoaringBitmap affected,
            RoaringBitmap asked) {
        return RowChange.of(
                flows.table(direction),
                compiled,
                direction,
                affected,
                asked,
                before.classes().count(),
                scope.policies(),
                before.policies().size());
    }

    private int number(ImmutableList<Peer> key) {
        int known = before.peerSets().number(key);
        return known >= 0 ? known : before.peerSets().count() + scope.keys().indexOf(key);
    }

    /** The parts and classes of which pods are as they were: in the same sets, and none that is new. */
    private Set<ClassChange.Meeting> alike(NetworkClasses parts) {
        Set<ClassChange.Meeting> alike = new LinkedHashSet<>();
        for (int i = 0; i < pods.size(); i++) {
            int position = change.before()[pods.get(i)];
            int part = parts.classOf(i);
            int was = position < 0 ? Network.NO_CLASS : before.classes().classOf(position);
            if (part >= 0
                    && was >= 0
                    && parts.traits(part) == before.classes().traits(was)
                    && parts.resolution(part) == before.classes().resolution(was)) {
                alike.add(new ClassChange.Meeting(part, was));
            }
        }
        RoaringBitmap met = new RoaringBitmap();
        alike.forEach(meeting -> met.add(meeting.networkClass()));
        ofParts.forEach((number, set) -> {
            boolean fresh = number >= before.peerSets().count();
            for (int place = 0; place < set.places(); place++) {
                RoaringBitmap then = fresh
                        ? new RoaringBitmap()
                        : before.peerSets().get(number).bitmap(place);
                keep(alike, met, set.bitmap(place), then);
            }
        });
        subjects.forEach((i, set) -> {
            int place = scope.policies().before()[i];
            keep(
                    alike,
                    met,
                    set,
                    place < 0 ? new RoaringBitmap() : before.selected().get(place));
        });
        return alike;
    }

    private static void keep(
            Set<ClassChange.Meeting> alike, RoaringBitmap met, RoaringBitmap parts, RoaringBitmap classes) {
        // Most sets hold none of the pods looked at, and did not before.
        if (!parts.isEmpty() || RoaringBitmap.intersects(classes, met)) {
            alike.removeIf(meeting -> parts.contains(meeting.part()) != classes.contains(meeting.networkClass()));
        }
    }

    private PeerSet[] sets(ClassChange classes, List<Pod> disturbed) {
        int there = before.peerSets().count();
        PeerSet[] sets = before.peerSets().copy(there + scope.keys().size());
        ofParts.forEach((i, part) -> {
            if (i < there) {
                sets[i] = sets[i].with((place, bitmap) ->
                        classes.set(bitmap, one -> part.bitmap(place).contains(one)));
            }
        });
        if (!disturbed.isEmpty()) {
            for (int i : scope.lists(disturbed)) {
                if (!ofParts.containsKey(i)) {
                    sets[i] = sets[i].with((place, bitmap) -> classes.set(bitmap, one -> false));
                }
            }
        }
        for (int i = there; i < sets.length; i++) {
            sets[i] = scope.keys().get(i - there).isEmpty()
                    ? PeerSet.ofEverybody(i, RoaringBitmap.bitmapOfRange(0, classes.count()))
                    : Objects.requireNonNull(ofParts.get(i)).with((place, bitmap) -> classes.of(bitmap));
        }
        return sets;
    }

    private RoaringBitmap[] selected(ClassChange classes, List<Pod> disturbed) {
        RoaringBitmap nobody = new RoaringBitmap();
        RoaringBitmap[] selected =
                scope.policies().moved(before.selected(), i -> nobody).toArray(new RoaringBitmap[0]);
        subjects.forEach((i, parts) -> selected[i] = classes.set(selected[i], parts::contains));
        if (!disturbed.isEmpty()) {
            for (int i : places.within(IncrementScope.namespaces(disturbed))) {
                if (!subjects.containsKey(i)) {
                    selected[i] = classes.set(selected[i], part -> false);
                }
            }
        }
        return selected;
    }
}
