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
            .stop("Remove the subject from the binding, or bind it to a role with fewer rights.")
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
