package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where pods are found in a list: by who they are, or else by their name. */
class PodPositionsTest {
    private static Cluster cluster(int pods) {
        String[] manifests = IntStream.range(0, pods)
                .mapToObj(i -> pod("ns" + i % 7, "pod" + i))
                .toArray(String[]::new);
        return Manifests.cluster(String.join("\n---\n", manifests));
    }

    private static int[] of(PodPositions positions, ImmutableList<Pod> pods) {
        return pods.stream().mapToInt(positions::of).toArray();
    }

    private static int[] upTo(int count) {
        return IntStream.range(0, count).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 64, 100, 513})
    void the_pods_of_the_list_and_equal_ones_that_were_read_again(int count) {
        ImmutableList<Pod> pods = cluster(count).pods();
        PodPositions positions = new PodPositions(pods);
        assertThat(of(positions, pods)).isEqualTo(upTo(count));
        ImmutableList<Pod> again = cluster(count).pods();
        assertThat(again).isEqualTo(pods);
        assertThat(of(positions, again)).isEqualTo(upTo(count));
    }

    @Test
    void none_of_that_name() {
        ImmutableList<Pod> all = cluster(50).pods();
        for (int absent = 0; absent < all.size(); absent++) {
            ImmutableList<Pod> others = ImmutableList.<Pod>builder()
                    .addAll(all.subList(0, absent))
                    .addAll(all.subList(absent + 1, all.size()))
                    .build();
            assertThat(new PodPositions(others).of(all.get(absent))).isEqualTo(-1);
        }
        assertThat(new PodPositions(ImmutableList.of()).of(all.get(0))).isEqualTo(-1);
    }

    @Test
    void a_pod_that_is_another_by_now() {
        Cluster cluster = cluster(100);
        PodPositions positions = new PodPositions(cluster.pods());
        assertThat(of(positions, cluster.pods())).isEqualTo(upTo(100));
        Cluster changed = cluster.with(Manifests.cluster(pod("ns3", "pod10", "{}", "10.0.0.1")), Set.of());
        assertThat(changed.pods()).hasSameSizeAs(cluster.pods()).isNotEqualTo(cluster.pods());
        PodPositions then = positions.with(changed.pods());
        assertThat(of(then, changed.pods())).isEqualTo(upTo(100));
        assertThat(of(then, cluster.pods())).as("by their names").isEqualTo(upTo(100));
        assertThat(of(positions, changed.pods())).isEqualTo(upTo(100));
    }
}
