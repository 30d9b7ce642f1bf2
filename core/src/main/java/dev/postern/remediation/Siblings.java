package dev.postern.remediation;

import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import java.util.stream.Stream;

/**
 * What a fact about one pod would be about the others of its owner. An edit of the owner's template takes it away from all of
 * them, so that no plan need be looked at for each: a DaemonSet has one on every node.
 */
final class Siblings {
    private final OwnedPods pods;

    Siblings(OwnedPods pods) {
        this.pods = pods;
    }

    /** The same of the other pods, whether it holds of them or not; nothing for what is no pod. */
    Stream<Evidence> of(Evidence fact) {
        return pods.find(fact.object()).stream()
                .flatMap(pod -> pods.of(pod.owner()).stream())
                .map(Pod::object)
                .filter(pod -> !pod.equals(fact.object()))
                .map(pod -> new Evidence(pod, fact.field(), fact.value(), fact.basis()));
    }
}
