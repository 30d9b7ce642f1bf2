package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.LabelRequirement;
import dev.postern.model.Node;
import dev.postern.model.NodeSelectorTerm;
import dev.postern.model.Pod;
import dev.postern.model.PodSpec;
import dev.postern.model.Support;
import dev.postern.model.Taint;
import dev.postern.model.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where pods run. For one that is not scheduled, the nodes that pass the scheduler's filters for node selector, required
 * node affinity, taints and cordons. Resources, spreading and pod affinity are left aside: they change from moment to
 * moment, and so do the taints by which the control plane reports a node's condition.
 */
final class Placements {
    private static final Taint CORDON = new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule");

    private static final ImmutableSet<String> CONDITIONS = ImmutableSet.of(
            "node.kubernetes.io/not-ready",
            "node.kubernetes.io/unreachable",
            "node.kubernetes.io/memory-pressure",
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/pid-pressure",
            "node.kubernetes.io/network-unavailable",
            "node.cloudprovider.kubernetes.io/uninitialized",
            "node.cloudprovider.kubernetes.io/shutdown");

    private final Cluster cluster;

    /** Few pods have constraints of their own, so each node is looked at once per constraint and not once per pod. */
    private final ConcurrentMap<String, ImmutableList<String>> candidatesBySignature = new ConcurrentHashMap<>();

    Placements(Cluster cluster) {
        this.cluster = cluster;
    }

    Placement of(Pod pod) {
        if (pod.nodeName().isPresent()) {
            String node = pod.nodeName().get();
            return new Placement.Scheduled(
                    node, Support.of(Evidence.stated(pod.object(), pod.field("nodeName"), node)));
        }
        String signature = signature(pod);
        ImmutableList<String> candidates = candidatesBySignature.computeIfAbsent(signature, any -> candidates(pod));
        return new Placement.Symbolic(candidates, !cluster.nodes().isEmpty(), signature, support(pod));
    }

    private ImmutableList<String> candidates(Pod pod) {
        return cluster.nodes().stream()
                .filter(node -> admits(node, pod))
                .map(node -> node.meta().name())
                .collect(ImmutableList.toImmutableList());
    }

    private static boolean admits(Node node, Pod pod) {
        Map<String, String> labels = node.meta().labels();
        for (Map.Entry<String, String> wanted : pod.spec().nodeSelector().entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        return matchesAffinity(node, pod.spec()) && toleratesTaints(node, pod);
    }

    private static boolean matchesAffinity(Node node, PodSpec spec) {
        return spec.nodeAffinity().isEmpty()
                || spec.nodeAffinity().get().stream().anyMatch(term -> matches(node, term));
    }

    private static boolean matches(Node node, NodeSelectorTerm term) {
        if (term.matchExpressions().isEmpty() && term.matchFields().isEmpty()) {
            return false;
        }
        Map<String, String> fields = Map.of("metadata.name", node.meta().name());
        return allMatch(term.matchExpressions(), node.meta().labels()) && allMatch(term.matchFields(), fields);
    }

    private static boolean allMatch(List<LabelRequirement> requirements, Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    private static boolean toleratesTaints(Node node, Pod pod) {
        if (node.unschedulable() && !tolerates(pod, CORDON)) {
            return false;
        }
        return node.taints().stream()
                .filter(taint ->
                        taint.effect().equals("NoSchedule") || taint.effect().equals("NoExecute"))
                .filter(taint -> !CONDITIONS.contains(taint.key()))
                .allMatch(taint -> tolerates(pod, taint));
    }

    private static boolean tolerates(Pod pod, Taint taint) {
        // The DaemonSet controller gives its pods this toleration; the template does not show it.
        if (pod.owner().kind().equals("DaemonSet") && taint.key().equals(CORDON.key())) {
            return true;
        }
        return pod.spec().tolerations().stream().anyMatch(toleration -> toleration.tolerates(taint));
    }

    private static Support support(Pod pod) {
        PodSpec spec = pod.spec();
        List<Evidence> facts = new ArrayList<>();
        facts.add(Fields.byDefault(pod, "nodeName", "chosen by the scheduler"));
        spec.nodeSelector().forEach((key, value) -> facts.add(Fields.stated(pod, "nodeSelector[" + key + "]", value)));
        if (spec.nodeAffinity().isPresent()) {
            String field = "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution";
            facts.add(Fields.stated(pod, field, "required"));
        }
        return Support.of(facts);
    }

    /** Values may hold any character, so lengths stand before them: unequal constraints never write the same text. */
    private static String signature(Pod pod) {
        PodSpec spec = pod.spec();
        StringBuilder text = new StringBuilder();
        append(text, pod.owner().kind().equals("DaemonSet") ? "daemon" : "");
        spec.nodeSelector().forEach((key, value) -> {
            append(text, key);
            append(text, value);
        });
        // Required affinity without any term is not the same as none: it matches no node.
        spec.nodeAffinity().ifPresent(terms -> {
            append(text, "affinity");
            terms.stream().map(NodeSelectorTerm::toString).sorted().forEach(term -> append(text, term));
        });
        append(text, "tolerations");
        spec.tolerations().stream().map(Toleration::toString).sorted().forEach(term -> append(text, term));
        return text.toString();
    }

    private static void append(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part).append(' ');
    }
}
