package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.rbac.Permission;

/** Replaces the image of a pod's container: of a pod's specification nearly nothing else can be changed, so its account and volumes are gained and no escape that it does not have (RB-19). A static pod is run from a file, so that its mirror changes nothing. */
final class PodImagePatch implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("POD_IMAGE_PATCH", "Replace the image of a running pod")
            .sentence("{from} may replace the image of {to}")
            .needs(
                    "update or patch on pods, in the pod's namespace or cluster-wide; resourceNames limits it to the pods named. A static pod is not changed by its mirror")
            .attack("T1610", "T1525")
            .microsoft("MS-TA9012")
            .owasp("K02:2025")
            .nsa("Role-based access control", "Building secure container images")
            .stop("Remove update and patch on pods from the role: controllers and people rarely need them.")
            .audit("update or patch on pods by anyone who is no controller; the new image is in the request body.")
            .alsoKnownAs("KubeHound", "POD_PATCH")
            .alsoKnownAs("IceKube", "REPLACE_IMAGE")
            .alsoKnownAs("bloodhound-kube", "BHK_WorkloadPatch")
            .alsoKnownAs("ClusterHound", "CH_canPatch")
            .references("https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Spread.of(facts, edges, "change-images", "replace images of pods", Targets.changeablePods(facts))
                .from(facts.rbac().permits(Permission.of("update", "", "pods").or("patch")));
    }
}
