package dev.postern.benchmarks;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.ObjectMeta;
import dev.postern.model.Pod;
import dev.postern.network.Network;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** One policy, the labels of one pod, the labels of one namespace changed, and a question put to the result. */
final class NetworkChanges {
    private static final String UNREAD = "changed";

    private final Cluster cluster;
    private final Network network;
    private final NetworkQuestions questions;

    NetworkChanges(Cluster cluster, Network network, NetworkQuestions questions) {
        this.cluster = cluster;
        this.network = network;
        this.questions = questions;
    }

    void each(BiConsumer<String, LongSupplier> sink) {
        sink.accept("one policy changed, asked again", () -> ask(policy()));
        sink.accept("one pod label changed, asked again", () -> ask(pod("app")));
        sink.accept("one that no selector names, of a pod", () -> ask(pod(UNREAD)));
        sink.accept("one namespace label changed, asked again", () -> ask(namespace("team")));
        sink.accept("one that no selector names, of a namespace", () -> ask(namespace(UNREAD)));
    }

    private long ask(Cluster changed) {
        Network after = network.after(cluster.with(changed, Set.of()));
        return after.outcome(
                        after.classOf(questions.source(0)),
                        after.classOf(questions.destination(0)),
                        questions.protocols[0],
                        questions.ports[0])
                .ordinal();
    }

    private Cluster policy() {
        NetworkPolicy policy =
                cluster.networkPolicies().get(cluster.networkPolicies().size() / 2);
        return only(new NetworkPolicy(
                policy.meta(),
                LabelSelector.EVERYTHING,
                policy.isolatesIngress(),
                policy.isolatesEgress(),
                policy.typesStated(),
                policy.ingress(),
                policy.egress()));
    }

    private Cluster namespace(String label) {
        Namespace namespace = cluster.namespaces().get(cluster.namespaces().size() / 2);
        return only(new Namespace(more(namespace.meta(), label)));
    }

    private Cluster pod(String label) {
        Pod pod = questions.source(0);
        return Cluster.builder()
                .add(new Pod(
                        pod.object(),
                        more(pod.meta(), label),
                        pod.spec(),
                        pod.specField(),
                        pod.nodeName(),
                        pod.phase(),
                        pod.ips(),
                        pod.owner(),
                        pod.virtual(),
                        pod.mirror()))
                .build();
    }

    private static Cluster only(KubernetesObject object) {
        return Cluster.builder().add(object).build();
    }

    private static ObjectMeta more(ObjectMeta meta, String label) {
        Map<String, String> labels = new HashMap<>(meta.labels());
        labels.put(label, labels.containsKey(label) ? labels.get(label) + "2" : "true");
        return meta.withLabels(ImmutableSortedMap.copyOf(labels));
    }
}
