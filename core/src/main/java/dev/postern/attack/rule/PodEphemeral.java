package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.rbac.Permission;

/** Starts a container of the attacker's choice inside a pod that runs: it may mount the pod's volumes, its token among them, and enter its processes (RB-21). Static pods take none. */
final class PodEphemeral implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("POD_EPHEMERAL", "Add a container to a running pod")
            .sentence("{from} may start a container in {to}")
            .needs(
                    "update or patch on pods/ephemeralcontainers, in the pod's namespace or cluster-wide; resourceNames limits it to the pods named")
            .attack("T1610", "T1609")
            .microsoft("MS-TA9011")
            .owasp("K02:2025")
            .nsa("Role-based access control")
            .stop(
                    "Remove update and patch on pods/ephemeralcontainers from the role, or limit them with resourceNames.")
            .audit("update or patch on pods/ephemeralcontainers; image, command and targetContainerName are in the"
                    + " request body.")
            .alsoKnownAs("IceKube", "DEBUG_POD")
            .alsoKnownAs("bloodhound-kube", "BHK_PodDebug")
            .alsoKnownAs("ClusterHound", "CH_canCreateEphemeral")
            .references("https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Spread.of(facts, edges, "add-containers", "add containers to pods", Targets.changeablePods(facts))
                .from(facts.rbac()
                        .permits(Permission.of("update", "", "pods/ephemeralcontainers")
                                .or("patch")));
    }
}
