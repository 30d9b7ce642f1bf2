package dev.postern.ingest;

/**
 * Lets equal values be one instance: replicas of a workload differ in little but their names. A table of fixed size that
 * forgets, so that a flood of unique values costs nothing but the sharing.
 */
final class Sharing {
    private static final int SIZE = 1 << 14;

    private final Object[] table = new Object[SIZE];

    @SuppressWarnings("unchecked") // equal values of the model are of one type
    <T> T one(T value) {
        int hash = value.hashCode();
        int slot = (hash ^ hash >>> 14) & SIZE - 1;
        Object known = table[slot];
        if (known != null && known.getClass() == value.getClass() && known.equals(value)) {
            return (T) known;
        }
        table[slot] = value;
        return value;
    }
}
