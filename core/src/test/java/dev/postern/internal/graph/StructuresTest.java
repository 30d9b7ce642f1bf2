package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The small structures below the searches. */
final class StructuresTest {

    @Test
    void theSortIsStableForEveryLength() {
        for (int n = 0; n < 200; n++) {
            Random random = new Random(n);
            int[] keys = random.ints(n, 0, 9).toArray();
            int[] items = Sample.range(n).stream().mapToInt(i -> i).toArray();
            int from = n / 7;
            int to = n - n / 11;
            int[] expected = items.clone();
            Integer[] boxed = Arrays.stream(items, from, to).boxed().toArray(Integer[]::new);
            Arrays.sort(boxed, Comparator.comparingInt(i -> keys[i]));
            for (int i = from; i < to; i++) {
                expected[i] = boxed[i - from];
            }
            IntSort.sort(items, from, to, (a, b) -> Integer.compare(keys[a], keys[b]));
            assertThat(items).containsExactly(expected);
        }
    }

    @Test
    void theRadixQueueGivesKeysInOrderAndEqualKeysByValue() {
        Random random = new Random(7);
        RadixQueue queue = new RadixQueue();
        PriorityQueue<long[]> expected = new PriorityQueue<>((a, b) -> Arrays.compare(a, b));
        long last = 0;
        for (int round = 0; round < 2000; round++) {
            int adds = expected.isEmpty() ? 5 : random.nextInt(3);
            for (int i = 0; i < adds; i++) {
                // Never the key just taken, as in a search where every arc lengthens a key.
                long key = last
                        + (round == 0 ? 0 : 1)
                        + (random.nextBoolean() ? random.nextInt(4) : random.nextLong() >>> 20);
                int value = random.nextInt(50);
                queue.add(key, value);
                expected.add(new long[] {key, value});
            }
            long[] least = expected.remove();
            assertThat(queue.leastKey()).isEqualTo(least[0]);
            assertThat(queue.take()).isEqualTo((int) least[1]);
            last = least[0];
            assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
        }
    }

    @Test
    void theRadixQueueRefusesKeysThatComeTooLate() {
        RadixQueue queue = new RadixQueue();
        queue.add(5, 1);
        queue.take();
        assertThatIllegalArgumentException().isThrownBy(() -> queue.add(4, 1));
    }

    @Test
    void theStateQueueOrdersByBoundThenKeyThenState() {
        Random random = new Random(3);
        StateQueue queue = new StateQueue();
        PriorityQueue<long[]> expected = new PriorityQueue<>((a, b) -> Arrays.compare(a, b));
        for (int round = 0; round < 3000; round++) {
            if (expected.isEmpty() || random.nextInt(5) > 1) {
                long[] entry = {random.nextInt(5), random.nextInt(5), random.nextInt(100)};
                queue.add(entry[0], entry[1], (int) entry[2]);
                expected.add(entry);
            } else {
                long[] least = expected.remove();
                assertThat(queue.leastBound()).isEqualTo(least[0]);
                assertThat(queue.leastKey()).isEqualTo(least[1]);
                assertThat(queue.take()).isEqualTo((int) least[2]);
            }
        }
        queue.clear();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void thePairTableRemembersEveryPair() {
        PairTable table = new PairTable();
        Map<Long, Integer> expected = new HashMap<>();
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            int a = random.nextInt(300);
            int b = random.nextInt(300);
            table.put(a, b, i);
            expected.put((long) a << 32 | b, i);
        }
        for (int a = 0; a < 300; a++) {
            for (int b = 0; b < 300; b++) {
                assertThat(table.get(a, b)).isEqualTo(expected.getOrDefault((long) a << 32 | b, -1));
            }
        }
    }

    @Test
    void costsAndHopsAddApartAndSaturate() {
        long arc = CostHops.ofArc(3);
        long sum = CostHops.plus(arc, CostHops.plus(arc, CostHops.ofArc(0)));
        assertThat(CostHops.cost(sum)).isEqualTo(6);
        assertThat(CostHops.hops(sum)).isEqualTo(3);
        long key = CostHops.ofArc(0);
        for (int i = 0; i < 100; i++) {
            key = CostHops.plus(key, key);
        }
        assertThat(CostHops.cost(key)).isZero();
        assertThat(CostHops.hops(key)).isEqualTo(Integer.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            key = CostHops.plus(key, CostHops.plus(key, CostHops.ofArc(Hypergraph.MAX_WEIGHT)));
        }
        assertThat(CostHops.cost(key)).isEqualTo(CostHops.MAX_COST);
        assertThat(key).isEqualTo(CostHops.plus(key, arc)).isLessThan(CostHops.INFINITE);
        assertThat(CostHops.atMost(6)).isGreaterThanOrEqualTo(sum).isLessThan(CostHops.plus(sum, CostHops.ofArc(1)));
    }

    @Test
    void factsOfPartsNumberedAnewAreThoseOfTheWhole() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int[][][] supports = new int[random.nextInt(12)][][];
            Arrays.setAll(supports, arc -> new int[random.nextInt(4)][]);
            for (int[][] sets : supports) {
                Arrays.setAll(sets, set -> random.ints(random.nextInt(4), 0, 9).toArray());
            }
            int[] elsewhere = Sample.range(9).stream().mapToInt(i -> i).toArray();
            for (int i = 8; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int kept = elsewhere[i];
                elsewhere[i] = elsewhere[other];
                elsewhere[other] = kept;
            }
            int[] back = new int[9];
            for (int fact = 0; fact < 9; fact++) {
                back[elsewhere[fact]] = fact;
            }
            int cut = random.nextInt(supports.length + 1);
            FactSets whole = FactSets.of(supports.length, arc -> supports[arc]);
            FactSets first = FactSets.of(cut, arc -> supports[arc]);
            FactSets rest = FactSets.of(
                    supports.length - cut,
                    arc -> Arrays.stream(supports[cut + arc])
                            .map(set -> Arrays.stream(set)
                                    .map(fact -> elsewhere[fact])
                                    .toArray())
                            .toArray(int[][]::new));
            FactSets joined = FactSets.inTurn(List.of(first, rest.renumbered(back)));
            for (int arc = 0; arc < supports.length; arc++) {
                assertThat(joined.of(arc)).isDeepEqualTo(whole.of(arc));
            }
            for (int fact = 0; fact < 9; fact++) {
                assertThat(joined.arcsCiting(fact)).isEqualTo(whole.arcsCiting(fact));
            }
        }
    }
}
