package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.PodPolicy;
import dev.postern.model.Support;
import dev.postern.podsecurity.PodPolicies;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.List;
import java.util.Optional;

/**
 * Whoever may write the policies of which one has to admit each pod. SecurityContextConstraints name in themselves who may
 * use them, so that writing any admits every pod of anybody. A PodSecurityPolicy has to be one that pods there pass by, which
 * is certain only of whoever may change all of them.
 */
final class PodPolicyWrites {
    private PodPolicyWrites() {}

    /** Past them by writing one; empty where pods need none. */
    static Optional<Entrance> entrance(Facts facts, Edges edges) {
        return facts.podSecurity().policies().map(policies -> {
            May written = new May("write-pod-policy", "*", "write a policy that admits pods that escape");
            if (policies.family() == PodPolicies.Family.SECURITY_CONTEXT_CONSTRAINTS) {
                new ClusterWrites(
                                facts,
                                edges,
                                "security.openshift.io",
                                "securitycontextconstraints",
                                PodPolicy.CONSTRAINTS)
                        .leadTo(written);
                return Entrance.byWriting(
                        facts, edges, written, PodEntry.ungated(facts, edges), "by a policy of their own");
            }
            changers(facts, edges, written);
            return Entrance.byWriting(facts, edges, written, PodEntry.plain(facts, edges), "by a policy they rewrite");
        });
    }

    private static void changers(Facts facts, Edges edges, May written) {
        List<Permit> all = facts
                .rbac()
                .permits(Permission.of("update", "policy", "podsecuritypolicies")
                        .or("patch")
                        .clusterScoped())
                .stream()
                .filter(Permit::anyName)
                .toList();
        Spread.ofOthersToHubs(
                        facts,
                        edges,
                        "change-pod-policies",
                        "change PodSecurityPolicies",
                        ImmutableList.of(
                                new Spread.Target("", ImmutableSet.of(), written, Confidence.CERTAIN, Support.NONE)))
                .from(all);
    }
}
