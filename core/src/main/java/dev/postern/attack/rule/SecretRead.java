package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.List;

/**
 * Reads a Secret through the API. Besides get, list and watch, a patch that changes nothing answers with the object, and
 * deletecollection with every object it deletes, also when {@code dryRun} keeps them (RB-04).
 *
 * <p>get and patch need the Secret's name. A token Secret with a random name is read by them alone only where the rule
 * names it, or where the name is seen elsewhere ({@link SeenNames}); to guess it is {@link TokenBruteforce}.
 */
final class SecretRead implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("SECRET_READ", "Read a Secret through the API")
            .sentence("{from} may read {to}")
            .needs("get, list, watch, patch or deletecollection on secrets, in the Secret's namespace or cluster-wide;"
                    + " resourceNames limits it to the Secrets named, and gives deletecollection to nobody. A token Secret whose name ends in"
                    + " random characters takes list, watch or deletecollection, a rule that names it, or a look at its"
                    + " service account or at a pod that mounts it, perhaps by another identity")
            .attack("T1552.007")
            .microsoft("MS-TA9025")
            .owasp("K02:2025", "K03:2025")
            .cis("CIS-1.12 5.1.2")
            .nsa("Secrets", "Role-based access control")
            .stop("Remove these verbs on secrets from the role, or limit get to the Secrets needed with resourceNames.")
            .audit("get, list or watch on secrets; also patch, which returns the data even if it changes nothing,"
                    + " and deletecollection, which returns what it deletes, with dryRun=All in the requestURI if"
                    + " nothing is. Log secrets at the level Metadata, or the log has their data.")
            .alsoKnownAs("IceKube", "ACCESS_SECRET")
            .alsoKnownAs("bloodhound-kube", "BHK_ReadSecret")
            .alsoKnownAs("k8scout", "PRIV-LIST-SECRETS", "PRIV-GET-SECRETS", "PRIV-WATCH-SECRETS")
            .alsoKnownAs("ClusterHound", "CH_secretsRead")
            .alsoKnownAs("konstellation", "Service accounts that can read all secrets")
            .alsoKnownAs("VectorNestes", "HAS_ACCESS")
            .alsoKnownAs("kube-blast-radius", "RBAC_SECRET_ACCESS_ADDED", "RBAC_SECRET_ACCESS_BOUND")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets",
                    "https://kubernetes.io/docs/concepts/configuration/secret/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Spread.of(facts, edges, "read-secrets", "read Secrets", Targets.secretsOfKnownName(facts))
                .from(facts.rbac()
                        .permits(
                                Permission.of("get", "", "secrets").or("patch"),
                                Permission.of("list", "", "secrets").or("watch"),
                                Permission.of("deletecollection", "", "secrets")));
        List<Spread.Target> generated = Targets.generatedTokens(facts);
        List<Permit> limited = SeenNames.byName(facts).stream()
                .filter(permit -> !permit.anyName())
                .toList();
        Spread.of(facts, edges, "list-secrets", "list Secrets", generated)
                .from(SeenNames.showing(facts))
                .from(limited);
        new SeenNames(facts, edges, generated).joinedBy(SeenNames.byAnyName(facts));
    }
}
