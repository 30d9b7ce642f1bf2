package dev.postern.model;

import com.google.common.collect.ImmutableList;

/** A Node. {@code externalAddresses} are those of type ExternalIP; strings are empty where absent. */
public record Node(
        ObjectMeta meta,
        ImmutableList<Taint> taints,
        ImmutableList<String> internalAddresses,
        ImmutableList<String> externalAddresses,
        ImmutableList<String> podCIDRs,
        String kubeletVersion,
        String osImage,
        boolean unschedulable)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "Node";
    }
}
