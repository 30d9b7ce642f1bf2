package dev.postern.rbac;

import dev.postern.model.Cluster;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import java.util.Optional;

/** The API server's version, and where it is known from. */
record ServerVersion(KubernetesVersion version, Evidence evidence) {
    private static final ObjectRef SERVER = ObjectRef.cluster("APIServer", "kube-apiserver");

    static ServerVersion of(Cluster cluster, RbacOptions options) {
        if (options.version().isPresent()) {
            KubernetesVersion given = options.version().get();
            return new ServerVersion(given, Evidence.stated(SERVER, "version", given.toString()));
        }
        for (ClusterFacts facts : cluster.facts()) {
            if (facts.kubernetesVersion().isPresent()) {
                KubernetesVersion said = facts.kubernetesVersion().get();
                return new ServerVersion(said, facts.evidence(ClusterFacts.VERSION, said.toString()));
            }
        }
        Optional<KubernetesVersion> newest = cluster.newestKubelet();
        for (Node node : cluster.nodes()) {
            if (newest.isPresent()
                    && KubernetesVersion.parse(node.kubeletVersion()).equals(newest)) {
                String value = Text.printable(node.kubeletVersion());
                return new ServerVersion(
                        newest.get(), Evidence.stated(node.ref(), "status.nodeInfo.kubeletVersion", value));
            }
        }
        KubernetesVersion latest = KubernetesVersion.LATEST_KNOWN;
        return new ServerVersion(latest, Evidence.assumed(SERVER, "version", latest.toString()));
    }

    /** KEP-5284: beta and on from 1.36; in 1.35 only behind a feature gate that is off. */
    boolean hasConstrainedImpersonation() {
        return version.isAtLeast(1, 36);
    }
}
