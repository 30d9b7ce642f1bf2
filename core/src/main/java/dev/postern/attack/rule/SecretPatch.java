package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Ingress;
import dev.postern.model.ObjectRef;
import dev.postern.model.Secret;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes a Secret that something in the input reads: a pod, its node for it, or whatever serves an Ingress. It ends at
 * the object changed. What the reader does with another password, key or certificate is its own affair: a program that is
 * given the attacker's credentials acts as the attacker, and no rule says that it runs what it is given. (Of bootstrap
 * tokens that is known: {@link BootstrapToken}.)
 *
 * <p>A Secret that is immutable is not changed, and one that cannot be named is not reached. To delete one and create
 * another of its name takes two more rights and is not followed.
 */
final class SecretPatch implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("SECRET_PATCH", "Change a Secret that something reads")
            .sentence("{from} may change {to}, which something else reads")
            .needs(
                    "update or patch on secrets, in the Secret's namespace or cluster-wide; resourceNames limits it to the"
                            + " Secrets named. A pod mounts the Secret, takes variables or pull credentials from it, or an Ingress"
                            + " takes its key and certificate from it; and it is not immutable")
            .attack("T1565.001", "T1098")
            .microsoft("MS-TA9025")
            .owasp("K02:2025", "K03:2025")
            .cis("CIS-1.12 5.1.2")
            .nsa("Secrets", "Role-based access control")
            .stop(
                    "Remove update and patch on secrets from the role, or limit them to the Secrets needed with resourceNames;"
                            + " set immutable: true on Secrets that are only replaced as a whole.")
            .audit("update or patch on secrets by anyone who does not maintain them.")
            .alsoKnownAs("k8scout", "PRIVESC-PATCH-SECRETS")
            .alsoKnownAs("konstellation", "Role can modify secrets")
            .references(
                    "https://kubernetes.io/docs/concepts/configuration/secret/#secret-immutable",
                    "https://kubernetes.io/docs/concepts/services-networking/ingress/#tls")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Map<ObjectRef, Support> used = Targets.usedByPods(facts);
        for (Ingress ingress : facts.cluster().ingresses()) {
            for (Ingress.Tls tls : ingress.tls()) {
                ObjectRef secret = ObjectRef.of("Secret", ingress.meta().namespace(), tls.secretName());
                used.putIfAbsent(secret, Support.of(Evidence.stated(ingress.ref(), tls.field(), tls.secretName())));
            }
        }
        List<Spread.Target> targets = new ArrayList<>();
        used.forEach((secret, use) -> target(facts.cluster(), secret, use).ifPresent(targets::add));
        Spread.ofOthers(facts, edges, "change-secrets", "change Secrets", targets)
                .from(facts.rbac()
                        .permits(Permission.of("update", "", "secrets").or("patch")));
    }

    private static Optional<Spread.Target> target(Cluster cluster, ObjectRef ref, Support use) {
        Optional<Secret> there = cluster.secret(ref.namespace(), ref.name());
        if (there.isEmpty()) {
            return Targets.isKnownToBeAbsent(cluster, ref)
                    ? Optional.empty()
                    : Optional.of(target(
                            ref, Confidence.POSSIBLE, Targets.assumed(ref).and(use)));
        }
        return there.filter(secret -> !secret.immutable() && !secret.isGeneratedToken())
                .map(secret ->
                        target(ref, Confidence.CERTAIN, Targets.stated(ref).and(use)));
    }

    private static Spread.Target target(ObjectRef ref, Confidence confidence, Support support) {
        return new Spread.Target(
                ref.namespace(), ImmutableSet.of(ref.name()), new ObjectWrite(ref), confidence, support);
    }
}
