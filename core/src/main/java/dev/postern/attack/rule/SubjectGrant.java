package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex.Identity;

/** A binding gives a subject a role. Two bindings of the same role in the same scope are two grounds of one step. */
final class SubjectGrant implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("SUBJECT_GRANT", "A binding gives a role")
            .sentence("{from} holds {to}")
            .needs("a RoleBinding or ClusterRoleBinding that names the subject and refers to a role that exists; a"
                    + " RoleBinding gives the role in its own namespace only, a ClusterRole too")
            .attack("T1078")
            .microsoft("MS-TA9019")
            .owasp("K02:2025")
            .cis("CIS-1.12 5.1.1", "CIS-1.12 5.1.3", "CIS-1.12 5.1.7")
            .nsa("Role-based access control")
            .stop("Remove the subject from the binding, or bind it to a role with fewer rights.")
            .audit("Any verb: the annotation authorization.k8s.io/reason of a request names the binding, the role"
                    + " and the subject that allowed it. The binding itself was create, update or patch on rolebindings"
                    + " or clusterrolebindings.")
            .alsoKnownAs("KubeHound", "PERMISSION_DISCOVER")
            .alsoKnownAs("IceKube", "BOUND_TO", "GRANTS_PERMISSION")
            .alsoKnownAs("bloodhound-kube", "BHK_RoleBound")
            .alsoKnownAs("K8sAttackMap", "BOUND_TO")
            .alsoKnownAs("k8scout", "PRIVESC-CLUSTER-ADMIN-BINDING", "CONFIG-WILDCARD-VERBS")
            .alsoKnownAs("ClusterHound", "CH_fullAccess", "CH_bindsRole")
            .alsoKnownAs(
                    "openhound-kubernetes",
                    "K8s_Authorizes",
                    "K8s_HasPermissions",
                    "K8s_InheritsRole",
                    "K8s_ReferencesRole")
            .alsoKnownAs("konstellation", "Cluster Role Bindings", "Role Bindings", "Subject bound to privileged role")
            .alsoKnownAs("VectorNestes", "BINDS_TO")
            .alsoKnownAs("kube-blast-radius", "RBAC_WILDCARD_ACCESS_ADDED")
            .references(
                    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        facts.rbac()
                .holdings()
                .forEach(holding -> edges.add(new Identity(holding.subject()), facts.vertex(holding.grant()))
                        .because(holding.supports()));
    }
}
