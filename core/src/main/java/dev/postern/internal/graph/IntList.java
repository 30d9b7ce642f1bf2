package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.List;

/** A growable {@code int[]}: the inner loops must not box. */
public final class IntList {

    private static final int[] EMPTY = {};

    private int[] items;
    private int size;

    public IntList() {
        items = EMPTY;
    }

    IntList(IntList other) {
        items = other.items.clone();
        size = other.size;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    public int get(int index) {
        return items[index];
    }

    void set(int index, int value) {
        items[index] = value;
    }

    public void add(int value) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.max(8, 2 * size));
        }
        items[size++] = value;
    }

    void addAll(int[] values) {
        for (int value : values) {
            add(value);
        }
    }

    int removeLast() {
        return items[--size];
    }

    void clear() {
        size = 0;
    }

    List<Integer> toList() {
        return Arrays.stream(items, 0, size).boxed().toList();
    }

    int[] toArray() {
        return Arrays.copyOf(items, size);
    }
}
