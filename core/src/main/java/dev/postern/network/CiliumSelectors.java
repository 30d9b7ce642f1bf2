package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelRequirement.Operator;
import dev.postern.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Selectors of one of Cilium's policies as sets of ends. To an agent everything has labels: a pod those of its own, of its
 * namespace, and of its namespace, account and cluster by name; whatever else there is has reserved ones. A selector means
 * less than it says: peers are in the policy's own namespace unless it names another, or labels of namespaces.
 *
 * <p>Taken for granted is an agent that leaves out no labels of pods, a cluster called {@code default}, and {@code
 * policy-default-local-cluster}, as they are by default; but by default agents also leave out some labels that change with
 * every rollout ({@code pod-template-hash} and the like), by which no policy should select.
 *
 * <p>Source: cilium, {@code pkg/policy/api/selector.go} and {@code pkg/k8s/apis/cilium.io/utils/utils.go}.
 */
final class CiliumSelectors {
    private static final String NAMESPACE = "io.kubernetes.pod.namespace";
    private static final String NAMESPACE_LABELS = "io.cilium.k8s.namespace.labels.";
    private static final String ACCOUNT = "io.cilium.k8s.policy.serviceaccount";
    private static final String CLUSTER = "io.cilium.k8s.policy.cluster";
    private static final String CLUSTER_NAME = "default";
    private static final String KUBERNETES = "k8s";
    private static final ImmutableSet<String> OF_PODS = ImmutableSet.of(CiliumKeys.ANY, KUBERNETES);

    private final CiliumPolicy policy;
    private final CiliumEnds ends;

    CiliumSelectors(CiliumPolicy policy, CiliumEnds ends) {
        this.policy = policy;
        this.ends = ends;
    }

    /** A namespaced policy is for pods of its own namespace, whatever namespace its selector may name by the usual label. */
    EndSet subject(LabelSelector selector) {
        List<EndSet> parts = new ArrayList<>();
        parts.add(policy.isClusterwide() ? EndSets.PODS : ownNamespace());
        for (LabelRequirement requirement : requirements(policy.isClusterwide() ? selector : unplaced(selector))) {
            parts.add(set(requirement, false));
        }
        return EndSet.all(parts);
    }

    private static LabelSelector unplaced(LabelSelector selector) {
        Map<String, String> labels = new TreeMap<>(selector.matchLabels());
        labels.remove(KUBERNETES + ":" + NAMESPACE);
        return new LabelSelector(ImmutableSortedMap.copyOf(labels), selector.matchExpressions());
    }

    EndSet peer(LabelSelector selector) {
        List<EndSet> parts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean reserved = false;
        for (LabelRequirement requirement : requirements(selector)) {
            String source = CiliumKeys.source(requirement.key());
            reserved |= source.equals(CiliumKeys.RESERVED);
            if (OF_PODS.contains(source)) {
                names.add(CiliumKeys.name(requirement.key()));
            }
            parts.add(set(requirement, true));
        }
        if (!reserved) {
            parts.addAll(0, scope(names));
        }
        return EndSet.all(parts);
    }

    /** What goes without saying: only pods have clusters and namespaces. */
    private List<EndSet> scope(List<String> names) {
        List<EndSet> scope = new ArrayList<>();
        boolean named = names.contains(NAMESPACE)
                || !policy.isClusterwide() && names.stream().anyMatch(name -> name.startsWith(NAMESPACE_LABELS));
        if (!named && !policy.isClusterwide()) {
            scope.add(ownNamespace());
        } else if (!named || !names.contains(CLUSTER)) {
            scope.add(EndSets.PODS);
        }
        return scope;
    }

    private EndSet ownNamespace() {
        return EndSet.namespace(policy.meta().namespace());
    }

    /** Nodes by their labels. */
    static EndSet nodes(LabelSelector selector) {
        ImmutableList.Builder<LabelRequirement> asked = ImmutableList.builder();
        for (LabelRequirement requirement : requirements(selector)) {
            if (OF_PODS.contains(CiliumKeys.source(requirement.key()))) {
                String name = CiliumKeys.name(requirement.key());
                asked.add(new LabelRequirement(name, requirement.operator(), requirement.values()));
            } else if (requirement.operator() == Operator.IN || requirement.operator() == Operator.EXISTS) {
                return EndSets.NOBODY;
            }
        }
        return new EndSet.LabelledNodes(new LabelSelector(ImmutableSortedMap.of(), asked.build()));
    }

    private static ImmutableList<LabelRequirement> requirements(LabelSelector selector) {
        ImmutableList.Builder<LabelRequirement> all = ImmutableList.builder();
        selector.matchLabels().forEach((key, value) -> all.add(is(key, value)));
        return all.addAll(selector.matchExpressions()).build();
    }

    private static LabelRequirement is(String key, String value) {
        return new LabelRequirement(key, Operator.IN, ImmutableSortedSet.of(value));
    }

    private EndSet set(LabelRequirement requirement, boolean peer) {
        EndSet present = labelled(requirement.key(), LabelTest.PRESENT, peer);
        EndSet among = labelled(requirement.key(), new LabelTest.In(requirement.values()), peer);
        switch (requirement.operator()) {
            case IN:
                return among;
            case NOT_IN:
                return EndSet.not(among);
            case EXISTS:
                return present;
            case DOES_NOT_EXIST:
                return EndSet.not(present);
            default:
                return EndSets.NOBODY;
        }
    }

    /** @param peer whether others than pods are meant, too */
    private EndSet labelled(String key, LabelTest test, boolean peer) {
        String source = CiliumKeys.source(key);
        String name = CiliumKeys.name(key);
        EndSet reserved = peer && test.matches("") ? ends.reserved(name) : EndSets.NOBODY;
        if (source.equals(CiliumKeys.RESERVED)) {
            return reserved;
        } else if (!OF_PODS.contains(source)) {
            return EndSets.NOBODY;
        }
        EndSet pods = pods(name, test);
        return source.equals(KUBERNETES) || reserved.equals(EndSets.NOBODY) ? pods : EndSet.any(pods, reserved);
    }

    private static EndSet pods(String name, LabelTest test) {
        EndSet own = new EndSet.Label(EndSet.Whose.POD, name, test);
        switch (name) {
            case NAMESPACE:
                return new EndSet.InNamespace(test);
            case ACCOUNT:
                return new EndSet.AsAccount(test);
            case CLUSTER:
                return test.matches(CLUSTER_NAME) ? EndSets.PODS : EndSets.NOBODY;
            default:
                break;
        }
        if (!name.startsWith(NAMESPACE_LABELS)) {
            return own;
        }
        // A label that the namespace does not have may yet be on the pod, under the name that it would have then.
        String key = name.substring(NAMESPACE_LABELS.length());
        EndSet.Label absent = new EndSet.Label(EndSet.Whose.NAMESPACE, key, LabelTest.PRESENT);
        return EndSet.any(new EndSet.Label(EndSet.Whose.NAMESPACE, key, test), EndSet.all(EndSet.not(absent), own));
    }
}
