package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * A CiliumCIDRGroup ({@code cilium.io/v2}, before {@code v2alpha1}): CIDRs under a name, and under labels, for policies.
 * Source: cilium, {@code pkg/k8s/apis/cilium.io/v2/cidrgroups_types.go}.
 *
 * @param externalCidrs as written
 */
public record CiliumCidrGroup(ObjectMeta meta, ImmutableList<String> externalCidrs) implements KubernetesObject {
    public static final String KIND = "CiliumCIDRGroup";

    @Override
    public String kind() {
        return KIND;
    }
}
