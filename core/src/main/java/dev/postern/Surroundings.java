package dev.postern;

import dev.postern.attack.Facts;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.network.CniProfile;
import dev.postern.network.Network;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.Rbac;
import java.util.Set;

/**
 * What the rules ask of a cluster beside its RBAC: the network of the pods there are and could be, and what pods may do on
 * their nodes. Neither reads a role or a binding, so clusters that differ in nothing else have one in common, with all that
 * has been worked out on it. Immutable and safe to share.
 */
record Surroundings(Cluster cluster, KubernetesVersion version, Network network, PodSecurity podSecurity) {
    static Surroundings of(Cluster cluster, KubernetesVersion version) {
        return new Surroundings(
                cluster,
                version,
                Network.withNewcomers(cluster, CniProfile.of(cluster)),
                PodSecurity.of(cluster, version));
    }

    /** Whether they are those of another cluster too. Only what the clusters share counts as the same; O(objects). */
    boolean hold(Cluster other, Rbac rbac) {
        return version.equals(rbac.version()) && cluster.sharesAllBut(Set.of(Role.class, RoleBinding.class), other);
    }

    Facts facts(Cluster ofCluster, Rbac rbac) {
        return Facts.of(ofCluster, rbac, network, podSecurity);
    }
}
