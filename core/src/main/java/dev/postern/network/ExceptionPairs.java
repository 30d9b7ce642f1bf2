package dev.postern.network;

import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * By how many pairs of pods the rows allow more, or fewer, than their {@link RowBases}.
 *
 * <p>A row and a row of the other direction are looked at where one of them has exceptions among the classes of the other, and
 * nearly all of these are done with after asking whether the other row admits any class of the first. The pairs that are
 * exceptions of both sides are counted with the egress row.
 */
final class ExceptionPairs {
    private static final int SHIFT = 32;

    private final NetworkClasses classes;
    private final PortNumbers numbers;
    private final RowBases out;
    private final RowBases in;

    ExceptionPairs(NetworkClasses classes, PortNumbers numbers, RowBases out, RowBases in) {
        this.classes = classes;
        this.numbers = numbers;
        this.out = out;
        this.in = in;
    }

    /** O(exceptions) and, for pairs of rows that admit each other, their classes. */
    long count() {
        long pairs = 0;
        for (Row row : out.rows()) {
            for (int far : in.rowsOf(out.exceptions(row))) {
                pairs += ofEgress(row, in.rows().get(far));
            }
        }
        for (Row row : in.rows()) {
            for (int far : out.rowsOf(in.exceptions(row))) {
                pairs += ofIngress(row, out.rows().get(far));
            }
        }
        return pairs;
    }

    private long ofEgress(Row row, Row far) {
        RoaringBitmap admitted = in.candidates(in.baseOf(far));
        RoaringBitmap exceptions = in.exceptions(far);
        if (!RoaringBitmap.intersects(admitted, row.classes())
                && !RoaringBitmap.intersects(exceptions, row.classes())) {
            return 0;
        }
        RoaringBitmap sources = RoaringBitmap.and(admitted, row.classes());
        sources.or(RoaringBitmap.and(exceptions, row.classes()));
        RoaringBitmap destinations = RoaringBitmap.and(out.exceptions(row), far.classes());
        return difference(tally(out, row, destinations), tally(in, far, sources));
    }

    private long ofIngress(Row row, Row far) {
        RoaringBitmap admitted = out.candidates(out.baseOf(far));
        if (!RoaringBitmap.intersects(admitted, row.classes())) {
            return 0;
        }
        RoaringBitmap destinations = RoaringBitmap.and(admitted, row.classes());
        destinations.andNot(out.exceptions(far));
        RoaringBitmap sources = RoaringBitmap.and(in.exceptions(row), far.classes());
        return difference(tally(in, row, sources), tally(out, far, destinations));
    }

    /** The pods among some classes, by the ports on which a row admits them and those on which its base does. */
    private Map<Long, Long> tally(RowBases bases, Row row, RoaringBitmap peers) {
        Map<Long, Long> pods = new HashMap<>();
        Row base = bases.baseOf(row);
        peers.forEach((int peer) -> {
            long actual = bases.ports().of(row, peer);
            long key = actual << SHIFT | bases.ports().of(base, peer);
            if (key != 0) {
                pods.merge(key, (long) classes.size(peer), Long::sum);
            }
        });
        return pods;
    }

    private long difference(Map<Long, Long> near, Map<Long, Long> far) {
        long[] pairs = {0};
        near.forEach((a, pods) -> far.forEach((b, others) -> {
            int actual = numbers.meet((int) (a >>> SHIFT), (int) (b >>> SHIFT)) ? 1 : 0;
            int assumed = numbers.meet(a.intValue(), b.intValue()) ? 1 : 0;
            pairs[0] += (actual - assumed) * pods * others;
        }));
        return pairs[0];
    }
}
