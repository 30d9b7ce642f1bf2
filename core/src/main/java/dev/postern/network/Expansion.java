package dev.postern.network;

import com.google.common.base.Suppliers;
import dev.postern.network.IpAddress.Family;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.roaringbitmap.RoaringBitmap;

/** Every class that a class reaches, or is reached by: from the rows that may admit it, without looking at the others. */
final class Expansion {
    /** Of a memo key, what is left beside the number of a shape; and all of it. */
    private static final int FAR_BITS = 38;

    private static final int OWN_BITS = 62;

    private final NetworkClasses classes;
    private final NamedPorts namedPorts;
    private final RowTable ingress;
    private final RowTable egress;
    private final OwnNode ownNode;
    private final RoaringBitmap everyClass;
    private final Supplier<Admitters> ingressAdmitters;
    private final Supplier<Admitters> egressAdmitters;
    private final Supplier<RowShapes> ingressShapes;
    private final Supplier<RowShapes> egressShapes;

    private record Reach(PortSet allowed, PortSet unknown) {
        Reach perhaps(PortSet ports) {
            return new Reach(allowed, unknown.union(ports).minus(allowed));
        }
    }

    Expansion(CompiledPolicies compiled, RowTable ingress, RowTable egress, OwnNode ownNode) {
        this.ingress = ingress;
        this.egress = egress;
        this.ownNode = ownNode;
        classes = compiled.classes();
        namedPorts = compiled.namedPorts();
        everyClass = RoaringBitmap.bitmapOfRange(0, classes.count());
        ingressAdmitters = Suppliers.memoize(() -> new Admitters(ingress, classes.count()));
        egressAdmitters = Suppliers.memoize(() -> new Admitters(egress, classes.count()));
        ingressShapes = Suppliers.memoize(() -> new RowShapes(ingress));
        egressShapes = Suppliers.memoize(() -> new RowShapes(egress));
    }

    /** Every class that a class reaches (its egress is near) or is reached by (its ingress is near). */
    void both(int networkClass, Direction near, ReachSink sink) {
        Row own = (near == Direction.EGRESS ? egress : ingress).rowOf(networkClass);
        RowTable farTable = near == Direction.EGRESS ? ingress : egress;
        RowShapes shapes = (near == Direction.EGRESS ? ingressShapes : egressShapes).get();
        Admitters admitters = (near == Direction.EGRESS ? ingressAdmitters : egressAdmitters).get();
        RoaringBitmap wanted = own.isOpen() ? new RoaringBitmap() : own.candidates(everyClass);
        RoaringBitmap perhapsOwnNode = ownNode.mayBeShared(networkClass, near);
        boolean anyOwnNode = !perhapsOwnNode.isEmpty();
        Map<Long, Map<Long, Reach>> memos = new HashMap<>();
        admitters.rowsAdmitting(networkClass).forEach((int number) -> {
            Row far = farTable.rows().get(number);
            long matches = RowShapes.matches(far, networkClass, FAR_BITS);
            Map<Long, Reach> memo = matches == RowShapes.MANY
                    ? new HashMap<>()
                    : memos.computeIfAbsent((long) shapes.of(number) << FAR_BITS | matches, fresh -> new HashMap<>());
            RoaringBitmap there = own.isOpen() ? far.classes() : RoaringBitmap.and(far.classes(), wanted);
            there.forEach((int other) -> {
                Reach reach = reach(networkClass, own, other, far, near, memo);
                boolean beside = anyOwnNode && perhapsOwnNode.checkedRemove(other);
                emit(other, beside ? reach.perhaps(ownNodePorts(networkClass, other, near)) : reach, sink);
            });
        });
        perhapsOwnNode.forEach(
                (int other) -> emit(other, new Reach(PortSet.NONE, ownNodePorts(networkClass, other, near)), sink));
    }

    private PortSet ownNodePorts(int networkClass, int other, Direction near) {
        int source = near == Direction.EGRESS ? networkClass : other;
        int destination = near == Direction.EGRESS ? other : networkClass;
        return ownNode.ports(source, ingress.rowOf(destination), false);
    }

    /**
     * Every class that the rows of one direction alone let pass, whatever the other end says.
     *
     * @param bound the direction whose rows are asked
     * @param own whether the class is the one bound; else it is the peer, and the answer is who admits it
     */
    void side(int networkClass, Direction bound, boolean own, ReachSink sink) {
        if (own) {
            Row row = (bound == Direction.INGRESS ? ingress : egress).rowOf(networkClass);
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

    /** Of far rows of one shape that say the same of the own class, the answer depends only on which own rules match the other. */
    private Reach reach(int own, Row ownRow, int other, Row far, Direction near, Map<Long, Reach> memo) {
        long key = RowShapes.matches(ownRow, other, OWN_BITS);
        if (key == RowShapes.MANY) {
            return reach(own, ownRow, other, far, near);
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
