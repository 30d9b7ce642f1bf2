package dev.postern.edit;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What each kind of edit costs: the risk that something stops which should go on. Units: 1 = nobody notices, 3 = one use
 * stops, 8 = a service stops unless more is done. The default table, with the reason for each figure, is the resource
 * {@code costs.txt} beside this class.
 *
 * @param table by kind, all of them
 */
public record EditCosts(ImmutableSortedMap<EditKind, Entry> table) {
    /** A kind's cost and why. */
    public record Entry(int cost, String reason) {}

    /** The table of this library. */
    public static final EditCosts DEFAULT = read();

    private static final int MOST = 1_000_000;

    /** The cost of one edit. */
    public int of(Edit edit) {
        int base = of(edit.kind());
        return edit.isReplacement() ? base + of(EditKind.REPLACEMENT) : base;
    }

    /** The cost of a kind. */
    public int of(EditKind kind) {
        Entry entry = table.get(kind);
        if (entry == null) {
            throw new IllegalArgumentException("costs.txt has no line for " + kind.notation());
        }
        return entry.cost();
    }

    /** What a kind of edit risks, or who asked for its cost. */
    public String reason(EditKind kind) {
        return Objects.requireNonNull(table.get(kind), kind::notation).reason();
    }

    /**
     * The same with another cost for one kind.
     *
     * @throws IllegalArgumentException for a cost below 1 (an edit is never free) or above a million
     */
    public EditCosts with(EditKind kind, int cost) {
        if (cost < 1 || cost > MOST) {
            throw new IllegalArgumentException(
                    "a cost of " + cost + " for " + kind.notation() + ": write a number from 1 to " + MOST);
        }
        Map<EditKind, Entry> changed = new TreeMap<>(table);
        changed.put(kind, new Entry(cost, "as asked"));
        return new EditCosts(ImmutableSortedMap.copyOf(changed));
    }

    private static EditCosts read() {
        ImmutableSortedMap.Builder<EditKind, Entry> table = ImmutableSortedMap.naturalOrder();
        Splitter columns = Splitter.on('|').trimResults().limit(3);
        try {
            for (String line :
                    Resources.readLines(Resources.getResource(EditCosts.class, "costs.txt"), StandardCharsets.UTF_8)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    List<String> parts = columns.splitToList(line);
                    table.put(EditKind.parse(parts.get(0)), new Entry(Integer.parseInt(parts.get(1)), parts.get(2)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("costs.txt is missing from the library", e);
        }
        return new EditCosts(table.buildOrThrow());
    }
}
