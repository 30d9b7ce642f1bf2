package dev.postern.benchmarks;

import static dev.postern.benchmarks.NetworkWorld.block;
import static dev.postern.benchmarks.NetworkWorld.label;
import static dev.postern.benchmarks.NetworkWorld.pods;
import static dev.postern.benchmarks.NetworkWorld.port;
import static dev.postern.benchmarks.NetworkWorld.rule;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A real cluster as npinaeva/k8s-netpol-scale describes one: 604 namespaces, 5,413 pods, 13,678 policies. A quarter of the
 * policies changes nothing, the others select 13 pods in the mean and 6 in the median; a rule has an address block, or one
 * selector that matches two pods in the median and now and then two thirds of the cluster; ports are few. The
 * generator is set to these numbers and meets them in tendency only: what came out is not measured.
 */
final class RealShape {
    private static final int NAMESPACES = 604;
    private static final int PODS = 5_413;
    private static final int POLICIES = 13_678;
    /** One namespace in so many is a large one. */
    private static final int LARGE = 40;

    private static final int SEED = 20260905;

    private final NetworkWorld world = new NetworkWorld("http", 8080);
    private final Random random = new Random(SEED);
    private final int[] sizes = new int[NAMESPACES];

    private RealShape() {}

    static Cluster cluster() {
        RealShape shape = new RealShape();
        shape.fill();
        for (int i = 0; i < POLICIES; i++) {
            shape.policy(i);
        }
        shape.world.nodes("kube-system");
        return shape.world.cluster();
    }

    private void fill() {
        for (int i = 0; i < PODS; i++) {
            // A third of the pods crowd in few namespaces, the others spread.
            int namespace = random.nextInt(3) == 0 ? random.nextInt(NAMESPACES / LARGE) * LARGE : anyNamespace();
            ImmutableSortedMap<String, String> labels = ImmutableSortedMap.of(
                    "app", "app-" + sizes[namespace] / 2, "part-of", "system-" + sizes[namespace] % 2);
            world.pod("ns-" + namespace, "pod-" + sizes[namespace], labels);
            sizes[namespace]++;
        }
        for (int i = 0; i < NAMESPACES; i++) {
            world.namespace("ns-" + i, Map.of("env", i % 3 == 0 ? "test" : "production"));
        }
    }

    private int anyNamespace() {
        return random.nextInt(NAMESPACES);
    }

    private void policy(int number) {
        int namespace = random.nextInt(25) == 0 ? random.nextInt(NAMESPACES / LARGE) * LARGE : anyNamespace();
        LabelSelector selected = LabelSelector.EVERYTHING;
        int kind = random.nextInt(100);
        if (kind < 26) {
            selected = label("app", "gone");
        } else if (kind < 41) {
            selected = app(namespace);
        } else if (kind < 50) {
            selected = label("part-of", "system-" + random.nextInt(2));
        }
        List<NetworkPolicyRule> rules = new ArrayList<>();
        for (int i = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(2); i > 0; i--) {
            rules.add(rule(peer(namespace), ports()));
        }
        NetworkPolicyRule[] array = rules.toArray(new NetworkPolicyRule[0]);
        if (random.nextInt(3) == 0) {
            world.egress("ns-" + namespace, "policy-" + number, selected, array);
        } else {
            world.ingress("ns-" + namespace, "policy-" + number, selected, array);
        }
    }

    private NetworkPolicyPeer peer(int namespace) {
        int kind = random.nextInt(1000);
        if (kind < 400) {
            // Most are addresses outside; some hold pods.
            return block(
                    kind < 300 ? "192.168." + random.nextInt(64) + ".0/24" : "10.0." + random.nextInt(21) + ".0/24");
        } else if (kind < 405) {
            return pods(LabelSelector.EVERYTHING, label("env", "production"));
        } else if (kind < 550) {
            return pods(LabelSelector.EVERYTHING);
        } else if (kind < 700) {
            int other = anyNamespace();
            return pods(app(other), label("kubernetes.io/metadata.name", "ns-" + other));
        }
        return pods(app(namespace));
    }

    private LabelSelector app(int namespace) {
        return label("app", "app-" + random.nextInt(1 + sizes[namespace] / 2));
    }

    private NetworkPolicyPort[] ports() {
        int kind = random.nextInt(10);
        if (kind < 4) {
            return new NetworkPolicyPort[0];
        }
        return kind < 9
                ? new NetworkPolicyPort[] {kind == 8 ? port("http") : port(Protocol.TCP, 8000 + random.nextInt(100))}
                : new NetworkPolicyPort[] {port(Protocol.TCP, 443), port(Protocol.UDP, 53)};
    }
}
