package dev.postern.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares what workloads have to do with addresses outside. Each list has the ranges that its own policies tell apart, so
 * both are cut where either is. In neither list are there neighbours with equal ports, so that neighbouring pieces differ in one
 * of the two, and there is nothing to join.
 */
final class OutsideDiff {
    /** The ports of one range. */
    record Opening(PortSet ports, PortSet unknown) {}

    /** Receives one range in which the lists may differ. */
    interface Sink {
        void accept(ConnectionEnd source, ConnectionEnd destination, Optional<Opening> before, Optional<Opening> after);
    }

    private record Span(IpAddress first, IpAddress last, Opening opening) {}

    /** Connections come in order of their addresses, and so do the spans. */
    private record Lists(ConnectionEnd workload, boolean incoming, List<Span> before, List<Span> after) {}

    private final Map<String, Lists> byWorkload = new TreeMap<>();

    /** Puts a connection aside if it is with the outside. */
    boolean take(Connection connection, boolean before) {
        boolean incoming = connection.source() instanceof ConnectionEnd.OfRange;
        ConnectionEnd other = incoming ? connection.source() : connection.destination();
        if (!(other instanceof ConnectionEnd.OfRange range)) {
            return false;
        }
        ConnectionEnd workload = incoming ? connection.destination() : connection.source();
        Lists lists = byWorkload.computeIfAbsent(
                (incoming ? "0 " : "1 ") + workload,
                key -> new Lists(workload, incoming, new ArrayList<>(), new ArrayList<>()));
        (before ? lists.before() : lists.after())
                .add(new Span(
                        address(range.first()),
                        address(range.last()),
                        new Opening(connection.ports(), connection.unknown())));
        return true;
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    /** Incoming before outgoing, by workload, then by address. */
    void each(Sink sink) {
        byWorkload.values().forEach(lists -> each(lists, sink));
    }

    private static void each(Lists lists, Sink sink) {
        TreeSet<IpAddress> starts = new TreeSet<>();
        TreeSet<IpAddress> ends = new TreeSet<>();
        for (List<Span> spans : List.of(lists.before(), lists.after())) {
            for (Span span : spans) {
                starts.add(span.first());
                ends.add(span.last());
            }
        }
        Cursor before = new Cursor(lists.before());
        Cursor after = new Cursor(lists.after());
        pieces(starts, ends, before, after).forEach(piece -> piece.hand(lists, sink));
    }

    /** The ranges between any two neighbouring ends of the lists. */
    private static List<Piece> pieces(TreeSet<IpAddress> starts, TreeSet<IpAddress> ends, Cursor before, Cursor after) {
        List<Piece> pieces = new ArrayList<>();
        Optional<IpAddress> at = starts.isEmpty() ? Optional.empty() : Optional.of(starts.first());
        while (at.isPresent()) {
            IpAddress first = at.get();
            IpAddress last = ends.ceiling(first);
            IpAddress nextStart = starts.higher(first);
            if (last == null) {
                break;
            }
            if (nextStart != null && nextStart.compareTo(last) <= 0) {
                last = nextStart.previous();
            }
            pieces.add(new Piece(first, last, before.at(first), after.at(first)));
            // Behind an end that no start follows, the other list may go on.
            boolean goesOn = before.goesOnBehind(last) || after.goesOnBehind(last);
            at = goesOn ? Optional.of(last.next()) : Optional.ofNullable(starts.higher(last));
        }
        return pieces;
    }

    /** Finds the span of an address, of addresses that ascend. */
    private static final class Cursor {
        private final List<Span> spans;
        private int next;

        Cursor(List<Span> spans) {
            this.spans = spans;
        }

        Optional<Opening> at(IpAddress address) {
            while (next < spans.size() && spans.get(next).last().compareTo(address) < 0) {
                next++;
            }
            return next < spans.size() && spans.get(next).first().compareTo(address) <= 0
                    ? Optional.of(spans.get(next).opening())
                    : Optional.empty();
        }

        boolean goesOnBehind(IpAddress last) {
            return next < spans.size()
                    && spans.get(next).first().compareTo(last) <= 0
                    && spans.get(next).last().compareTo(last) > 0;
        }
    }

    private record Piece(IpAddress first, IpAddress last, Optional<Opening> before, Optional<Opening> after) {
        void hand(Lists lists, Sink sink) {
            ConnectionEnd range = new ConnectionEnd.OfRange(first.toString(), last.toString());
            sink.accept(
                    lists.incoming() ? range : lists.workload(),
                    lists.incoming() ? lists.workload() : range,
                    before,
                    after);
        }
    }
}
