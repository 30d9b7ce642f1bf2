package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.Multimaps;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.Escalation;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import dev.postern.rbac.Scope;
import dev.postern.rbac.SelfGrant;
import java.util.HashMap;
import java.util.Map;

/** What grants permit and where they come from, each asked of {@code rbac} once. Belongs to one thread. */
final class Rights {
    private final Facts facts;
    private final Map<Permission, ImmutableList<Permit>> permits = new HashMap<>();
    private final ImmutableSetMultimap<Subject, Grant> held;
    private final ImmutableListMultimap<Vertex, SelfGrant> bindings;
    private final ImmutableListMultimap<Vertex, Escalation> escalations;

    Rights(Facts facts) {
        this.facts = facts;
        ImmutableSetMultimap.Builder<Subject, Grant> all = ImmutableSetMultimap.builder();
        facts.rbac().holdings().forEach(holding -> all.put(holding.subject(), holding.grant()));
        this.held = all.build();
        this.bindings = Multimaps.index(facts.rbac().bindings(), step -> facts.gained(step.holder(), step.gained()));
        this.escalations =
                Multimaps.index(facts.rbac().escalations(), step -> facts.gained(step.holder(), step.gained()));
    }

    /** The grant that a vertex stands for. */
    static Grant grant(Vertex.HeldRole held) {
        return new Grant(held.role(), held.scope());
    }

    boolean holds(Subject subject, Grant grant) {
        return held.containsEntry(subject, grant);
    }

    /** How the gained role that a step leads to is bound. */
    ImmutableList<SelfGrant> bindings(Vertex gained) {
        return bindings.get(gained);
    }

    /** How the gained role that a step leads to is written. */
    ImmutableList<Escalation> escalations(Vertex gained) {
        return escalations.get(gained);
    }

    boolean permits(Grant grant, AccessReview review) {
        Scope asked = review.namespace().isEmpty() ? Scope.CLUSTER : Scope.namespace(review.namespace());
        if (!grant.scope().contains(asked)) {
            return false;
        }
        Permission permission = Permission.of(review.verb(), review.apiGroup(), review.combinedResource());
        Permission there = asked.isClusterWide() ? permission.clusterScoped() : permission.inNamespace();
        return grant.isEverything()
                || permits.computeIfAbsent(there, one -> facts.rbac().permits(one)).stream()
                        .anyMatch(permit -> permit.grant().equals(grant) && permit.allows(review.name()));
    }
}
