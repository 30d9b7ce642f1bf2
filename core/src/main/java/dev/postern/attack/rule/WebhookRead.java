package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;

/**
 * Has every write sent to a program of its own, which reads it (RB-36). A validating webhook changes nothing, but sees
 * Secrets whole, the old one beside the new.
 */
final class WebhookRead implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("WEBHOOK_READ", "Read what others write")
            .sentence("{from} may have {to} sent to a program of its own when somebody writes it")
            .needs(
                    "create on validatingwebhookconfigurations or mutatingwebhookconfigurations, or update or patch on one"
                            + " that exists, cluster-wide. The Secret must be written while the webhook is there")
            .attack("T1552.007", "T1557")
            .microsoft("MS-TA9025")
            .owasp("K02:2025", "K03:2025")
            .cis("CIS-1.12 5.1.12")
            .nsa("Role-based access control", "Secrets")
            .stop("Remove write access to webhook configurations from the role.")
            .audit("create, update or patch on validatingwebhookconfigurations or mutatingwebhookconfigurations;"
                    + " clientConfig and rules are in the request body. A validating webhook that admits all it is sent"
                    + " leaves no trace in those requests.")
            .alsoKnownAs("konstellation", "Role can modify webhooks")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks",
                    "https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/")
            .build();

    private static final String GROUP = "admissionregistration.k8s.io";
    private static final May SEE = new May("see-writes", "*", "see what others write");

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        new ClusterWrites(facts, edges, GROUP, "validatingwebhookconfigurations", "ValidatingWebhookConfiguration")
                .leadTo(SEE);
        new ClusterWrites(facts, edges, GROUP, "mutatingwebhookconfigurations", "MutatingWebhookConfiguration")
                .leadTo(SEE);
        for (Spread.Target secret : Targets.secrets(facts)) {
            String name = secret.names().iterator().next();
            Evidence written = Evidence.assumed(
                    ObjectRef.of("Secret", secret.namespace(), name), "", "is written while the webhook is there");
            edges.add(SEE, secret.vertex())
                    .confidence(Confidence.POSSIBLE)
                    .because(secret.support().and(Support.of(written)));
        }
    }
}
