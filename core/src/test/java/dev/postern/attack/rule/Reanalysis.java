package dev.postern.attack.rule;

import dev.postern.attack.Derivation;
import dev.postern.attack.Facts;
import dev.postern.model.Cluster;
import dev.postern.network.CniProfile;
import dev.postern.network.Network;
import dev.postern.path.PathFinder;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.RbacOptions;

/** Asks a cluster that is in no file. */
public final class Reanalysis {
    private Reanalysis() {}

    /** Of a cluster with the built-in roles. */
    public static PathFinder of(Cluster cluster) {
        Facts facts = facts(cluster);
        return new PathFinder(facts, Derivation.run(facts, BuiltInRules.all()));
    }

    /** What its graph is derived from. */
    public static Facts facts(Cluster cluster) {
        Rbac rbac = Rbac.of(cluster, RbacOptions.DEFAULT);
        return Facts.of(
                cluster,
                rbac,
                Network.withNewcomers(cluster, CniProfile.of(cluster)),
                PodSecurity.of(cluster, rbac.version()));
    }
}
