package dev.postern.benchmarks;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumSpec;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.ObjectMeta;
import dev.postern.model.Pod;
import dev.postern.network.CniProfile;
import dev.postern.network.Network;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** One policy, the labels of one pod, the labels of one namespace changed, and a question put to the result. */
final class NetworkChanges {
    private static final String UNREAD = "changed";
    /** How much further than the first policy of a namespace, which is for all its pods, stands one for some. */
    private static final int OF_SOME = 3;

    private final Cluster cluster;
    private final Network network;
    private final NetworkQuestions questions;
    private final CniProfile profile;

    NetworkChanges(Cluster cluster, Network network, NetworkQuestions questions) {
        this.cluster = cluster;
        this.network = network;
        this.questions = questions;
        profile = CniProfile.of(cluster);
    }

    void each(BiConsumer<String, LongSupplier> sink) {
        sink.accept("one policy changed, asked again", () -> ask(policy()));
        sink.accept("one pod label changed, asked again", () -> ask(pod("app")));
        sink.accept("one that no selector names, of a pod", () -> ask(pod(UNREAD)));
        sink.accept("one namespace label changed, asked again", () -> ask(namespace("team")));
        sink.accept("one that no selector names, of a namespace", () -> ask(namespace(UNREAD)));
    }

    private long ask(Cluster changed) {
        Network after = network.after(cluster.with(changed, Set.of()), profile);
        return after.outcome(
                        after.classOf(questions.source(0)),
                        after.classOf(questions.destination(0)),
                        questions.protocols[0],
                        questions.ports[0])
                .ordinal();
    }

    /** One for some pods of its namespace, which is for all of them then; of the kind of which there are policies. */
    private Cluster policy() {
        if (!cluster.calicoPolicies().isEmpty()) {
            return only(widened(middle(cluster.calicoPolicies(), OF_SOME)));
        } else if (!cluster.ciliumPolicies().isEmpty()) {
            return only(widened(middle(cluster.ciliumPolicies(), OF_SOME)));
        } else if (!cluster.authorizationPolicies().isEmpty()) {
            return only(widened(middle(cluster.authorizationPolicies(), OF_SOME)));
        }
        NetworkPolicy policy = middle(cluster.networkPolicies(), 0);
        return only(new NetworkPolicy(
                policy.meta(),
                LabelSelector.EVERYTHING,
                policy.isolatesIngress(),
                policy.isolatesEgress(),
                policy.typesStated(),
                policy.ingress(),
                policy.egress()));
    }

    private static <T> T middle(List<T> policies, int further) {
        return policies.get(policies.size() / 2 + further);
    }

    private static CalicoPolicy widened(CalicoPolicy policy) {
        return new CalicoPolicy(
                policy.meta(),
                policy.kind(),
                policy.tier(),
                policy.order(),
                Optional.empty(),
                policy.namespaceSelector(),
                policy.serviceAccountSelector(),
                policy.types(),
                policy.ingress(),
                policy.egress(),
                policy.hostEndpointsOnly(),
                policy.unread());
    }

    private static CiliumPolicy widened(CiliumPolicy policy) {
        CiliumSpec spec = policy.spec().orElseThrow();
        return new CiliumPolicy(
                policy.meta(),
                policy.kind(),
                Optional.of(new CiliumSpec(
                        Optional.of(LabelSelector.EVERYTHING),
                        spec.nodeSelector(),
                        spec.defaultDenyIngress(),
                        spec.defaultDenyEgress(),
                        spec.ingress(),
                        spec.ingressDeny(),
                        spec.egress(),
                        spec.egressDeny(),
                        spec.unread())),
                policy.specs());
    }

    private static AuthorizationPolicy widened(AuthorizationPolicy policy) {
        return new AuthorizationPolicy(
                policy.meta(),
                policy.action(),
                Optional.empty(),
                policy.targets(),
                policy.provider(),
                policy.rules(),
                policy.unknown(),
                policy.malformed());
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
