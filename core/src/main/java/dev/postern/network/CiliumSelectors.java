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
 * <p>Labels that agents leave out ({@link CiliumLabels}) nothing has. Taken for granted is a cluster called {@code default},
 * and {@code policy-default-local-cluster}, as they are by default.
 *
 * <p>Source: cilium, {@code pkg/policy/api/selector.go} and {@code pkg/k8s/apis/cilium.io/utils/utils.go}.
 */
final class CiliumSelectors {
    private static final String NAMESPACE = "io.kubernetes.pod.namespace";
    private static final String NAMESPACE_LABELS = CiliumLabels.OF_NAMESPACE;
    private static final String ACCOUNT = CiliumLabels.OWN + ".policy.serviceaccount";
    private static final String CLUSTER = CiliumLabels.OWN + ".policy.cluster";
    private static final String CLUSTER_NAME = "default";
    private static final String KUBERNETES = "k8s";
    private static final ImmutableSet<String> OF_PODS = ImmutableSet.of(CiliumKeys.ANY, KUBERNETES);
    private static final ImmutableSet<String> GIVEN = ImmutableSet.of(NAMESPACE, ACCOUNT, CLUSTER);

    private final CiliumPolicy policy;
    private final CiliumEnds ends;

    CiliumSelectors(CiliumPolicy policy, CiliumEnds ends) {
        this.policy = policy;
        this.ends = ends;
    }

    /** Whether a key with its source in front may be one of a pod's. */
    static boolean isOfPods(String key) {
        return OF_PODS.contains(CiliumKeys.source(key));
    }

    /** Whether agents give pods this label, whatever labels they have. */
    static boolean isGivenByAgents(String name) {
        return GIVEN.contains(name) || name.startsWith(NAMESPACE_LABELS);
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

    private EndSet pods(String name, LabelTest test) {
        if (!ends.labels().isHeeded(name)) {
            return EndSets.NOBODY;
        }
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
        if (name.startsWith(NAMESPACE_LABELS)) {
            return new EndSet.Label(EndSet.Whose.NAMESPACE, name.substring(NAMESPACE_LABELS.length()), test);
        }
        return ends.labels().isOfPod(name) ? new EndSet.Label(EndSet.Whose.POD, name, test) : EndSets.NOBODY;
    }
}
