package dev.postern.benchmarks;

import static dev.postern.benchmarks.NetworkWorld.block;
import static dev.postern.benchmarks.NetworkWorld.label;
import static dev.postern.benchmarks.NetworkWorld.pods;
import static dev.postern.benchmarks.NetworkWorld.port;
import static dev.postern.benchmarks.NetworkWorld.rule;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What people write: 20 workloads of 5 replicas a namespace; of the namespace's policies the first isolates it, the second
 * lets the ingress controller in, the third opens names and the internet, the others join workloads, of the same namespace
 * or of one of 50 teams. Where there is less than one policy of each kind a namespace, the namespaces take turns.
 */
final class PlainShape {
    private static final int WORKLOADS = 20;
    private static final int REPLICAS = 5;
    private static final int KINDS = 10;
    private static final int TEAMS = 50;
    private static final int SEED = 20260902;
    private static final String SHARED = "shared";

    private final NetworkWorld world = new NetworkWorld("http", 8080);
    private final Random random = new Random(SEED);

    private PlainShape() {}

    static Cluster cluster(int podCount, int policyCount) {
        PlainShape shape = new PlainShape();
        shape.world.namespace(SHARED, Map.of("team", "platform"));
        shape.workload(SHARED, "ingress");
        shape.workload(SHARED, "dns");
        int namespaces = podCount / (WORKLOADS * REPLICAS);
        for (int i = 0; i < namespaces; i++) {
            String namespace = "ns-" + i;
            shape.world.namespace(namespace, Map.of("team", "team-" + i % TEAMS));
            for (int workload = 0; workload < WORKLOADS; workload++) {
                shape.workload(namespace, "app-" + workload);
            }
            int each = policyCount / namespaces;
            for (int policy = 0; policy < each; policy++) {
                shape.policy(namespace, each < KINDS ? (i + policy) % KINDS : policy, policy);
            }
        }
        shape.world.nodes(SHARED);
        return shape.world.cluster();
    }

    private void workload(String namespace, String app) {
        String tier = List.of("web", "api", "db").get(random.nextInt(3));
        ImmutableSortedMap<String, String> labels =
                ImmutableSortedMap.of("app", app, "pod-template-hash", namespace + app, "tier", tier);
        for (int i = 0; i < REPLICAS; i++) {
            world.pod(namespace, app + "-" + i, labels);
        }
    }

    private void policy(String namespace, int kind, int number) {
        String name = "policy-" + number;
        LabelSelector shared = label(Namespace.NAME_LABEL, SHARED);
        switch (kind) {
            case 0 -> world.policy(namespace, name, LabelSelector.EVERYTHING, true, false, List.of(), List.of());
            case 1 ->
                world.ingress(
                        namespace,
                        name,
                        label("tier", "web"),
                        rule(pods(label("app", "ingress"), shared), port("http")));
            case 2 ->
                world.egress(
                        namespace,
                        name,
                        LabelSelector.EVERYTHING,
                        rule(pods(label("app", "dns"), shared), port(Protocol.UDP, 53)),
                        rule(pods(LabelSelector.EVERYTHING), port(Protocol.TCP, 8080)),
                        rule(block("0.0.0.0/0", "10.0.0.0/8"), port(Protocol.TCP, 443)));
            case 3, 4 ->
                world.ingress(
                        namespace,
                        name,
                        app(),
                        rule(pods(app(), label("team", "team-" + random.nextInt(TEAMS))), port(Protocol.TCP, 8080)));
            case 5 ->
                world.egress(
                        namespace,
                        name,
                        app(),
                        rule(pods(LabelSelector.EVERYTHING, label("team", "team-" + random.nextInt(TEAMS)))));
            default ->
                world.ingress(
                        namespace,
                        name,
                        app(),
                        rule(pods(app()), port(Protocol.TCP, 8080)),
                        rule(pods(app()), port(Protocol.TCP, 9090)));
        }
    }

    private LabelSelector app() {
        return label("app", "app-" + random.nextInt(WORKLOADS));
    }
}
