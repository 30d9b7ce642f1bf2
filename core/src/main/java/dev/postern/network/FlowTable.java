package dev.postern.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import dev.postern.network.IpAddress.Family;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which class reaches which, from one row for each distinct ingress set and egress set: a packet passes where the egress
 * row of its source admits the destination and the ingress row of its destination admits the source, on a common port
 * and in a common family. Holds nothing of size class times class.
 */
final class FlowTable {
    /** Rules of a row whose answers for a class fit one memo key: certain and possible, for two families. */
    private static final int MEMO_RULES = Long.SIZE / 4;

    private final NetworkClasses classes;
    private final NamedPorts namedPorts;
    private final RowTable ingress;
    private final RowTable egress;
    private final Supplier<Boolean> anyNarrowed;
    private final Supplier<Admitters> ingressAdmitters;
    private final Supplier<Admitters> egressAdmitters;
    private final boolean opensOwnNode;
    private final RoaringBitmap everyClass;
    private final RoaringBitmap ordinary = new RoaringBitmap();
    private final RoaringBitmap hostNetwork = new RoaringBitmap();
    private final RoaringBitmap onUnknownNode = new RoaringBitmap();
    /** By direction: the classes of which policies say what becomes of packets between a pod and its own node. */
    private final ImmutableMap<Direction, RoaringBitmap> decided;
    /** By direction: the classes on the host network that policies are for. */
    private final ImmutableMap<Direction, RoaringBitmap> guarded;

    private record Reach(PortSet allowed, PortSet unknown) {
        Reach perhaps(PortSet ports) {
            return new Reach(allowed, unknown.union(ports).minus(allowed));
        }
    }

    FlowTable(CompiledPolicies compiled) {
        this(compiled, new RowTable(compiled, Direction.INGRESS), new RowTable(compiled, Direction.EGRESS));
    }

    FlowTable(CompiledPolicies compiled, RowTable ingress, RowTable egress) {
        this.ingress = ingress;
        this.egress = egress;
        classes = compiled.classes();
        namedPorts = compiled.namedPorts();
        opensOwnNode = compiled.opensOwnNode();
        everyClass = RoaringBitmap.bitmapOfRange(0, classes.count());
        decided = selected(compiled, Policy::decidesOwnNode);
        guarded = selected(compiled, Policy::bindsNodes);
        anyNarrowed = Suppliers.memoize(() -> Stream.of(ingress, egress)
                .flatMap(table -> table.rows().stream())
                .anyMatch(Row::isNarrowed));
        ingressAdmitters = Suppliers.memoize(() -> new Admitters(ingress, classes.count()));
        egressAdmitters = Suppliers.memoize(() -> new Admitters(egress, classes.count()));
        for (int c = 0; c < classes.count(); c++) {
            (Traits.has(classes.traits(c), Traits.HOST_NETWORK) ? hostNetwork : ordinary).add(c);
            if (Traits.has(classes.traits(c), Traits.NODE_UNKNOWN)) {
                onUnknownNode.add(c);
            }
        }
    }

    private static ImmutableMap<Direction, RoaringBitmap> selected(CompiledPolicies compiled, Predicate<Policy> which) {
        ImmutableMap.Builder<Direction, RoaringBitmap> selected = ImmutableMap.builder();
        for (Direction direction : Direction.values()) {
            RoaringBitmap classes = new RoaringBitmap();
            for (int i = 0; i < compiled.policies().size(); i++) {
                Policy policy = compiled.policies().get(i);
                if (which.test(policy) && policy.appliesTo(direction)) {
                    classes.or(compiled.selected().get(i));
                }
            }
            selected.put(direction, classes);
        }
        return selected.buildOrThrow();
    }

    private static RoaringBitmap of(Direction direction, ImmutableMap<Direction, RoaringBitmap> classes) {
        return classes.getOrDefault(direction, new RoaringBitmap());
    }

