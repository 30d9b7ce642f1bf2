package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates a pod that runs as any service account of its namespace and mounts any Secret of it: neither RBAC nor Pod
 * Security admission limits which ones a pod names.
 */
final class PodCreateAsSa implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of(
                    "POD_CREATE_AS_SA", "Create a pod with another's account or Secret")
            .sentence("{from} may create a pod that uses {to}")
            .needs(
                    "create on pods, or on any workload that makes pods, in the namespace of the service account or Secret,"
                            + " or cluster-wide; a create request has no name to compare, so that resourceNames give nothing without patch on the name besides. An account must"
                            + " exist, or somebody may create it: create on serviceaccounts. Where"
                            + " pods need a PodSecurityPolicy or SecurityContextConstraints, also use on any: by the account that"
                            + " the pod runs as, by the controller that makes it, or, for a pod that is created directly, by the"
                            + " same identity")
            .attack("T1610", "T1528")
            .microsoft("MS-TA9008", "MS-TA9016", "MS-TA9026")
            .owasp("K02:2025")
            .cis("CIS-1.12 5.1.4")
            .nsa("Role-based access control")
            .stop(
                    "Remove create on pods and workloads from the role, or keep powerful accounts and Secrets in namespaces"
                            + " of their own.")
            .audit("create on pods or workloads (patch, if applied by the server), with serviceAccountName or a"
                    + " volume of the Secret in the request body; pods of a workload follow by create on pods, by its"
                    + " controller.")
            .alsoKnownAs("IceKube", "CREATE_POD_WITH_SA")
            .alsoKnownAs("ClusterHound", "CH_canCreateWorkload")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
                    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        if (facts.podSecurity().policies().isPresent()) {
            PlainPods.created(facts, edges, "create-pods", "create pods");
            return;
        }
        List<Spread.Target> targets = new ArrayList<>(Targets.accounts(facts));
        targets.addAll(Targets.secrets(facts));
        PodCreation.addCreators(Spread.of(facts, edges, "create-pods", "create pods", targets), facts);
        PodCreation.addCreators(new AbsentAccounts(facts, edges, "create-pods").byName("create pods"), facts);
    }
}
