package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Confidence;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Secret;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Creates the Secret of a bootstrap token, or changes one that is there, chooses its secret part and its groups, and logs in with it (RB-06). Where the
 * cluster approves the certificates of new nodes, that is the first step to one.
 */
final class BootstrapToken implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("BOOTSTRAP_TOKEN", "Write a token for new nodes")
            .sentence("{from} may write a bootstrap token that makes it a member of {to}")
            .needs(
                    "create on secrets in kube-system, which resourceNames gives to nobody without patch on the name besides, or update or patch on such a"
                            + " Secret that is there and not immutable; and an API server with --enable-bootstrap-token-auth. The group's name begins with system:bootstrappers")
            .attack("T1136", "T1550.001")
            .microsoft("MS-TA9016")
            .owasp("K02:2025", "K09:2025")
            .nsa("Role-based access control", "Secrets")
            .stop(
                    "Remove create, update and patch on secrets in kube-system from the role; turn bootstrap tokens off where no nodes join by"
                            + " them.")
            .audit("create, update or patch on secrets in kube-system with a name that begins with"
                    + " bootstrap-token-; the token's use has user.username system:bootstrap:ID and is mostly create on"
                    + " certificatesigningrequests.")
            .references(
                    "https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/",
                    "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/")
            .build();

    private static final String NAMESPACE = "kube-system";
    /** What such a Secret is called; source: kubernetes {@code k8s.io/cluster-bootstrap/token/api}. */
    private static final Pattern TOKEN = Pattern.compile("bootstrap-token-[a-z0-9]{6}");

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
        Support support = support(taken);
        Confidence confidence = taken.isAllowed() ? Confidence.CERTAIN : Confidence.POSSIBLE;
        List<Spread.Target> groups = new ArrayList<>();
        for (Subject.Group group : facts.rbac().bootstrapGroups()) {
            groups.add(new Spread.Target(NAMESPACE, ImmutableSet.of(), new Identity(group), confidence, support));
        }
        Creation.namespaced("", "secrets", "Secret")
                .addTo(
                        Spread.of(facts, edges, "create-bootstrap-tokens", "create bootstrap tokens", groups),
                        facts,
                        TOKEN.asMatchPredicate());
        List<Spread.Target> changed = new ArrayList<>();
        for (Secret token : tokens(facts)) {
            if (!token.immutable()) {
                Support there = support.and(Targets.stated(token.ref()));
                groups.forEach(group -> changed.add(new Spread.Target(
                        NAMESPACE, ImmutableSet.of(token.meta().name()), group.vertex(), confidence, there)));
            }
        }
        Spread.ofOthers(facts, edges, "change-bootstrap-tokens", "change bootstrap tokens", changed)
                .from(facts.rbac()
                        .permits(Permission.of("update", "", "secrets").or("patch")));
    }

    /** The bootstrap tokens that the input holds. */
    static ImmutableList<Secret> tokens(Facts facts) {
        return facts.cluster().secrets().stream()
                .filter(secret -> secret.type().equals(Secret.BOOTSTRAP_TOKEN)
                        && secret.meta().namespace().equals(NAMESPACE)
                        && TOKEN.matcher(secret.meta().name()).matches())
                .collect(ImmutableList.toImmutableList());
    }

    /** Why the API server takes such tokens, or that it is not known. */
    static Support support(Decision taken) {
        return taken.isAllowed()
                ? taken.supports().get(0)
                : Support.of(Evidence.assumed(ObjectRef.of("Pod", NAMESPACE, "kube-apiserver"), "", taken.missing()));
    }
}
