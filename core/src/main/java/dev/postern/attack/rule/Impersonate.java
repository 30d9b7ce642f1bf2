package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Confidence;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.rbac.Holding;
import dev.postern.rbac.Impersonation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sends requests in another's name. Whom RBAC knows is a target: users and groups of bindings, service accounts, and
 * always {@code system:masters}, which is in no binding that anybody wrote.
 */
final class Impersonate implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("IMPERSONATE", "Act in another's name")
            .sentence("{from} may act as {to}")
            .needs("impersonate on serviceaccounts in their namespace or cluster-wide; on users cluster-wide; on groups"
                    + " cluster-wide, together with a user or service account that the same identity may impersonate."
                    + " resourceNames limits each to those named. From 1.36 on also the verbs impersonate:<mode> on the"
                    + " identity together with impersonate-on:<mode>:<verb> for every verb on everything")
            .attack("T1078", "T1550")
            .owasp("K02:2025")
            .cis("CIS-1.12 5.1.8")
            .nsa("Role-based access control")
            .stop("Remove impersonate from the role, or limit it with resourceNames to accounts without powers.")
            .audit("Any verb, in an event with impersonatedUser: user is who sent the request, impersonatedUser"
                    + " whom it acts as. No event has impersonate for its verb;"
                    + " authenticationMetadata.impersonationConstraint names the constrained verb, if one allowed it.")
            .alsoKnownAs("KubeHound", "IDENTITY_IMPERSONATE")
            .alsoKnownAs("IceKube", "CAN_IMPERSONATE")
            .alsoKnownAs("bloodhound-kube", "BHK_Impersonate")
            .alsoKnownAs("k8scout", "PRIVESC-IMPERSONATE")
            .alsoKnownAs("ClusterHound", "CH_canImpersonate")
            .alsoKnownAs("openhound-kubernetes", "K8s_CanImpersonate")
            .alsoKnownAs("konstellation", "Role has IMPERSONATE privilege")
            .alsoKnownAs("kube-blast-radius", "RBAC_ESCALATION_VERB_ADDED")
            .references(
                    "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation",
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#impersonate-verb")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        spread(
                facts,
                Impersonation.Target.SERVICE_ACCOUNT,
                Spread.of(
                        facts, edges, "impersonate-accounts", "act as service accounts", Targets.accountNames(facts)));
        spread(
                facts,
                Impersonation.Target.USER,
                Spread.of(facts, edges, "impersonate-users", "act as users", users(facts)));
        spread(
                facts,
                Impersonation.Target.GROUP,
                Spread.of(facts, edges, "impersonate-groups", "act as a member of groups", groups(facts)));
        boolean actsAsNodes =
                facts.rbac().impersonations().stream().anyMatch(step -> step.target() == Impersonation.Target.NODE);
        if (actsAsNodes) { // cluster-admin has nearer ways to a node
            spread(
                    facts,
                    Impersonation.Target.NODE,
                    Spread.of(facts, edges, "impersonate-nodes", "act as nodes", nodes(facts)));
        }
    }

    private static void spread(Facts facts, Impersonation.Target target, Spread spread) {
        for (Impersonation step : facts.rbac().impersonations()) {
            if (step.target() == target) {
                spread.from(facts.premises(step.holder(), step.gained()), step.scope(), step.names(), step.supports());
            }
        }
    }

    private static List<Spread.Target> groups(Facts facts) {
        List<Spread.Target> targets = new ArrayList<>();
        facts.rbac().groups().forEach(group -> targets.add(target(group, new Identity(group), Support.NONE)));
        return targets;
    }

    /**
     * A user impersonated by name is in {@code system:authenticated} and in no other group. Whoever is normally in more
     * of them, such as a node, is therefore not gained whole, but only what bindings give to the name itself.
     */
    private static List<Spread.Target> users(Facts facts) {
        List<Spread.Target> targets = new ArrayList<>();
        Set<Subject> partial = new TreeSet<>();
        for (Subject subject : facts.rbac().subjects()) {
            if (subject instanceof Subject.User) {
                if (facts.rbac().groupsOf(subject).size() > 1) {
                    partial.add(subject);
                } else {
                    targets.add(target(subject, new Identity(subject), Support.NONE));
                }
            }
        }
        for (Holding holding : facts.rbac().holdings()) {
            if (partial.contains(holding.subject())) {
                holding.supports()
                        .forEach(support ->
                                targets.add(target(holding.subject(), facts.vertex(holding.grant()), support)));
            }
        }
        return targets;
    }

    /** Constrained impersonation gives a node its group too. */
    private static List<Spread.Target> nodes(Facts facts) {
        List<Spread.Target> targets = new ArrayList<>();
        facts.cluster().nodes().forEach(node -> {
            String name = node.meta().name();
            Identity identity = new Identity(Subject.user("system:node:" + name));
            targets.add(new Spread.Target("", ImmutableSet.of(name), identity, Confidence.CERTAIN, Support.NONE));
        });
        return targets;
    }

    private static Spread.Target target(Subject subject, Vertex vertex, Support support) {
        return new Spread.Target("", ImmutableSet.of(subject.principal()), vertex, Confidence.CERTAIN, support);
    }
}