    /**
     * Whether packets pass from one class to the other wherever a pod and its own node are in them, whatever rules there are.
     * DENIED where rules decide; {@link Network#NO_CLASS} is a node.
     */
    Outcome onOwnNode(int source, int destination) {
        boolean fromNode = source == Network.NO_CLASS || hostNetwork.contains(source);
        if (!fromNode && !opensOwnNode
                || isIn(source, of(Direction.EGRESS, decided))
                || isIn(destination, of(Direction.INGRESS, decided))) {
            return Outcome.DENIED;
        }
        return isGuarded(source, destination) ? Outcome.UNKNOWN : Outcome.ALLOWED;
    }

    private boolean isGuarded(int source, int destination) {
        return isIn(source, of(Direction.EGRESS, guarded)) || isIn(destination, of(Direction.INGRESS, guarded));
    }

    private static boolean isIn(int networkClass, RoaringBitmap classes) {
        return networkClass != Network.NO_CLASS && classes.contains(networkClass);
    }

    Row row(Direction direction, int networkClass) {
        return (direction == Direction.INGRESS ? ingress : egress).rowOf(networkClass);
    }

    /** See {@link CompiledPolicies#opensOwnNode}. */
    boolean opensOwnNode() {
        return opensOwnNode;
    }

    /** What always passes on one node, as a sentence. */
    String ownNodeRule() {
        return opensOwnNode
                ? "traffic between a pod and its own node always passes"
                : "traffic to a pod from its own node always passes";
    }

