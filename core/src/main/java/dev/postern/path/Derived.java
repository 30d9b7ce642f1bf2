package dev.postern.path;

import dev.postern.attack.AttackGraph;
import dev.postern.attack.Derivation;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.Facts;
import dev.postern.model.Cluster;
import dev.postern.network.CniProfile;
import dev.postern.network.Network;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.RbacOptions;
import java.util.List;

/** A graph and what it was derived from. */
record Derived(Facts facts, AttackGraph graph) {
    /** How graphs of changed clusters are derived: as that of the cluster itself was. */
    record Way(RbacOptions options, CniProfile profile, List<? extends EdgeRule> rules) {
        Derived of(Cluster cluster) {
            Rbac rbac = Rbac.of(cluster, options);
            Facts facts = Facts.of(
                    cluster, rbac, Network.withNewcomers(cluster, profile), PodSecurity.of(cluster, rbac.version()));
            return new Derived(facts, Derivation.run(facts, rules));
        }
    }
}
