package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether Kyverno is installed, as its policies, its webhooks or the kind of its policies show, and at what it looks. */
final class Kyverno {
    static final ImmutableSet<String> POLICIES = ImmutableSet.of("ClusterPolicy", "Policy");
    /** Its webhooks leave these out unless they are told otherwise. */
    private static final ImmutableSet<String> LEFT_OUT = ImmutableSet.of("kube-system", "kyverno");

    private final Optional<Evidence> shown;

    Kyverno(Cluster cluster) {
        shown = Stream.of(
                        cluster.admissionPolicies(),
                        cluster.webhookConfigurations(),
                        cluster.clusterObjects("CustomResourceDefinition"))
                .flatMap(List::stream)
                .map(KubernetesObject::ref)
                .filter(ref -> isPolicy(ref) || isWebhook(ref) || ref.name().equals("clusterpolicies.kyverno.io"))
                .findFirst()
                .map(ref -> Evidence.stated(ref, "", "exists"));
    }

    static boolean isPolicy(ObjectRef ref) {
        return POLICIES.contains(ref.kind());
    }

    static boolean isWebhook(ObjectRef ref) {
        return ref.kind().endsWith("WebhookConfiguration") && ref.name().startsWith("kyverno-");
    }

    static boolean leavesOut(String namespace) {
        return LEFT_OUT.contains(namespace);
    }

    /** What shows that it looks at pods of a namespace. */
    Optional<Evidence> looksAt(String namespace) {
        return leavesOut(namespace) ? Optional.empty() : shown;
    }
}
