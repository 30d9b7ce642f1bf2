package dev.postern;

import dev.postern.model.KubernetesVersion;
import dev.postern.network.CniProfile;
import dev.postern.rbac.RbacOptions;
import java.util.Optional;

/**
 * What is said of a cluster beside its manifests.
 *
 * @param rbac of the API server's authorization
 * @param cni whose ways with network policies hold; empty for what the input tells, see {@link CniProfile#of}
 */
public record ClusterOptions(RbacOptions rbac, Optional<CniProfile> cni) {
    /** Nothing is said. */
    public static final ClusterOptions DEFAULT = new ClusterOptions(RbacOptions.DEFAULT, Optional.empty());

    public ClusterOptions withoutBuiltInRoles() {
        return new ClusterOptions(rbac.withoutBuiltInRoles(), cni);
    }

    public ClusterOptions withVersion(KubernetesVersion version) {
        return new ClusterOptions(rbac.withVersion(version), cni);
    }

    public ClusterOptions withCni(CniProfile profile) {
        return new ClusterOptions(rbac, Optional.of(profile));
    }
}
