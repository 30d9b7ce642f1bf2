package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.ObjectChange;
import dev.postern.model.ObjectRef;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which connections between workloads, and with what is outside the cluster, differ between two states of a cluster. Both
 * lists are made while they are compared; held are only the ranges of addresses of each workload.
 */
public final class ConnectionsDiff {
    private static final Comparator<Connection> ORDER = Comparator.<Connection>comparingInt(
                    connection -> connection.source() instanceof ConnectionEnd.OfIngressController ? 1 : 0)
            .thenComparing(connection -> workload(connection.source()), WorkloadIndex.ORDER)
            .thenComparing(connection -> workload(connection.destination()), WorkloadIndex.ORDER);

    private final Network older;
    private final Network newer;
    private final ConnectionCauses causes;

    private ConnectionsDiff(Network older, Network newer, ConnectionCauses causes) {
        this.older = older;
        this.newer = newer;
        this.causes = causes;
    }

    /** Prepares to compare two states; see {@link #each} for the costs. */
    public static ConnectionsDiff of(Network older, Network newer) {
        return new ConnectionsDiff(older, newer, ConnectionCauses.of(older, newer));
    }

    /**
     * Hands on every difference: first those between workloads, by source and destination, then those with the outside, where
     * neighbouring addresses with the same difference are one range. Takes time as for iterating over both lists.
     */
    public void each(Consumer<ConnectionChange> sink) {
        OutsideDiff outside = new OutsideDiff();
        Iterator<Connection> before = inside(older, outside, true);
        Iterator<Connection> after = inside(newer, outside, false);
        Optional<Connection> left = next(before);
        Optional<Connection> right = next(after);
        while (left.isPresent() || right.isPresent()) {
            int order = left.isEmpty() ? 1 : right.isEmpty() ? -1 : ORDER.compare(left.get(), right.get());
            Optional<Connection> old = order <= 0 ? left : Optional.empty();
            Optional<Connection> now = order >= 0 ? right : Optional.empty();
            change(old, now).ifPresent(sink);
            left = order <= 0 ? next(before) : left;
            right = order >= 0 ? next(after) : right;
        }
        outside.each((source, destination, was, is) -> change(
                        was.map(opening -> new Connection(source, destination, opening.ports(), opening.unknown())),
                        is.map(opening -> new Connection(source, destination, opening.ports(), opening.unknown())))
                .ifPresent(sink));
    }

    private static Optional<Connection> next(Iterator<Connection> connections) {
        return connections.hasNext() ? Optional.of(connections.next()) : Optional.empty();
    }

    /** The connections within the cluster; the others are put aside. */
    private static Iterator<Connection> inside(Network network, OutsideDiff outside, boolean before) {
        return network.connections().stream()
                .filter(connection -> !outside.take(connection, before))
                .iterator();
    }

    private Optional<ConnectionChange> change(Optional<Connection> before, Optional<Connection> after) {
        PortSet was = before.map(Connection::ports).orElse(PortSet.NONE);
        PortSet is = after.map(Connection::ports).orElse(PortSet.NONE);
        PortSet unknownBefore = before.map(Connection::unknown).orElse(PortSet.NONE);
        PortSet unknownAfter = after.map(Connection::unknown).orElse(PortSet.NONE);
        if (was.equals(is) && unknownBefore.equals(unknownAfter)) {
            return Optional.empty();
        }
        Connection either = after.or(() -> before).orElseThrow();
        Set<ObjectChange> because = new LinkedHashSet<>();
        because.addAll(causes.of(either.source(), Direction.EGRESS));
        because.addAll(causes.of(either.destination(), Direction.INGRESS));
        return Optional.of(new ConnectionChange(
                either.source(),
                either.destination(),
                was,
                unknownBefore,
                is,
                unknownAfter,
                ImmutableSet.copyOf(because).stream().sorted().collect(ImmutableList.toImmutableList())));
    }

    /** The workload of an end; of an end that is none, one that comes before all. */
    static ObjectRef workload(ConnectionEnd end) {
        return end instanceof ConnectionEnd.OfWorkload known ? known.workload() : ObjectRef.cluster("", "");
    }
}
