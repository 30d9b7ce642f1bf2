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
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.PodPolicies;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whoever may write the policies of which one has to admit each pod. SecurityContextConstraints name in themselves who may
 * use them, so that writing any admits every pod of anybody. A PodSecurityPolicy has to be one that pods there pass by, which
 * is certain only of whoever may change all of them.
 */
final class PodPolicyWrites {
    private PodPolicyWrites() {}

    /** Whether {@code opened} can be come to. */
    static boolean derive(Facts facts, Edges edges, May opened) {
        Optional<PodPolicies> policies = facts.podSecurity().policies();
        if (policies.isEmpty()) {
            return false;
        }
        May written = new May("write-pod-policy", "*", "write a policy that admits pods that escape");
        May start = new May("start-by-written-policy", "*", "start a pod past the policies over pods");
        List<Spread.Target> namespaces = new ArrayList<>();
        for (String namespace : WorkloadEscape.namespaces(facts)) {
            Admission admission = facts.podSecurity().admission(namespace);
            if (!admission.openTo().isEmpty()) {
                namespaces.add(new Spread.Target(
                        namespace, ImmutableSet.of(), start, admission.confidence(), admission.support()));
            }
        }
        if (policies.get().family() == PodPolicies.Family.SECURITY_CONTEXT_CONSTRAINTS) {
            new ClusterWrites(
                            facts, edges, "security.openshift.io", "securitycontextconstraints", PodPolicy.CONSTRAINTS)
                    .leadTo(written);
            PodStarts.lead(
                    facts,
                    edges,
                    "by-written-policy",
                    "by a policy of their own",
                    namespaces,
                    PodEntry.ungated(facts, edges));
        } else {
            changers(facts, edges, written);
            PodStarts.lead(
                    facts,
                    edges,
                    "by-written-policy",
                    "by a policy they rewrite",
                    namespaces,
                    PodEntry.plain(facts, edges));
        }
        edges.silentJoin(List.of(written, start), opened).byDefinition();
        return !namespaces.isEmpty();
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
