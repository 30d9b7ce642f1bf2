package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.rbac.Escalation;

/**
 * Writes rights it does not hold into a role. Writing the role and using it are separate requests, so whoever is bound to
 * the role may be another identity of the attacker.
 */
final class RoleEscalate implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ROLE_ESCALATE", "Write any right into a role")
            .sentence("{from} may rewrite a role until it gives {to}")
            .needs("create, update or patch on roles or clusterroles and escalate on them, by the same identity, and an"
                    + " identity that is bound to the role, or can bind itself to it; resourceNames limits escalate to the"
                    + " roles named")
            .attack("T1098.006")
            .microsoft("MS-TA9019")
            .owasp("K02:2025")
            .cis("CIS-1.12 5.1.8")
            .nsa("Role-based access control")
            .stop("Remove escalate, or the right to write roles that anybody is bound to.")
            .audit("create, update or patch on roles or clusterroles; the new rules are in the request body. The"
                    + " check of escalate has no event of its own.")
            .alsoKnownAs("IceKube", "RBAC_ESCALATE_TO")
            .alsoKnownAs("bloodhound-kube", "BHK_RBACEscalate")
            .alsoKnownAs("k8scout", "PRIVESC-ESCALATE-BIND")
            .alsoKnownAs("ClusterHound", "CH_canEscalate")
            .alsoKnownAs("openhound-kubernetes", "K8s_CanEscalate")
            .alsoKnownAs("konstellation", "Role has ESCALATE privilege")
            .alsoKnownAs("kube-blast-radius", "RBAC_ESCALATION_VERB_ADDED")
            .references(
                    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-creation-or-update",
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        for (Escalation step : facts.rbac().escalations()) {
            ImmutableList.Builder<Vertex> premises = ImmutableList.builder();
            premises.addAll(facts.premises(step.holder(), step.premises()));
            step.bound().ifPresent(bound -> premises.add(facts.vertex(bound)));
            edges.join(premises.build(), facts.gained(step.holder(), step.gained()))
                    .because(step.supports());
        }
    }
}
