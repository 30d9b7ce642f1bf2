package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * The reverse of the rows of a direction: which rows admit a class, at least perhaps and on some port.
 *
 * <p>A row that denies what no rule allows admits the peers of such rules only. One that allows by default admits whoever is
 * left by its rules that deny: there are few distinct ones of these, for what tells most rows apart is NetworkPolicies.
 *
 * <p>The index from class to peer sets takes the peer sets from the smallest on, while it stays linear in the number of
 * classes and rules; the wide sets that are left are asked one by one.
 */
final class Admitters {
    /** Index entries allowed for each class and each peer set. */
    private static final int ENTRIES = 16;

    private final RoaringBitmap open = new RoaringBitmap();
    private final List<Entry> narrow = new ArrayList<>();
    private final List<Entry> wide = new ArrayList<>();
    /** Positions in {@link #narrow} for each class: those of class c stand from first[c] to first[c + 1]. */
    private final int[] postings;

    private final int[] first;

    private record Entry(RoaringBitmap classes, RoaringBitmap rows) {}

    Admitters(RowTable table, int classCount) {
        Map<PeerSet, Entry> entries = new LinkedHashMap<>();
        Map<ImmutableList<Integer>, Entry> byDefault = new LinkedHashMap<>();
        RoaringBitmap everyClass = RoaringBitmap.bitmapOfRange(0, classCount);
        for (Row row : table.rows()) {
            if (row.isOpen()) {
                open.add(row.number());
            } else if (row.isClosed()) {
                for (CompiledRule rule : row.openers()) {
                    entries.computeIfAbsent(
                                    rule.peers(), key -> new Entry(rule.peers().anyFamily(), new RoaringBitmap()))
                            .rows()
                            .add(row.number());
                }
            } else {
                byDefault
                        .computeIfAbsent(
                                row.policies(), key -> new Entry(row.candidates(everyClass), new RoaringBitmap()))
                        .rows()
                        .add(row.number());
            }
        }
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.addAll(byDefault.values());
        sorted.sort(Comparator.comparingInt(entry -> entry.classes().getCardinality()));
        long budget = (long) ENTRIES * (classCount + sorted.size());
        first = new int[classCount + 1];
        for (Entry entry : sorted) {
            budget -= entry.classes().getCardinality();
            (budget >= 0 ? narrow : wide).add(entry);
        }
        for (Entry entry : narrow) {
            entry.classes().forEach((int c) -> first[c + 1]++);
        }
        for (int c = 0; c < classCount; c++) {
            first[c + 1] += first[c];
        }
        postings = new int[first[classCount]];
        int[] next = first.clone();
        for (int i = 0; i < narrow.size(); i++) {
            int position = i;
            narrow.get(i).classes().forEach((int c) -> postings[next[c]++] = position);
        }
    }

    /** Numbers of the rows that may admit a class on some port; open rows admit every class. */
    RoaringBitmap rowsAdmitting(int networkClass) {
        RoaringBitmap rows = open.clone();
        for (int i = first[networkClass]; i < first[networkClass + 1]; i++) {
            rows.or(narrow.get(postings[i]).rows());
        }
        for (Entry entry : wide) {
            if (entry.classes().contains(networkClass)) {
                rows.or(entry.rows());
            }
        }
        return rows;
    }
}
