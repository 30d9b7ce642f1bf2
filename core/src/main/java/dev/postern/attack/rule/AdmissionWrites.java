package dev.postern.attack.rule;

import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.model.ObjectRef;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;

/**
 * Who may have a say in the admission of other people's writes. All of it is cluster-scoped. Whoever is cluster-admin may,
 * but has nearer ways to everything.
 */
final class AdmissionWrites {
    private static final String GROUP = "admissionregistration.k8s.io";

    private final Facts facts;
    private final Edges edges;

    AdmissionWrites(Facts facts, Edges edges) {
        this.facts = facts;
        this.edges = edges;
    }

    /** Whoever may create an object of this kind. */
    void creators(String resource, May hub) {
        for (Permit permit : facts.rbac().permits(Permission.of("create", GROUP, resource))) {
            Vertex holder = facts.vertex(permit.grant());
            if (!facts.isClusterAdminRole(holder)) {
                edges.silent(holder, hub).because(permit.supports());
            }
        }
    }

    /**
     * Whoever may change an object of this kind that is in force. Names of such objects are not read, so that one which a
     * rule names may be there; without a name there must be some.
     */
    void changers(String resource, String kind, May hub) {
        boolean some = facts.cluster().otherKinds().getOrDefault(kind + "." + GROUP, 0) > 0;
        for (Permit permit :
                facts.rbac().permits(Permission.of("update", GROUP, resource).or("patch"))) {
            Vertex holder = facts.vertex(permit.grant());
            if (facts.isClusterAdminRole(holder)) {
                continue;
            }
            if (!permit.anyName()) {
                ObjectRef named = ObjectRef.cluster(kind, permit.names().first());
                edges.silent(holder, hub).provided(named, "exists").because(permit.supports());
            } else if (some) {
                edges.silent(holder, hub).because(permit.supports());
            }
        }
    }
}
