package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Port sets, the label index and partition refinement against what they stand for. */
class SetsTest {
    @Test
    void port_sets_say_what_they_hold() {
        PortSet some = PortSet.of(Protocol.TCP, 80)
                .union(PortSet.range(Protocol.TCP, 81, 90))
                .union(PortSet.allOf(Protocol.UDP));
        assertThat(some).hasToString("TCP 80-90, UDP any port");
        assertThat(PortSet.ALL).hasToString("any port");
        assertThat(PortSet.ALL.minus(PortSet.ALL)).isEqualTo(PortSet.NONE).hasToString("no port");
        assertThat(PortSet.range(Protocol.TCP, 90, 80)).isEqualTo(PortSet.NONE);
        assertThat(PortSet.of(Protocol.TCP, 0)).isEqualTo(PortSet.NONE);
        assertThat(PortSet.range(Protocol.SCTP, -5, 70000)).isEqualTo(PortSet.allOf(Protocol.SCTP));
        assertThat(PortSet.ALL.contains(Protocol.SCTP, 65535)).isTrue();
        assertThat(PortSet.ALL.contains(Protocol.TCP, 1)).isTrue();
        assertThat(PortSet.ALL.contains(Protocol.TCP, 65536)).isFalse();
        assertThat(PortSet.ALL.contains(Protocol.UDP, 0)).isFalse();
    }

    @Property
    void port_sets_are_sets(@ForAll @IntRange(max = 1_000_000) int seed) {
        Random random = new Random(seed);
        PortSet a = ports(random);
        PortSet b = ports(random);
        for (Protocol protocol : Protocol.values()) {
            for (int port : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 65534, 65535}) {
                boolean inA = a.contains(protocol, port);
                boolean inB = b.contains(protocol, port);
                assertThat(a.union(b).contains(protocol, port)).isEqualTo(inA || inB);
                assertThat(a.intersect(b).contains(protocol, port)).isEqualTo(inA && inB);
                assertThat(a.minus(b).contains(protocol, port)).isEqualTo(inA && !inB);
            }
        }
        assertThat(a.union(b)).isEqualTo(b.union(a)).hasSameHashCodeAs(b.union(a));
        assertThat(a.minus(b).union(a.intersect(b))).isEqualTo(a);
        assertThat(a.minus(a).isEmpty()).isTrue();
    }

    private static PortSet ports(Random random) {
        PortSet ports = PortSet.NONE;
        for (int i = random.nextInt(5); i > 0; i--) {
            Protocol protocol = Protocol.values()[random.nextInt(3)];
            int first = random.nextInt(10);
            ports = ports.union(
                    random.nextInt(6) == 0
                            ? PortSet.allOf(protocol)
                            : PortSet.range(protocol, first, first + random.nextInt(3)));
        }
        return ports;
    }

    @Property
    void the_label_index_says_what_the_selector_says(@ForAll @IntRange(max = 1_000_000) int seed) {
        Random random = new Random(seed);
        List<ImmutableSortedMap<String, String>> items = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            ImmutableSortedMap.Builder<String, String> labels = ImmutableSortedMap.naturalOrder();
            for (String key : List.of("a", "b")) {
                if (random.nextInt(3) > 0) {
                    labels.put(key, String.valueOf(random.nextInt(3)));
                }
            }
            items.add(labels.build());
        }
        LabelIndex index = new LabelIndex(items, Set.of("a", "b"));
        for (int i = 0; i < 5; i++) {
            LabelSelector selector = selector(random);
            RoaringBitmap selected = index.select(selector);
            for (int item = 0; item < items.size(); item++) {
                assertThat(selected.contains(item))
                        .as("%s on %s", selector, items.get(item))
                        .isEqualTo(selector.matches(items.get(item)));
            }
        }
    }

    private static LabelSelector selector(Random random) {
        ImmutableSortedMap<String, String> labels = random.nextBoolean()
                ? ImmutableSortedMap.of("a", String.valueOf(random.nextInt(3)))
                : ImmutableSortedMap.of();
        ImmutableList.Builder<LabelRequirement> expressions = ImmutableList.builder();
        for (int i = random.nextInt(3); i > 0; i--) {
            LabelRequirement.Operator operator =
                    LabelRequirement.Operator.values()[random.nextInt(LabelRequirement.Operator.values().length)];
            expressions.add(new LabelRequirement(
                    random.nextBoolean() ? "a" : "b",
                    operator,
                    ImmutableSortedSet.of(String.valueOf(random.nextInt(3)), String.valueOf(random.nextInt(3)))));
        }
        return new LabelSelector(labels, expressions.build());
    }

    @Property
    void refinement_separates_exactly_what_some_set_separates(@ForAll @IntRange(max = 1_000_000) int seed) {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(20);
        int kinds = 1 + random.nextInt(Math.min(3, size));
        int[] initial = new int[size];
        for (int i = 0; i < size; i++) {
            initial[i] = i < kinds ? i : random.nextInt(kinds);
        }
        Partition partition = new Partition(initial, kinds);
        List<RoaringBitmap> sets = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            RoaringBitmap set = new RoaringBitmap();
            for (int j = random.nextInt(size + 1); j > 0; j--) {
                set.add(random.nextInt(size));
            }
            sets.add(set);
            partition.refine(set);
        }
        int[] classes = partition.classes();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                int first = i;
                int second = j;
                boolean alike = initial[i] == initial[j]
                        && sets.stream().allMatch(set -> set.contains(first) == set.contains(second));
                assertThat(classes[i] == classes[j]).isEqualTo(alike);
            }
        }
        assertThat(Arrays.stream(classes).max().orElse(-1)).isEqualTo(partition.count() - 1);
    }
}
