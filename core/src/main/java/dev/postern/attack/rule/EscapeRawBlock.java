package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Writes the node's file system through a device of the node that the container is given as a raw volume. */
final class EscapeRawBlock implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_RAW_BLOCK", "Write a disk of the node")
            .sentence("{from} may write a disk of {to}, on which the node's own files may lie")
            .needs(
                    "a claim in volumeDevices that is bound to a local PersistentVolume with volumeMode Block, not read-only,"
                            + " and no user namespace; another user than root needs access to the device")
            .attack("T1611")
            .microsoft("MS-TA9013", "MS-TA9018")
            .owasp("K01:2025")
            .nsa("Pod security enforcement")
            .stop(
                    "Make local volumes of whole disks that hold nothing but data, never of the node's own disk or a part of it.")
            .audit("Nothing in the API server's audit log after the volume is bound. On the node look for writes to the"
                    + " device that do not come from its file system.")
            .references(
                    "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#raw-block-volume-support",
                    "https://kubernetes.io/docs/concepts/storage/volumes/#local")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.RAW_BLOCK);
    }
}
