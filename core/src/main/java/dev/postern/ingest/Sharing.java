package dev.postern.ingest;

import com.google.common.collect.ImmutableList;

/**
 * Lets equal values be one instance: replicas of a workload differ in little but their names. A table of fixed size that
 * forgets, so that a flood of unique values costs nothing but the sharing.
 */
final class Sharing {
    private static final int SIZE = 1 << 14;

    private final Object[] table = new Object[SIZE];

    /** The instance that stands for all equal values. */
    <T> T one(T value) {
        return one(value, value.hashCode());
    }

    /** A list of elements that are shared already: looked up by their identity, for hashing all below them is not free. */
    <T> ImmutableList<T> list(ImmutableList<T> elements) {
        if (elements.isEmpty()) {
            return elements;
        }
        int hash = elements.size();
        for (T element : elements) {
            hash = 31 * hash + System.identityHashCode(element);
        }
        return one(elements, hash);
    }

    /** The same with a hash that the caller knows: equal values that hash differently are merely not shared. */
    @SuppressWarnings("unchecked") // equal values of the model are of one type
    <T> T one(T value, int hash) {
        int slot = (hash ^ hash >>> 14) & SIZE - 1;
        Object known = table[slot];
        if (known != null && known.getClass() == value.getClass() && known.equals(value)) {
            return (T) known;
        }
        table[slot] = value;
        return value;
    }
}
