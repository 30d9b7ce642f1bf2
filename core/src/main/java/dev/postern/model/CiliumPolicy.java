package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A CiliumNetworkPolicy or a CiliumClusterwideNetworkPolicy ({@code cilium.io/v2}). Where both {@code spec} and {@code specs}
 * are written, all of them are in force. Source: cilium, {@code pkg/k8s/apis/cilium.io/v2/cnp_types.go}.
 *
 * @param specs empty where absent, which is not the same as a list of none: a policy needs one of both fields
 */
public record CiliumPolicy(
        ObjectMeta meta, String kind, Optional<CiliumSpec> spec, Optional<ImmutableList<CiliumSpec>> specs)
        implements KubernetesObject {
    public static final String NAMESPACED = "CiliumNetworkPolicy";
    public static final String CLUSTERWIDE = "CiliumClusterwideNetworkPolicy";

    public boolean isClusterwide() {
        return kind.equals(CLUSTERWIDE);
    }

    /** One specification and where it is written: {@code spec} or {@code specs[1]}. */
    public record Part(String field, CiliumSpec spec) {}

    /** All specifications: they differ in nothing but where they are written. */
    public ImmutableList<Part> parts() {
        ImmutableList.Builder<Part> parts = ImmutableList.builder();
        spec.ifPresent(one -> parts.add(new Part("spec", one)));
        ImmutableList<CiliumSpec> listed = specs.orElse(ImmutableList.of());
        for (int i = 0; i < listed.size(); i++) {
            parts.add(new Part("specs[" + i + "]", listed.get(i)));
        }
        return parts.build();
    }
}
