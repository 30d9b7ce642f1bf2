package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;

/** Asks the API server for a token of a service account. Unlike other creations, the request carries a name (E4). */
final class SaTokenRequest implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("SA_TOKEN_REQUEST", "Request a service account's token")
            .sentence("{from} may request a token of {to}")
            .needs(
                    "create on serviceaccounts/token, in the account's namespace or cluster-wide; resourceNames limits it to"
                            + " the accounts named. The account must exist, or somebody may create it: create on serviceaccounts")
            .attack("T1528", "T1550.001")
            .microsoft("MS-TA9016")
            .owasp("K02:2025", "K09:2025")
            .cis("CIS-1.12 5.1.13")
            .nsa("Role-based access control")
            .stop("Remove create on serviceaccounts/token from the role, or limit it with resourceNames.")
            .audit("create on serviceaccounts/token by anyone who is no kubelet; its annotation"
                    + " authentication.kubernetes.io/issued-credential-id is the"
                    + " authentication.kubernetes.io/credential-id in user.extra of the requests made with the token.")
            .alsoKnownAs("IceKube", "GENERATE_TOKEN")
            .alsoKnownAs("bloodhound-kube", "BHK_SATokenRequest")
            .alsoKnownAs("k8scout", "PRIVESC-CREATE-SA-TOKEN")
            .alsoKnownAs("ClusterHound", "CH_canCreateToken")
            .alsoKnownAs("konstellation", "Role can create service account tokens")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request",
                    "https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        ImmutableList<Permit> permits = facts.rbac().permits(Permission.of("create", "", "serviceaccounts/token"));
        Spread.of(facts, edges, "request-tokens", "request tokens of service accounts", Targets.accounts(facts))
                .from(permits);
        new AbsentAccounts(facts, edges, "request-tokens")
                .byName("request tokens")
                .from(permits);
    }
}
