package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.KubernetesObject;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What there is to say of labels by which policies select and Cilium's agents do not know pods. */
final class CiliumLabelNotes {
    private static final int MAX_KEY = 100;

    private final CiliumLabels labels;
    private final List<Diagnostic> notes = new ArrayList<>();

    private CiliumLabelNotes(CiliumLabels labels) {
        this.labels = labels;
    }

    static List<Diagnostic> of(Cluster cluster, CiliumLabels labels) {
        CiliumLabelNotes notes = new CiliumLabelNotes(labels);
        labels.settings()
                .ifPresent(map -> labels.fault()
                        .ifPresent(fault -> notes.add(map, "network-policy-labels-unknown", ": " + fault + ".")));
        for (NetworkPolicy policy : cluster.networkPolicies()) {
            if (PolicyFaults.find(policy).isEmpty()) {
                notes.note(policy, selectors(policy).flatMap(CiliumLabels::keys).filter(key -> !labels.isOfPod(key)));
            }
        }
        for (CiliumPolicy policy : cluster.ciliumPolicies()) {
            if (CiliumFaults.find(policy).isEmpty()) {
                notes.note(
                        policy,
                        policy.parts().stream()
                                .flatMap(part -> selectors(part.spec()))
                                .flatMap(CiliumLabels::keys)
                                .filter(key -> CiliumSelectors.isOfPods(key) && !notes.isHeeded(CiliumKeys.name(key))));
            }
        }
        return notes.notes;
    }

    private boolean isHeeded(String name) {
        return CiliumSelectors.isGivenByAgents(name) ? labels.isHeeded(name) : labels.isOfPod(name);
    }

    private static Stream<LabelSelector> selectors(NetworkPolicy policy) {
        return Stream.concat(
                Stream.of(policy.podSelector()),
                Stream.of(policy.ingress(), policy.egress())
                        .flatMap(List::stream)
                        .flatMap(rule -> rule.peers().stream())
                        .flatMap(peer -> peer.podSelector().stream()));
    }

    private static Stream<LabelSelector> selectors(CiliumSpec spec) {
        Stream<ImmutableList<CiliumRule>> rules =
                Stream.of(spec.ingress(), spec.ingressDeny(), spec.egress(), spec.egressDeny());
        return Stream.concat(
                spec.endpointSelector().stream(),
                rules.flatMap(List::stream)
                        .flatMap(rule -> rule.peers().stream())
                        .flatMap(kind -> kind instanceof CiliumPeers.Endpoints endpoints
                                ? endpoints.items().stream()
                                : Stream.of()));
    }

    private void note(KubernetesObject policy, Stream<String> unheeded) {
        unheeded.findFirst()
                .ifPresent(key -> add(
                        policy,
                        "network-policy-label-unheeded",
                        " asks for the label " + Printable.of(key, MAX_KEY)
                                + " of pods, which Cilium's agents leave out of what they know them by: to this policy no pod"
                                + " has it. Select by another label."));
    }

    private void add(KubernetesObject object, String code, String text) {
        notes.add(PoliciesInForce.about(object, Severity.WARNING, code, text));
    }
}
