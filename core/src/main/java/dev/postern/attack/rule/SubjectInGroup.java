package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Subject;

/**
 * The API server puts every user and service account into groups, whether or not any object says so, and people into those that
 * their directory names, which a facts file tells. Each subject has a
 * step to each of its groups; groups have none to the groups around them, because who impersonates one group does not get
 * those (E18), and because a second way to the same group would only repeat every path that leads through it.
 */
final class SubjectInGroup implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("SUBJECT_IN_GROUP", "A subject is in a group by itself")
            .sentence("{from} is in {to}")
            .needs("nothing: service accounts are in system:serviceaccounts, in the group of their namespace and in"
                    + " system:authenticated, nodes in system:nodes, anonymous requests in system:unauthenticated, every"
                    + " other user in system:authenticated")
            .attack("T1078")
            .owasp("K02:2025")
            .nsa("Role-based access control", "Authentication")
            .stop("Remove the group from the binding that gives it rights, and bind the few accounts that need them.")
            .audit("Any verb: user.groups of a request lists the groups, and the annotation"
                    + " authorization.k8s.io/reason says if a binding of one of them allowed it. Becoming a member is"
                    + " no request.")
            .alsoKnownAs("K8sAttackMap", "MEMBER_OF")
            .alsoKnownAs("openhound-kubernetes", "K8s_MemberOf")
            .references(
                    "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/",
                    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        for (Subject subject : Targets.subjects(facts)) {
            for (Subject.Group group : facts.rbac().groupsOf(subject)) {
                edges.add(new Identity(subject), new Identity(group))
                        .because(facts.rbac().membership(subject, group));
            }
        }
    }
}
