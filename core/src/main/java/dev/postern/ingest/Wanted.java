package dev.postern.ingest;

import dev.postern.ingest.FieldTree.Budget;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Which objects of one file are looked for, by document and item, and whom to tell when one is found. */
final class Wanted {
    private static final int MAX_PLACES = 200_000;

    private final Map<Integer, Map<Integer, Integer>> documents = new TreeMap<>();
    private final BiConsumer<Integer, FieldTree> found;
    private int left;

    /** {@code found} gets the number that {@link #add} was given, and the places of that object. */
    Wanted(BiConsumer<Integer, FieldTree> found) {
        this.found = found;
    }

    /** Asks for one object; asked twice, the last number stands. */
    void add(int document, int item, int number) {
        if (documents.computeIfAbsent(document, key -> new TreeMap<>()).put(item, number) == null) {
            left++;
        }
    }

    boolean isDone() {
        return left == 0;
    }

    boolean wants(int document, int item) {
        Map<Integer, Integer> items = documents.get(document);
        return items != null && items.containsKey(item);
    }

    /** Whether this document, or something in its list, is looked for. */
    boolean wantsAny(int document) {
        return !documents.getOrDefault(document, Map.of()).isEmpty();
    }

    /** Objects are read one at a time, each with a budget of its own. */
    Budget budget() {
        return new Budget(MAX_PLACES);
    }

    void found(int document, int item, FieldTree tree) {
        Map<Integer, Integer> items = documents.getOrDefault(document, Map.of());
        Integer number = items.isEmpty() ? null : items.remove(item);
        if (number != null) {
            left--;
            found.accept(number, tree);
        }
    }
}
