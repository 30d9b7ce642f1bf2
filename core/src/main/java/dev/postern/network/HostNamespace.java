package dev.postern.network;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import java.util.Optional;

/**
 * The namespace that stands for the host network where a plugin has one: {@code openshift-host-network} as OVN-Kubernetes
 * is told to use it, with the label it carries even where the input does not hold it.
 */
final class HostNamespace {
    private static final String NAME = "openshift-host-network";
    private static final String LABEL = "policy-group.network.openshift.io/host-network";

    private final Optional<ImmutableSortedMap<String, String>> labels;

    HostNamespace(Cluster cluster, CniProfile profile) {
        labels = profile.hostPods() == CniProfile.HostPods.LABELLED ? Optional.of(labels(cluster)) : Optional.empty();
    }

    private static ImmutableSortedMap<String, String> labels(Cluster cluster) {
        return cluster.namespace(NAME)
                .map(stated -> Matches.namespaceLabels(cluster, NAME))
                .orElse(ImmutableSortedMap.of(LABEL, "", Namespace.NAME_LABEL, NAME));
    }

    /** Whether the other one has the same labels, and so the same peers mean it. */
    boolean isLike(HostNamespace other) {
        return labels.equals(other.labels);
    }

    /** Whether a peer of a NetworkPolicy takes in what comes from, or goes to, the host network. */
    boolean isSelectedBy(Peer.Pods peer) {
        return labels.isPresent()
                && peer.stem() == Peer.Stem.ITEM
                && peer.namespaces()
                        .filter(selector -> selector.matches(labels.get()))
                        .isPresent()
                && peer.pods().filter(LabelSelector::selectsEverything).isPresent();
    }
}
