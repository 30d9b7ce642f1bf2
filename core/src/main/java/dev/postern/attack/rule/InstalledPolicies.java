package dev.postern.attack.rule;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;

/**
 * Who may take away policies that were installed: Kyverno's, and Gatekeeper's constraints, which go with their template. The
 * resource of a constraint is the name of its template, which is its kind in small letters.
 */
final class InstalledPolicies {
    private static final String KYVERNO = "kyverno.io";
    private static final String CONSTRAINTS = "constraints.gatekeeper.sh";
    private static final String TEMPLATES = "templates.gatekeeper.sh";

    private InstalledPolicies() {}

    /** Whoever may change or delete the policy gets to {@code gone}. */
    static void lead(Facts facts, Edges edges, ObjectRef policy, May gone) {
        String right = policy.kind() + "/" + policy.qualifiedName();
        switch (policy.kind()) {
            case "ClusterPolicy" -> lead(facts, edges, right, policy, KYVERNO, "clusterpolicies", gone);
            case "Policy" -> lead(facts, edges, right, policy, KYVERNO, "policies", gone);
            default -> {
                String resource = Ascii.toLowerCase(policy.kind());
                lead(facts, edges, right, policy, CONSTRAINTS, resource, gone);
                ObjectRef template = ObjectRef.cluster("ConstraintTemplate", resource);
                lead(facts, edges, right + "-by-template", template, TEMPLATES, "constrainttemplates", gone);
            }
        }
    }

    private static void lead(
            Facts facts, Edges edges, String right, ObjectRef object, String group, String resource, May gone) {
        Spread.ofOthersToHubs(
                        facts,
                        edges,
                        "unmake-" + right,
                        "change or delete " + object,
                        ImmutableList.of(new Spread.Target(object.namespace(), object.name(), gone, Support.NONE)))
                .from(facts.rbac()
                        .permits(
                                of(object, Permission.of("deletecollection", group, resource)),
                                of(
                                        object,
                                        Permission.of("update", group, resource)
                                                .or("patch")
                                                .or("delete"))));
    }

    private static Permission of(ObjectRef object, Permission permission) {
        return object.namespace().isEmpty() ? permission.clusterScoped() : permission;
    }
}
