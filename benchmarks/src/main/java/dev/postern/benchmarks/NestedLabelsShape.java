package dev.postern.benchmarks;

import static dev.postern.benchmarks.NetworkWorld.anyOf;
import static dev.postern.benchmarks.NetworkWorld.block;
import static dev.postern.benchmarks.NetworkWorld.label;
import static dev.postern.benchmarks.NetworkWorld.pods;
import static dev.postern.benchmarks.NetworkWorld.port;
import static dev.postern.benchmarks.NetworkWorld.ports;
import static dev.postern.benchmarks.NetworkWorld.rule;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Protocol;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The workload of npinaeva/k8s-netpol-scale for kube-burner: pod r of each namespace carries the labels 1 to r, so that the
 * label n selects all but the first n - 1; peers are such a label in five namespaces, another choice for each rule. 1,000
 * namespaces of 100 pods and 10 policies; unlike there, the policies of a namespace select different numbers of pods.
 */
final class NestedLabelsShape {
    private static final int NAMESPACES = 1_000;
    private static final int PODS = 100;
    private static final int POLICIES = 10;
    private static final int RULES = 2;
    private static final int PEER_NAMESPACES = 5;
    private static final int SEED = 20260903;
    private static final NetworkPolicyPort[] PORTS = {
        port(Protocol.TCP, 1001), port(Protocol.TCP, 1002), ports(5000, 5005), ports(5010, 5015)
    };

    private final NetworkWorld world = new NetworkWorld("", 8080);
    private final Random random = new Random(SEED);

    private NestedLabelsShape() {}

    static Cluster cluster() {
        NestedLabelsShape shape = new NestedLabelsShape();
        for (int i = 0; i < NAMESPACES; i++) {
            shape.world.namespace(name(i), Map.of("kube-burner-job", "network-policy-perf"));
        }
        for (int replica = 1; replica <= PODS; replica++) {
            ImmutableSortedMap.Builder<String, String> labels = ImmutableSortedMap.naturalOrder();
            labels.put("test-pod", "true").put("num", String.valueOf(replica));
            for (int label = 1; label <= replica; label++) {
                labels.put(String.valueOf(label), "true");
            }
            ImmutableSortedMap<String, String> shared = labels.build();
            for (int i = 0; i < NAMESPACES; i++) {
                shape.world.pod(name(i), "test-pod-" + replica, shared);
            }
        }
        for (int i = 0; i < NAMESPACES; i++) {
            for (int policy = 0; policy < POLICIES; policy++) {
                shape.policy(name(i), policy);
            }
        }
        shape.world.nodes("kube-system");
        return shape.world.cluster();
    }

    private void policy(String namespace, int number) {
        NetworkPolicyRule[] rules = new NetworkPolicyRule[RULES + 1];
        for (int i = 0; i < RULES; i++) {
            Set<String> namespaces = new TreeSet<>();
            while (namespaces.size() < PEER_NAMESPACES) {
                namespaces.add(name(random.nextInt(NAMESPACES)));
            }
            rules[i] = rule(pods(some(), anyOf(Namespace.NAME_LABEL, namespaces)), PORTS);
        }
        rules[RULES] = rule(block("1.0." + number + ".0/24"), PORTS);
        if (number % 2 == 0) {
            world.ingress(namespace, "ingress-" + number, some(), rules);
        } else {
            world.egress(namespace, "egress-" + number, some(), rules);
        }
    }

    private LabelSelector some() {
        return label(String.valueOf(1 + random.nextInt(PODS)), "true");
    }

    private static String name(int number) {
        return "network-policy-perf-" + number;
    }
}
