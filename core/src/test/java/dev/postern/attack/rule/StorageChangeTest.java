package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class StorageChangeTest extends TechniqueCases {
    private static final String STORAGE = "storage.k8s.io";
    private static final String SNAPSHOTS = "snapshot.storage.k8s.io";
    private static final String CLASS = "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\n";
    private static final String SNAPSHOT_CLASS =
            "apiVersion: snapshot.storage.k8s.io/v1\nkind: VolumeSnapshotClass\nmetadata: {name: fast}\n";

    @Override
    EdgeRule technique() {
        return new StorageChange();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a new class, a new driver",
                                grantEverywhere("ann", ruleIn(STORAGE, "create", "storageclasses")),
                                grantEverywhere("bob", ruleIn(STORAGE, "create", "csidrivers")))
                        .edge("user:ann", "write:StorageClass/(new)")
                        .edge("user:bob", "write:CSIDriver/(new)"),
                TechniqueCase.of(
                                POSITIVE,
                                "contents of snapshots, where there are snapshots",
                                SNAPSHOT_CLASS,
                                grantEverywhere("ann", ruleIn(SNAPSHOTS, "create", "volumesnapshotcontents")))
                        .edge("user:ann", "write:VolumeSnapshotContent/(new)"),
                TechniqueCase.of(
                                POSITIVE,
                                "a class that is there becomes the default one",
                                CLASS,
                                grantEverywhere("ann", ruleIn(STORAGE, "patch", "storageclasses")))
                        .edge("user:ann", "write:StorageClass/fast"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "attachments and nodes of drivers are controllers' own; without snapshots there is no such API",
                        CLASS,
                        grantEverywhere("ann", ruleIn(STORAGE, "get,list,delete", "storageclasses")),
                        grantEverywhere("bob", ruleIn(STORAGE, "*", "volumeattachments,csinodes")),
                        grantEverywhere("cid", ruleIn(SNAPSHOTS, "create", "volumesnapshotcontents"))),
                TechniqueCase.of(WILDCARD, "everything of the group", grantEverywhere("ann", ruleIn(STORAGE, "*", "*")))
                        .edge("user:ann", "write:StorageClass/(new)")
                        .edge("user:ann", "write:CSIDriver/(new)"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a name limits changes; a creation has none",
                                CLASS,
                                grantEverywhere("ann", ruleIn(STORAGE, "update", "storageclasses", "fast")),
                                grantEverywhere("bob", ruleIn(STORAGE, "create", "storageclasses", "fast")))
                        .edge("user:ann", "write:StorageClass/fast"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "all are cluster-scoped: a RoleBinding gives nothing",
                        CLASS,
                        SNAPSHOT_CLASS,
                        grant("shop", "ann", ruleIn("*", "*", "storageclasses,csidrivers,volumesnapshotcontents"))));
    }
}
