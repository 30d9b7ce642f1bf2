package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a say in where other people's data is stored (RB-26): the class that claims get when they name none, what a storage
 * driver is told of pods, and contents of snapshots, which are named by the storage's own handles and so may be anybody's.
 * What drivers make of it is not in the input and not followed.
 */
final class StorageChange implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("STORAGE_CHANGE", "Have a say in where data is stored")
            .sentence("{from} may have a say in where data is stored, by {to}")
            .needs(
                    "create on storageclasses, csidrivers or volumesnapshotcontents, or update or patch on one that exists;"
                            + " by a ClusterRoleBinding")
            .attack("T1530", "T1565.001")
            .owasp("K02:2025")
            .nsa("Role-based access control")
            .stop("Remove write access to storage classes, CSI drivers and contents of snapshots from the role: only"
                    + " administrators and storage controllers need it.")
            .audit("create, update or patch on storageclasses or csidrivers (storage.k8s.io) or on"
                    + " volumesnapshotcontents (snapshot.storage.k8s.io) by anyone who is no installer or provisioner.")
            .references(
                    "https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass",
                    "https://kubernetes.io/docs/concepts/storage/volume-snapshots/#volumesnapshotcontents",
                    "https://kubernetes-csi.github.io/docs/csi-driver-object.html")
            .build();

    private static final String STORAGE = "storage.k8s.io";
    private static final String SNAPSHOTS = "snapshot.storage.k8s.io";
    private static final String CONTENT = "VolumeSnapshotContent";

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        List<ClusterWrites> kinds = new ArrayList<>();
        kinds.add(new ClusterWrites(facts, edges, STORAGE, "storageclasses", "StorageClass"));
        kinds.add(new ClusterWrites(facts, edges, STORAGE, "csidrivers", "CSIDriver"));
        // Snapshots are an extension: without a trace of it there is no such API.
        if (facts.cluster().otherKinds().keySet().stream().anyMatch(kind -> kind.endsWith("." + SNAPSHOTS))
                || !facts.cluster().clusterObjects(CONTENT).isEmpty()) {
            kinds.add(new ClusterWrites(facts, edges, SNAPSHOTS, "volumesnapshotcontents", CONTENT));
        }
        for (ClusterWrites kind : kinds) {
            kind.endAtNew();
            kind.endAtChanged();
        }
    }
}
