package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;

/**
 * Gets token Secrets by every name that they can have: the account's and five of 27 characters, some 14 million names.
 * Only Secrets that are there can be guessed, and since v1.24 no account gets one by itself.
 */
final class TokenBruteforce implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("TOKEN_BRUTEFORCE", "Guess the name of a token Secret")
            .sentence("{from} may guess the name of {to}")
            .needs("get or patch on secrets of any name, without list, watch or deletecollection, in the namespace of a"
                    + " Secret of type kubernetes.io/service-account-token that is there and whose name is the account's,"
                    + " -token- and five characters that the API server chose at random")
            .attack("T1110", "T1552.007")
            .microsoft("MS-TA9025", "MS-TA9016")
            .owasp("K02:2025", "K03:2025")
            .cis("CIS-1.12 5.1.2")
            .nsa("Secrets", "Role-based access control")
            .stop("Limit get to the Secrets needed with resourceNames; delete token Secrets that nothing uses.")
            .audit("get or patch on secrets, very many by one user, most of them answered with 404 and all for names of"
                    + " the form ACCOUNT-token-xxxxx.")
            .alsoKnownAs("KubeHound", "TOKEN_BRUTEFORCE")
            .references(
                    "https://kubehound.io/reference/attacks/TOKEN_BRUTEFORCE/",
                    "https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Spread.ofOthers(facts, edges, "guess-secrets", "guess names of token Secrets", Targets.generatedTokens(facts))
                .from(SeenNames.byAnyName(facts));
    }
}
