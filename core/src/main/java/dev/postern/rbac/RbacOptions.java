package dev.postern.rbac;

import dev.postern.model.KubernetesVersion;
import java.util.Optional;

/**
 * What the input may leave open.
 *
 * @param builtInRoles whether to add the roles and bindings every cluster is born with, where the input does not come
 *     with its own (no live {@code system:} ClusterRole in it); their evidence is marked assumed
 * @param version the API server's version; empty for what is said of the cluster ({@link dev.postern.model.ClusterFacts}), else
 *     that of the newest kubelet, else the newest known
 */
public record RbacOptions(boolean builtInRoles, Optional<KubernetesVersion> version) {
    public static final RbacOptions DEFAULT = new RbacOptions(true, Optional.empty());

    public RbacOptions withoutBuiltInRoles() {
        return new RbacOptions(false, version);
    }

    public RbacOptions withVersion(KubernetesVersion newVersion) {
        return new RbacOptions(builtInRoles, Optional.of(newVersion));
    }
}
