package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.ExemptUser;
import dev.postern.podsecurity.Relabelling;
import dev.postern.rbac.Holding;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Users whose own pods Pod Security admission does not look at. The exemption and the right to create the pod count in one
 * request, so they are one identity's: rights that such a user would first have to give to itself are left aside.
 */
final class ExemptUsers {
    private final Facts facts;
    private final Edges edges;

    ExemptUsers(Facts facts, Edges edges) {
        this.facts = facts;
        this.edges = edges;
    }

    /**
     * Leads exempt users that may create pods in namespaces closed to others to {@code pod}; whether there are any.
     *
     * @param prefix of the names of hubs
     */
    boolean lead(Collection<String> namespaces, String prefix, Vertex pod) {
        ImmutableList<ExemptUser> users = facts.podSecurity().exemptUsers();
        if (users.isEmpty() || namespaces.isEmpty()) {
            return false;
        }
        // Other policies may stop the pod still: then somebody has to look.
        boolean free = facts.podSecurity().policies().isEmpty();
        List<Spread.Target> targets = new ArrayList<>();
        for (String namespace : namespaces) {
            Admission others = facts.podSecurity().beyondLevel(namespace, Relabelling.NONE);
            if (!others.openTo().isEmpty()) {
                targets.add(new Spread.Target(
                        namespace,
                        ImmutableSet.of(),
                        pod,
                        free ? others.confidence() : Confidence.POSSIBLE,
                        free ? others.support() : otherwise(namespace)));
            }
        }
        Spread spread = Spread.ofOthersToHubs(
                facts, edges, prefix + "create-exempt-pods", "create pods nobody looks at", targets);
        boolean any = false;
        List<Permit> creators = facts.rbac().permits(PodCreation.POD.permission());
        for (ExemptUser user : users) {
            Subject subject = Subject.user(user.name());
            Set<Subject> own = new HashSet<>(facts.rbac().groupsOf(subject));
            own.add(subject);
            for (Holding holding : facts.rbac().holdings()) {
                if (own.contains(holding.subject())) {
                    for (Permit permit : creators) {
                        if (permit.grant().equals(holding.grant())) {
                            any = true;
                            spread.from(
                                    ImmutableList.of(new Identity(subject)),
                                    permit.scope(),
                                    permit.names(),
                                    all(user.support(), holding.supports(), permit.supports()));
                        }
                    }
                }
            }
        }
        return any;
    }

    private static Support otherwise(String namespace) {
        return Support.of(Evidence.assumed(
                ObjectRef.cluster("Namespace", namespace), "", "some policy over pods admits the pod"));
    }

    private static List<Support> all(Support exemption, List<Support> held, List<Support> permitted) {
        return held.stream()
                .flatMap(one -> permitted.stream().map(other -> one.and(other).and(exemption)))
                .toList();
    }
}
