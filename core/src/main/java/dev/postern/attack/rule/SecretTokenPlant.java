package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Creates a Secret that asks for a token of a service account, and reads what the token controller writes into it (RB-05).
 * Creating and reading are separate requests, so different identities may send them. Whoever reads only some name lets the
 * new Secret have it, unless one of that name is there.
 */
final class SecretTokenPlant implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("SECRET_TOKEN_PLANT", "Have a token written into a new Secret")
            .sentence("{from} may create a Secret for a token of {to} and read it")
            .needs(
                    "create on secrets in the account's namespace or cluster-wide, which resourceNames gives to nobody without patch on the name besides, and"
                            + " get, list, watch, patch or deletecollection on secrets there, perhaps by another identity. The account"
                            + " must exist, or somebody may create it: create on serviceaccounts")
            .attack("T1528", "T1552.007")
            .microsoft("MS-TA9016", "MS-TA9025")
            .owasp("K02:2025", "K09:2025")
            .cis("CIS-1.12 5.1.2")
            .nsa("Secrets", "Role-based access control")
            .stop(
                    "Remove create on secrets from whoever reads Secrets, or keep powerful accounts in namespaces of their own.")
            .audit("create on secrets (patch, if applied by the server), then update on the same Secret by the"
                    + " controller manager, which writes the token into it; the token's use has the annotation"
                    + " authentication.k8s.io/legacy-token.")
            .alsoKnownAs("IceKube", "CREATE_SECRET_WITH_TOKEN")
            .alsoKnownAs("ClusterHound", "CH_secretsCreate")
            .references(
                    "https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets",
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Map<String, May> planted = new TreeMap<>();
        List<Spread.Target> creating = new ArrayList<>();
        List<Spread.Target> reading = new ArrayList<>();
        Function<String, May> tokens = in -> planted.computeIfAbsent(in, namespace -> {
            May create = new May("plant-secret", namespace, "create Secrets in namespace " + namespace);
            creating.add(anyName(namespace, create));
            reading.add(anyName(namespace, reader(namespace)));
            May both = new May("plant-token", namespace, "have tokens written in namespace " + namespace);
            edges.silentJoin(List.of(create, reader(namespace)), both).byDefinition();
            return both;
        });
        for (Spread.Target account : Targets.accounts(facts)) {
            edges.add(tokens.apply(account.namespace()), account.vertex())
                    .confidence(account.confidence())
                    .because(account.support());
        }
        new AbsentAccounts(facts, edges, "plant-tokens").byNamespace(tokens);
        if (planted.isEmpty()) {
            return;
        }
        Spread.toHubs(facts, edges, "create-secrets", "create Secrets", creating)
                .from(facts.rbac().permits(Permission.of("create", "", "secrets")));
        // Whoever creates by apply may patch the new Secret, which is to read it.
        List<Spread.Target> both = planted.entrySet().stream()
                .map(entry -> anyName(entry.getKey(), entry.getValue()))
                .toList();
        Creation.namespaced("", "secrets", "Secret")
                .addAppliers(
                        Spread.toHubs(facts, edges, "apply-secrets", "create Secrets and read them", both),
                        facts,
                        name -> true);
        ImmutableList<Permit> readers = facts.rbac()
                .permits(
                        Permission.of("get", "", "secrets").or("patch"),
                        Permission.of("list", "", "secrets").or("watch"),
                        Permission.of("deletecollection", "", "secrets"));
        Spread read = Spread.toHubs(facts, edges, "read-new-secrets", "read new Secrets", reading);
        Names names = new Names(facts.cluster());
        for (Permit permit : readers) {
            ImmutableList<Vertex> reader = ImmutableList.of(facts.vertex(permit.grant()));
            if (permit.anyName()) {
                read.from(reader, permit.scope(), permit.names(), permit.supports());
            } else {
                names.free(permit).ifPresent(name -> {
                    if (names.complete) {
                        read.from(reader, permit.scope(), ImmutableSortedSet.of(), permit.supports());
                    } else {
                        read.fromUnless(name, reader, permit.scope(), permit.supports());
                    }
                });
            }
        }
    }

    private static May reader(String namespace) {
        return new May("read-planted", namespace, "read new Secrets in namespace " + namespace);
    }

    private static Spread.Target anyName(String namespace, May hub) {
        return new Spread.Target(namespace, ImmutableSet.of(), hub, Confidence.CERTAIN, Support.NONE);
    }

    /** Names of Secrets that are there. */
    private static final class Names {
        private final Cluster cluster;
        private final ImmutableSet<String> anywhere;
        private final boolean complete;

        Names(Cluster cluster) {
            this.cluster = cluster;
            this.anywhere = cluster.secrets().stream()
                    .map(secret -> secret.meta().name())
                    .collect(ImmutableSet.toImmutableSet());
            this.complete = Targets.isComplete(cluster, cluster.secrets());
        }

        /** One of these names that a new Secret may have; in all of them, one that no Secret of any namespace has. */
        Optional<ObjectRef> free(Permit permit) {
            boolean wide = !permit.scope().isOneNamespace();
            String namespace = wide ? "" : permit.scope().namespace();
            return permit.names().stream()
                    .filter(name -> wide
                            ? !anywhere.contains(name)
                            : cluster.secret(namespace, name).isEmpty())
                    .map(name -> ObjectRef.of("Secret", namespace, name))
                    .findFirst();
        }
    }
}
