package dev.postern.internal.graph;

/**
 * A stable merge sort of {@code int} indices by a comparator, without boxing them: {@code Arrays.sort} offers none, and
 * five million boxed arcs would be 80 MB of garbage.
 */
final class IntSort {

    private static final int RUN = 12;

    /** A total order on indices. */
    @FunctionalInterface
    interface Order {
        int compare(int a, int b);
    }

    private IntSort() {}

    /** Sorts {@code items[from, to)}; O(n log n) comparisons, O(n) extra space. */
    static void sort(int[] items, int from, int to, Order order) {
        for (int start = from; start < to; start += RUN) {
            insertion(items, start, Math.min(to, start + RUN), order);
        }
        if (to - from <= RUN) {
            return;
        }
        int[] source = items;
        int[] target = new int[to - from];
        int sourceBase = from;
        int targetBase = 0;
        for (long width = RUN; width < to - from; width *= 2) {
            for (long low = 0; low < to - from; low += 2 * width) {
                int middle = (int) Math.min(low + width, to - from);
                int high = (int) Math.min(low + 2 * width, to - from);
                merge(source, sourceBase, (int) low, middle, high, target, targetBase, order);
            }
            int[] swap = source;
            source = target;
            target = swap;
            int swapBase = sourceBase;
            sourceBase = targetBase;
            targetBase = swapBase;
        }
        if (source != items) {
            System.arraycopy(source, sourceBase, items, from, to - from);
        }
    }

    private static void insertion(int[] items, int from, int to, Order order) {
        for (int i = from + 1; i < to; i++) {
            int item = items[i];
            int j = i;
            while (j > from && order.compare(items[j - 1], item) > 0) {
                items[j] = items[j - 1];
                j--;
            }
            items[j] = item;
        }
    }

    private static void merge(
            int[] source, int sourceBase, int low, int middle, int high, int[] target, int targetBase, Order order) {
        int left = low;
        int right = middle;
        for (int out = low; out < high; out++) {
            boolean takeLeft = left < middle
                    && (right >= high || order.compare(source[sourceBase + left], source[sourceBase + right]) <= 0);
            target[targetBase + out] = source[sourceBase + (takeLeft ? left++ : right++)];
        }
    }
}
