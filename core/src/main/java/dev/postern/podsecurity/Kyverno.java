package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.KyvernoPolicyKind;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether Kyverno is installed, as its policies, its webhooks or the kinds of its policies show, and at what it looks. */
final class Kyverno {
    private static final String DEFINITION = "CustomResourceDefinition";
    /** Its webhooks leave these out unless they are told otherwise. */
    private static final ImmutableSet<String> LEFT_OUT = ImmutableSet.of("kube-system", "kyverno");

    private final Cluster cluster;
    private final Optional<Evidence> shown;

    Kyverno(Cluster cluster) {
        this.cluster = cluster;
        shown = Stream.of(
                        cluster.admissionPolicies(),
                        cluster.webhookConfigurations(),
                        cluster.clusterObjects(DEFINITION))
                .flatMap(List::stream)
                .map(KubernetesObject::ref)
                .filter(ref -> isPolicy(ref) || isWebhook(ref) || isDefinition(ref))
                .findFirst()
                .map(ref -> Evidence.stated(ref, "", "exists"));
    }

    static boolean isPolicy(ObjectRef ref) {
        return KyvernoPolicyKind.of(ref.kind()).isPresent();
    }

    /** Whether the policy is of a kind that does nothing else; one of Kyverno's own rules may do this and that. */
    static boolean changesPods(ObjectRef ref) {
        return KyvernoPolicyKind.of(ref.kind())
                .filter(kind -> kind == KyvernoPolicyKind.MUTATING || kind == KyvernoPolicyKind.NAMESPACED_MUTATING)
                .isPresent();
    }

    private static boolean isDefinition(ObjectRef ref) {
        return ref.kind().equals(DEFINITION)
                && (ref.equals(definition(KyvernoPolicyKind.CLUSTER_POLICY))
                        || ref.name().endsWith("." + KyvernoPolicyKind.CEL_GROUP));
    }

    private static ObjectRef definition(KyvernoPolicyKind kind) {
        return ObjectRef.cluster(DEFINITION, kind.resource() + "." + kind.apiGroup());
    }

    static boolean isWebhook(ObjectRef ref) {
        return ref.kind().endsWith("WebhookConfiguration") && ref.name().startsWith("kyverno-");
    }

    static boolean leavesOut(String namespace) {
        return LEFT_OUT.contains(namespace);
    }

    /** Whether there are policies of a kind, which not every version has: one of them shows it, or the kind's definition. */
    Decision knows(KyvernoPolicyKind kind) {
        ObjectRef definition = definition(kind);
        Optional<Evidence> known = Stream.of(cluster.admissionPolicies(), cluster.clusterObjects(DEFINITION))
                .flatMap(List::stream)
                .map(KubernetesObject::ref)
                .filter(ref -> ref.kind().equals(kind.kind()) || ref.equals(definition))
                .findFirst()
                .map(ref -> Evidence.stated(ref, "", "exists"));
        if (known.isPresent()) {
            return Decision.allowed(Support.of(known.get()));
        }
        String missing = "exists, in this version of Kyverno";
        return cluster.isComplete(DEFINITION)
                ? Decision.denied()
                : Decision.unknown(missing, Support.of(Evidence.assumed(definition, "", missing)));
    }

    /** What shows that it looks at pods of a namespace. */
    Optional<Evidence> looksAt(String namespace) {
        return leavesOut(namespace) ? Optional.empty() : shown;
    }
}
