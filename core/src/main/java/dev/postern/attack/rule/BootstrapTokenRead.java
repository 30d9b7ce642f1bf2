package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Confidence;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Secret;
import dev.postern.model.Subject;
import dev.postern.model.Support;

/**
 * A Secret of a bootstrap token holds all of it. Its holder is in the group of all such tokens; in which others besides is
 * a value of the Secret, which is never kept. Whether it still counts is a value as well: likely, because a controller
 * deletes those that have expired.
 */
final class BootstrapTokenRead implements EdgeRule {
    private static final String EVERY_TOKEN = "system:bootstrappers";
    private static final String LOGS_IN = "usage-bootstrap-authentication";
    private static final String MORE_GROUPS = "auth-extra-groups";

    private static final EdgeType TYPE = EdgeType.of("BOOTSTRAP_TOKEN_READ", "Use the bootstrap token in a Secret")
            .sentence("{from} holds a token that makes its holder a member of {to}")
            .needs("a Secret bootstrap-token-xxxxxx of type bootstrap.kubernetes.io/token in kube-system with the key"
                    + " usage-bootstrap-authentication, and an API server with --enable-bootstrap-token-auth. Groups besides"
                    + " system:bootstrappers take the key auth-extra-groups, and its value is not known")
            .attack("T1552.007", "T1550.001")
            .microsoft("MS-TA9025", "MS-TA9016")
            .owasp("K03:2025", "K09:2025")
            .nsa("Secrets", "Authentication")
            .stop("Delete bootstrap tokens that no node joins by any more, and give the others a short expiration.")
            .audit("get, list or watch on secrets in kube-system for the reading; the token's use has user.username"
                    + " system:bootstrap:ID.")
            .references(
                    "https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/",
                    "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Decision taken = facts.rbac().bootstrapTokens();
        if (taken.outcome() == Outcome.DENIED) {
            return;
        }
        for (Secret token : BootstrapToken.tokens(facts)) {
            if (!mayHave(token, LOGS_IN)) {
                continue;
            }
            Support support =
                    BootstrapToken.support(taken).and(Support.of(Evidence.stated(token.ref(), "type", token.type())));
            for (Subject.Group group : facts.rbac().bootstrapGroups()) {
                boolean always = group.name().equals(EVERY_TOKEN);
                Edges.Edge edge = edges.add(
                        facts.secret(token.meta().namespace(), token.meta().name()), new Identity(group));
                if (always) {
                    edge.confidence(taken.isAllowed() ? Confidence.LIKELY : Confidence.POSSIBLE)
                            .because(support);
                } else if (mayHave(token, MORE_GROUPS)) {
                    edge.provided(token.ref(), MORE_GROUPS + " names " + group.name())
                            .because(support);
                }
            }
        }
    }

    /** A list of Secrets as metadata has no keys at all. */
    private static boolean mayHave(Secret secret, String key) {
        return secret.keys().isEmpty() || secret.keys().contains(key);
    }
}
