package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class EscapeRawBlockTest extends TechniqueCases {
    private static final String DEVICE = "volumeDevices: [{name: disk, devicePath: /dev/xvda}]";

    private static String pod(String container, String spec, String claim) {
        return container(
                "shop",
                "db",
                container,
                "  volumes: [{name: disk, persistentVolumeClaim: {claimName: " + claim + "}}]\n" + spec);
    }

    private static String claim(String namespace, String name) {
        return "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: " + name + ", namespace: " + namespace
                + "}, spec: {volumeMode: Block, storageClassName: disks, volumeName: disk-1}}\n";
    }

    private static String volume(String source, String mode) {
        return "{apiVersion: v1, kind: PersistentVolume, metadata: {name: disk-1}, spec: {" + source + ", volumeMode: "
                + mode + ", storageClassName: disks, claimRef: {namespace: shop, name: data}}}\n";
    }

    private static final String LOCAL = "local: {path: /dev/sda}";

    @Override
    EdgeRule technique() {
        return new EscapeRawBlock();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a disk of the node",
                                pod(DEVICE, "", "data"),
                                claim("shop", "data"),
                                volume(LOCAL, "Block"))
                        .edge("container:shop/db/app", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a disk that is no node's own",
                        pod(DEVICE, "", "data"),
                        claim("shop", "data"),
                        volume("csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}", "Block")),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a volume that is not given to the container",
                        pod("", "", "data"),
                        claim("shop", "data"),
                        volume(LOCAL, "Block")),
                TechniqueCase.of(
                        NEAR_MISS,
                        "read-only",
                        pod(DEVICE, "", "data").replace("{claimName: data}", "{claimName: data, readOnly: true}"),
                        claim("shop", "data"),
                        volume(LOCAL, "Block")),
                TechniqueCase.notApplicable(WILDCARD, "nothing is matched by patterns"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a claim of another namespace",
                        pod(DEVICE, "", "data"),
                        claim("ops", "data"),
                        volume(LOCAL, "Block").replace("namespace: shop", "namespace: ops")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a volume that is a file system is no device, and one that is a device is not mounted",
                        pod(DEVICE, "", "data"),
                        claim("shop", "data"),
                        volume(LOCAL, "Filesystem")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "in a user namespace the device belongs to nobody there",
                        pod(DEVICE, "  hostUsers: false\n", "data"),
                        claim("shop", "data"),
                        volume(LOCAL, "Block")));
    }
}
