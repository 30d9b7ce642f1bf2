package dev.postern.benchmarks;

import static dev.postern.benchmarks.NetworkWorld.anyOf;
import static dev.postern.benchmarks.NetworkWorld.label;
import static dev.postern.benchmarks.NetworkWorld.pods;
import static dev.postern.benchmarks.NetworkWorld.rule;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicyRule;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sizes of Antrea's published test of many small namespaces: 25,000 namespaces, each with two pods of one label and two
 * of another, isolated in both directions, and a policy for each label that lets its pods talk. There nothing is said about
 * egress, so that nothing passes; here egress mirrors ingress, and the second policy opens the namespace to its group (50
 * groups), in a tenth of the namespaces to two other groups, chosen at random.
 */
final class AntreaShape {
    private static final int NAMESPACES = 25_000;
    private static final int GROUPS = 50;
    private static final int SEED = 20260904;

    private AntreaShape() {}

    static Cluster cluster() {
        NetworkWorld world = new NetworkWorld("", 8080);
        Random random = new Random(SEED);
        ImmutableSortedMap<String, String> first = ImmutableSortedMap.of("app-1", "scale-1");
        ImmutableSortedMap<String, String> second = ImmutableSortedMap.of("app-2", "scale-2");
        for (int i = 0; i < NAMESPACES; i++) {
            String namespace = "ns-" + i;
            world.namespace(namespace, Map.of("app", namespace, "group", group(i)));
            for (int pod = 0; pod < 4; pod++) {
                world.pod(namespace, "pod-" + pod, pod < 2 ? first : second);
            }
            world.policy(namespace, "default-deny-all", LabelSelector.EVERYTHING, true, true, List.of(), List.of());
            both(world, namespace, "np-1", label("app-1", "scale-1"), rule(pods(label("app-1", "scale-1"))));
            Set<String> groups = new TreeSet<>();
            groups.add(group(i));
            while (i % 10 == 0 && groups.size() < 3) {
                groups.add(group(random.nextInt(GROUPS)));
            }
            both(
                    world,
                    namespace,
                    "np-2",
                    label("app-2", "scale-2"),
                    rule(pods(label("app-2", "scale-2"), anyOf("group", groups))));
        }
        world.nodes("kube-system");
        return world.cluster();
    }

    private static void both(
            NetworkWorld world, String namespace, String name, LabelSelector pods, NetworkPolicyRule rule) {
        world.policy(namespace, name, pods, true, true, List.of(rule), List.of(rule));
    }

    private static String group(int number) {
        return "group-" + number % GROUPS;
    }
}