    RowTable table(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    ImmutableList<Row> rows(Direction direction) {
        return (direction == Direction.INGRESS ? ingress : egress).rows();
    }

    Outcome outcome(int source, int destination, Protocol protocol, int port) {
        Row out = egress.rowOf(source);
        Row in = ingress.rowOf(destination);
        boolean one = Traits.has(out.traits(), Traits.HOST_NETWORK) != Traits.has(in.traits(), Traits.HOST_NETWORK);
        boolean possible = one
                && onOwnNode(source, destination) != Outcome.DENIED
                && (Traits.mayShareNode(out.traits(), in.traits()) || isGuarded(source, destination))
                && (!in.isProxied() || ownNodePorts(source, destination, false).contains(protocol, port));
        for (Family family : Family.values()) {
            if (!Traits.uses(out.traits(), family) || !Traits.uses(in.traits(), family)) {
                continue;
            }
            if (admits(out, family, destination, true, destination, protocol, port)
                    && admits(in, family, source, true, destination, protocol, port)) {
                return Outcome.ALLOWED;
            }
            possible |= (out.byAddress() || in.byAddress())
                    && admits(out, family, destination, false, destination, protocol, port)
                    && admits(in, family, source, false, destination, protocol, port);
        }
        return possible ? Outcome.UNKNOWN : Outcome.DENIED;
    }

    private boolean admits(
            Row row, Family family, int peer, boolean certainly, int destination, Protocol protocol, int port) {
        boolean tunnelled = Traits.areTunnelled(row.traits(), classes.traits(peer));
        return row.admits(
                family, peer, tunnelled, certainly, namedPorts, classes.resolution(destination), protocol, port);
    }

    /**
     * The ports on which packets pass for certain, but because of rules alone by which a proxy lets some requests through and no
     * others.
     */
    PortSet narrowed(int source, int destination) {
        if (!anyNarrowed.get()) {
            return PortSet.NONE;
        }
        Row out = egress.rowOf(source);
        Row in = ingress.rowOf(destination);
        if (!out.isNarrowed() && !in.isNarrowed()) {
            return PortSet.NONE;
        }
        boolean tunnelled = Traits.areTunnelled(out.traits(), in.traits());
        PortSet some = PortSet.NONE;
        PortSet whole = PortSet.NONE;
        for (Family family : Family.values()) {
            if (Traits.uses(out.traits(), family) && Traits.uses(in.traits(), family)) {
                Stage.Question there =
                        new Stage.OfClass(family, destination, true, namedPorts, classes.resolution(destination));
                Stage.Question back =
                        new Stage.OfClass(family, source, true, namedPorts, classes.resolution(destination));
                some = some.union(out.ports(there, tunnelled).intersect(in.ports(back, tunnelled)));
                whole = whole.union(out.ports(new Stage.OfWholes(there), tunnelled)
                        .intersect(in.ports(new Stage.OfWholes(back), tunnelled)));
            }
        }
        return some.minus(whole);
    }

    /**
     * The ports on which a pod passes whatever policies of the network say, were the two on one node: all of them, unless
     * a proxy judges them.
     */
    PortSet ownNodePorts(int source, int destination, boolean certainly) {
        Row in = ingress.rowOf(destination);
        if (!in.isProxied()) {
            return PortSet.ALL;
        }
        PortSet ports = PortSet.NONE;
        for (Family family : Family.values()) {
            if (Traits.uses(classes.traits(source), family) && Traits.uses(in.traits(), family)) {
                ports = ports.union(
                        in.ofProxies().ports(family, source, false, certainly, namedPorts, in.resolution()));
            }
        }
        return ports;
    }

    private PortSet ownNodePorts(int networkClass, int other, Direction near) {
        return near == Direction.EGRESS
                ? ownNodePorts(networkClass, other, false)
                : ownNodePorts(other, networkClass, false);
    }

    /** Every class that a class reaches (its egress is near) or is reached by (its ingress is near). */
    void expand(int networkClass, Direction near, ReachSink sink) {
        Row own = row(near, networkClass);
        RowTable farTable = near == Direction.EGRESS ? ingress : egress;
        Admitters admitters = (near == Direction.EGRESS ? ingressAdmitters : egressAdmitters).get();
        ImmutableList<CompiledRule> rules = own.rules();
        RoaringBitmap wanted = own.isOpen() ? new RoaringBitmap() : own.candidates(everyClass);
        RoaringBitmap perhapsOwnNode = mayShareNode(networkClass, near);
        Map<Long, Reach> memo = new HashMap<>();
        admitters.rowsAdmitting(networkClass).forEach((int number) -> {
            Row far = farTable.rows().get(number);
            memo.clear();
            RoaringBitmap there = own.isOpen() ? far.classes() : RoaringBitmap.and(far.classes(), wanted);
            there.forEach((int other) -> {
                Reach reach = reach(networkClass, own, rules, other, far, near, memo);
                boolean beside = perhapsOwnNode.checkedRemove(other);
                emit(other, beside ? reach.perhaps(ownNodePorts(networkClass, other, near)) : reach, sink);
            });
        });
        perhapsOwnNode.forEach(
                (int other) -> emit(other, new Reach(PortSet.NONE, ownNodePorts(networkClass, other, near)), sink));
    }

    /**
     * Every class that the rows of one direction alone let pass, whatever the other end says.
     *
     * @param bound the direction whose rows are asked
     * @param own whether the class is the one bound; else it is the peer, and the answer is who admits it
     */
    void expandSide(int networkClass, Direction bound, boolean own, ReachSink sink) {
        if (own) {
            Row row = row(bound, networkClass);
            RoaringBitmap peers = row.isOpen() ? everyClass : row.candidates(everyClass);
            peers.forEach((int peer) -> {
                int destination = bound == Direction.EGRESS ? peer : networkClass;
                emit(peer, side(row, peer, classes.resolution(destination)), sink);
            });
            return;
        }
        RowTable table = bound == Direction.INGRESS ? ingress : egress;
        Admitters admitters = (bound == Direction.INGRESS ? ingressAdmitters : egressAdmitters).get();
        admitters.rowsAdmitting(networkClass).forEach((int number) -> {
            Row row = table.rows().get(number);
            int resolution = bound == Direction.EGRESS ? classes.resolution(networkClass) : row.resolution();
            Reach reach = side(row, networkClass, resolution);
            row.classes().forEach((int other) -> emit(other, reach, sink));
        });
    }

    private Reach side(Row row, int peer, int resolution) {
        boolean tunnelled = Traits.areTunnelled(row.traits(), classes.traits(peer));
        PortSet allowed = PortSet.NONE;
        PortSet possible = PortSet.NONE;
        for (Family family : Family.values()) {
            if (Traits.uses(row.traits(), family) && Traits.uses(classes.traits(peer), family)) {
                allowed = allowed.union(row.ports(family, peer, tunnelled, true, namedPorts, resolution));
                possible = possible.union(row.ports(family, peer, tunnelled, false, namedPorts, resolution));
            }
        }
        return new Reach(allowed, possible.minus(allowed));
    }

    private static void emit(int other, Reach reach, ReachSink sink) {
        if (!reach.allowed().isEmpty() || !reach.unknown().isEmpty()) {
            sink.accept(other, reach.allowed(), reach.unknown());
        }
    }

    /** A fresh set of the classes that may have a pod on the node of a pod of this class, where that matters. */
    private RoaringBitmap mayShareNode(int networkClass, Direction near) {
        int traits = classes.traits(networkClass);
        boolean host = Traits.has(traits, Traits.HOST_NETWORK);
        if (!opensOwnNode && host != (near == Direction.EGRESS) || isIn(networkClass, of(near, decided))) {
            return new RoaringBitmap();
        }
        Direction far = near.opposite();
        RoaringBitmap others = RoaringBitmap.andNot(host ? ordinary : hostNetwork, of(far, decided));
        return Traits.has(traits, Traits.NODE_UNKNOWN) || isIn(networkClass, of(near, guarded))
                ? others
                : RoaringBitmap.and(others, RoaringBitmap.or(onUnknownNode, of(far, guarded)));
    }

    /** Within one far row, the answer depends only on which rules of the own row match the other class. */
    private Reach reach(
            int own,
            Row ownRow,
            ImmutableList<CompiledRule> rules,
            int other,
            Row far,
            Direction near,
            Map<Long, Reach> memo) {
        if (rules.size() > MEMO_RULES) {
            return reach(own, ownRow, other, far, near);
        }
        long key = 0;
        for (CompiledRule rule : rules) {
            for (Family family : Family.values()) {
                key = key << 2
                        | (rule.peers().admits(family, other) ? 2 : 0)
                        | (rule.peers().mayAdmit(family, other) ? 1 : 0);
            }
        }
        Reach known = memo.get(key);
        if (known == null) {
            known = reach(own, ownRow, other, far, near);
            memo.put(key, known);
        }
        return known;
    }

    private Reach reach(int own, Row ownRow, int other, Row far, Direction near) {
        int resolution = near == Direction.EGRESS ? far.resolution() : ownRow.resolution();
        boolean byAddress = ownRow.byAddress() || far.byAddress();
        boolean tunnelled = Traits.areTunnelled(ownRow.traits(), far.traits());
        PortSet allowed = PortSet.NONE;
        PortSet possible = PortSet.NONE;
        for (Family family : Family.values()) {
            if (!Traits.uses(ownRow.traits(), family) || !Traits.uses(far.traits(), family)) {
                continue;
            }
            allowed = allowed.union(ownRow.ports(family, other, tunnelled, true, namedPorts, resolution)
                    .intersect(far.ports(family, own, tunnelled, true, namedPorts, resolution)));
            if (!byAddress) {
                break;
            }
            possible = possible.union(ownRow.ports(family, other, tunnelled, false, namedPorts, resolution)
                    .intersect(far.ports(family, own, tunnelled, false, namedPorts, resolution)));
        }
        return new Reach(allowed, possible.minus(allowed));
    }
}
