package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.Secret;
import dev.postern.model.Subject;
import dev.postern.model.Support;

/**
 * The data of a token Secret is a token that does not expire. The Secret must be there: since v1.24 no account gets one
 * by itself. The control plane deletes one whose account is gone, and marks one that was long unused as invalid.
 */
final class SecretTokenRead implements EdgeRule {
    private static final String ACCOUNT = "metadata.annotations[kubernetes.io/service-account.name]";
    /** Set by the cleaner of legacy tokens (KEP-2799); the API server then rejects the token. */
    private static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";

    private static final EdgeType TYPE = EdgeType.of("SECRET_TOKEN_READ", "Use the token in a Secret")
            .sentence("{from} holds a token of {to}")
            .needs("a Secret of type kubernetes.io/service-account-token whose annotation names a service account that"
                    + " exists, and that is not marked as invalid")
            .attack("T1528", "T1552.007")
            .microsoft("MS-TA9016")
            .owasp("K03:2025", "K09:2025")
            .cis("CIS-1.12 5.1.2")
            .nsa("Secrets", "Protecting Pod service account tokens")
            .stop("Delete the token Secret: pods get short-lived tokens without one.")
            .audit("get, list or watch on secrets for the reading. The token's use has user.username"
                    + " system:serviceaccount:NAMESPACE:NAME and the annotation authentication.k8s.io/legacy-token.")
            .alsoKnownAs("KubeHound", "TOKEN_LIST")
            .alsoKnownAs("IceKube", "GET_AUTHENTICATION_TOKEN_FOR")
            .alsoKnownAs("bloodhound-kube", "BHK_SAToken")
            .alsoKnownAs("konstellation", "Map SERVICE_ACCOUNT_TOKENS", "Resource can read secret for Service Account")
            .references(
                    "https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets",
                    "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#legacy-serviceaccount-token-cleaner")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        Cluster cluster = surroundings.cluster();
        boolean complete = Targets.isComplete(cluster, cluster.serviceAccounts());
        for (Secret secret : cluster.secrets()) {
            if (!secret.type().equals(Secret.SERVICE_ACCOUNT_TOKEN)
                    || secret.serviceAccountName().isEmpty()
                    || secret.meta().labels().containsKey(INVALID_SINCE)) {
                continue;
            }
            Subject.ServiceAccount account =
                    Subject.serviceAccount(secret.meta().namespace(), secret.serviceAccountName());
            boolean exists = cluster.serviceAccount(account).isPresent();
            if (exists || !complete) {
                Edges.Edge edge = edges.add(
                        surroundings.secret(
                                secret.meta().namespace(), secret.meta().name()),
                        new Identity(account));
                Support support = Support.of(
                        Evidence.stated(secret.ref(), "type", secret.type()),
                        Evidence.stated(secret.ref(), ACCOUNT, account.name()));
                if (exists) {
                    edge.because(support.and(Targets.stated(account.ref())));
                } else {
                    edge.provided(account.ref(), "exists").because(support);
                }
            }
        }
    }
}
