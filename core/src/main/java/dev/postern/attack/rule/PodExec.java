package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;

/** Runs commands in a pod through {@code pods/exec}. Which verbs suffice depends on the server's version (E20). */
final class PodExec implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("POD_EXEC", "Run a command in a pod")
            .sentence("{from} may run commands in {to}")
            .needs("create on pods/exec (before 1.35 get alone also works), in the pod's namespace or cluster-wide;"
                    + " resourceNames limits it to the pods named")
            .attack("T1609")
            .microsoft("MS-TA9006")
            .owasp("K02:2025")
            .nsa("Role-based access control")
            .stop("Remove create (and get) on pods/exec from the role, or limit it with resourceNames.")
            .audit("create on pods/exec, or get if by websocket, at the stage ResponseStarted; the command is in"
                    + " the requestURI, what is typed into a shell is not.")
            .alsoKnownAs("KubeHound", "POD_EXEC")
            .alsoKnownAs("IceKube", "EXEC_INTO")
            .alsoKnownAs("bloodhound-kube", "BHK_PodExec")
            .alsoKnownAs("K8sAttackMap", "EXEC_INTO")
            .alsoKnownAs("k8scout", "RUNTIME-EXEC-PODS")
            .alsoKnownAs("ClusterHound", "CH_canExec")
            .alsoKnownAs(
                    "konstellation", "Get entities that can exec into pods within their namespace or in their cluster")
            .alsoKnownAs("VectorNestes", "CAN_EXEC_INTO")
            .references("https://kubernetes.io/docs/concepts/security/rbac-good-practices/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Spread.of(facts, edges, "exec", "run commands in pods", facts.podTargets())
                .from(facts.rbac().podExec());
    }
}
