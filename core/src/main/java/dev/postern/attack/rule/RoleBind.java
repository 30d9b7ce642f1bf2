package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.rbac.Holder;
import dev.postern.rbac.SelfGrant;
import java.util.HashSet;
import java.util.Set;

/**
 * Binds itself to a role. What is gained joins the identity that gained it: rights that one request needs together may
 * come from before and after. Whoever may bind itself to a role that allows everything is not said to gain any less.
 */
final class RoleBind implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ROLE_BIND", "Bind oneself to a role")
            .sentence("{from} may bind itself to {to}")
            .needs(
                    "create, update or patch on rolebindings in the namespace, or on clusterrolebindings, and bind on the"
                            + " role referred to, by the same identity. A role that nobody is bound to yet counts too")
            .attack("T1098.006")
            .microsoft("MS-TA9019")
            .owasp("K02:2025")
            .cis("CIS-1.12 5.1.8")
            .nsa("Role-based access control")
            .stop("Remove bind, or limit it with resourceNames to roles that give no power.")
            .audit("create, update or patch on rolebindings or clusterrolebindings; roleRef and subjects are in the"
                    + " request body. The check of bind has no event of its own.")
            .alsoKnownAs("KubeHound", "ROLE_BIND")
            .alsoKnownAs("bloodhound-kube", "BHK_RBACBind")
            .alsoKnownAs("k8scout", "PRIVESC-ESCALATE-BIND")
            .alsoKnownAs("openhound-kubernetes", "K8s_CanBind")
            .alsoKnownAs(
                    "konstellation",
                    "Get service accounts outside of the `kube-system` namespace with clusterrolebindings or rolebindings to roles or clusterroles that grant the `bind` verb")
            .alsoKnownAs("kube-blast-radius", "RBAC_ESCALATION_VERB_ADDED")
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
        Set<Holder> administrators = new HashSet<>();
        for (SelfGrant step : facts.rbac().bindings()) {
            if (gainsAll(facts, step)) {
                administrators.add(step.holder());
            }
        }
        for (SelfGrant step : facts.rbac().bindings()) {
            if (gainsAll(facts, step) || !administrators.contains(step.holder())) {
                edges.join(facts.premises(step.holder(), step.premises()), facts.gained(step.holder(), step.gained()))
                        .because(step.supports());
            }
        }
    }

    private static boolean gainsAll(Facts facts, SelfGrant step) {
        return step.premises().isEmpty() && facts.isClusterAdminRole(facts.vertex(step.gained()));
    }
}
