package dev.postern.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import dev.postern.network.IpAddress.Family;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which class reaches which, from one row for each distinct ingress set and egress set: a packet passes where the egress
 * row of its source admits the destination and the ingress row of its destination admits the source, on a common port
 * and in a common family. Holds nothing of size class times class.
 */
final class FlowTable {
    private final NetworkClasses classes;
    private final NamedPorts namedPorts;
    private final RowTable ingress;
    private final RowTable egress;
    private final Supplier<Boolean> anyNarrowed;
    private final OwnNode ownNode;
    private final Expansion expansion;

    FlowTable(CompiledPolicies compiled) {
        this(compiled, new RowTable(compiled, Direction.INGRESS), new RowTable(compiled, Direction.EGRESS));
    }

    FlowTable(CompiledPolicies compiled, RowTable ingress, RowTable egress) {
        this.ingress = ingress;
        this.egress = egress;
        classes = compiled.classes();
        namedPorts = compiled.namedPorts();
        ownNode = new OwnNode(compiled);
        expansion = new Expansion(compiled, ingress, egress, ownNode);
        anyNarrowed = Suppliers.memoize(() -> Stream.of(ingress, egress)
                .flatMap(table -> table.rows().stream())
                .anyMatch(Row::isNarrowed));
    }

    /** What passes between a pod and its own node. */
    OwnNode ownNode() {
        return ownNode;
    }

    /** What a class reaches, and what reaches it. */
    Expansion expansion() {
        return expansion;
    }

    Row row(Direction direction, int networkClass) {
        return (direction == Direction.INGRESS ? ingress : egress).rowOf(networkClass);
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
                && ownNode.outcome(source, destination) != Outcome.DENIED
                && (Traits.mayShareNode(out.traits(), in.traits()) || ownNode.isGuarded(source, destination))
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
     * The ports on which packets pass for certain, and some requests alone: because of the rules by which a proxy lets these
     * through, or refuses others.
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

    /** See {@link OwnNode#ports}. */
    PortSet ownNodePorts(int source, int destination, boolean certainly) {
        return ownNode.ports(source, ingress.rowOf(destination), certainly);
    }

    /** Those of {@link #ownNodePorts} on which some requests alone pass. */
    PortSet narrowedOnOwnNode(int source, int destination) {
        Row in = ingress.rowOf(destination);
        return in.isProxied() && in.isNarrowed() ? ownNode.narrowed(source, in) : PortSet.NONE;
    }
}
