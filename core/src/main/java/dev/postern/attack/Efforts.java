package dev.postern.attack;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How hard one step of each technique is. Units: 1 = one authorised API call or reading a mounted file; 2 = a few
 * standard steps; 5 = needs a tool or timing; 8 = needs an unproven flaw; 13 = luck. The table, with the reason for each
 * figure, is the resource {@code efforts.txt} beside this class.
 */
public final class Efforts {
    /** A technique's effort and why. */
    public record Entry(int effort, String reason) {}

    private static final ImmutableSortedMap<String, Entry> TABLE = read();

    private Efforts() {}

    /** All techniques, by id. */
    public static ImmutableSortedMap<String, Entry> table() {
        return TABLE;
    }

    /**
     * The effort of one step of a technique, and why.
     *
     * @throws IllegalArgumentException if the table has no such technique
     */
    static Entry of(String technique) {
        Entry entry = TABLE.get(technique);
        if (entry == null) {
            throw new IllegalArgumentException("efforts.txt has no line for " + technique);
        }
        return entry;
    }

    private static ImmutableSortedMap<String, Entry> read() {
        ImmutableSortedMap.Builder<String, Entry> table = ImmutableSortedMap.naturalOrder();
        Splitter columns = Splitter.on('|').trimResults().limit(3);
        try {
            for (String line :
                    Resources.readLines(Resources.getResource(Efforts.class, "efforts.txt"), StandardCharsets.UTF_8)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    List<String> parts = columns.splitToList(line);
                    table.put(parts.get(0), new Entry(Integer.parseInt(parts.get(1)), parts.get(2)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("efforts.txt is missing from the library", e);
        }
        return table.buildOrThrow();
    }
}
