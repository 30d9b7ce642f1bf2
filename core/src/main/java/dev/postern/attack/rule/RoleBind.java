package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;

/**
 * Binds itself to a role. What is gained joins the identity that gained it: rights that one request needs together may
 * come from before and after.
 */
final class RoleBind implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ROLE_BIND", "Bind oneself to a role")
            .sentence("{from} may bind itself to {to}")
            .needs(
                    "create, update or patch on rolebindings in the namespace, or on clusterrolebindings, and bind on the"
                            + " role referred to, by the same identity. A role that nobody is bound to yet counts too")
            .attack("T1098.006")
            .microsoft("MS-TA9019")
            .stop("Remove bind, or limit it with resourceNames to roles that give no power.")
            .references(
                    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-binding-creation-or-update",
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#bind-verb")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        facts.rbac()
                .bindings()
                .forEach(step -> edges.join(
                                facts.premises(step.holder(), step.premises()),
                                facts.gained(step.holder(), step.gained()))
                        .because(step.supports()));
    }
}
