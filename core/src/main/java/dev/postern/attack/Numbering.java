package dev.postern.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers equal values alike, densely from 0 in the order of their arrival. An open hash table of ints: a value that has
 * been met is found by the hash kept of it, mostly without looking at another value.
 */
final class Numbering<T> {
    private final List<T> values;
    private int[] hashes;

    /** One more than a number; 0 where there is none. Never more than half full. */
    private int[] slots;

    Numbering() {
        values = new ArrayList<>();
        hashes = new int[1 << 10];
        slots = new int[1 << 11];
    }

    /** A copy, which goes on from there. */
    Numbering(Numbering<T> other) {
        values = new ArrayList<>(other.values);
        hashes = other.hashes.clone();
        slots = other.slots.clone();
    }

    int size() {
        return values.size();
    }

    T value(int number) {
        return values.get(number);
    }

    /** The values, by number. */
    List<T> values() {
        return values;
    }

    /** The number of a value, or -1 when it has none. */
    int find(T value) {
        return slots[slot(value, spread(value.hashCode()))] - 1;
    }

    /** The number of a value, which it is given unless it has one. */
    int number(T value) {
        return number(value, spread(value.hashCode()));
    }

    /** The numbers of all values of another numbering, by their number there; what has none here is given one. */
    int[] numbers(Numbering<T> others) {
        int[] numbers = new int[others.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(others.value(i), others.hashes[i]);
        }
        return numbers;
    }

    private int number(T value, int hash) {
        int slot = slot(value, hash);
        if (slots[slot] > 0) {
            return slots[slot] - 1;
        }
        int number = values.size();
        values.add(value);
        if (number == hashes.length) {
            grow();
            slot = slot(value, hash);
        }
        hashes[number] = hash;
        slots[slot] = number + 1;
        return number;
    }

    private static int spread(int hash) {
        return hash ^ hash >>> 16;
    }

    /** Where the value's number stands, or the free place where it belongs. */
    private int slot(T value, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] > 0) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && values.get(number).equals(value)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int known = hashes.length;
        hashes = Arrays.copyOf(hashes, 2 * known);
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int number = 0; number < known; number++) {
            int slot = hashes[number] & mask;
            while (slots[slot] > 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = number + 1;
        }
    }
}
