package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.model.Workload;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.Escape;
import java.util.List;

/**
 * Replaces the program in the template of a workload that is there (RB-18): new pods run it with the workload's account,
 * volumes and place in the network. They pass admission anew: where it has since been closed to what the workload's pods
 * do, the changed ones are not let in.
 */
final class WorkloadPatch implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("WORKLOAD_PATCH", "Replace the program of a workload")
            .sentence("{from} may replace the program that runs in {to}")
            .needs(
                    "update or patch on the workload that makes the pods, in its namespace or cluster-wide; resourceNames"
                            + " limits it to the workloads named. The template of a Job cannot be changed, and that of a ReplicaSet"
                            + " counts for the pods that it makes from then on. Where pods need a PodSecurityPolicy or"
                            + " SecurityContextConstraints, also use on any by their account or by the controller that makes them")
            .attack("T1610", "T1525")
            .microsoft("MS-TA9012")
            .owasp("K02:2025")
            .nsa("Role-based access control", "Building secure container images")
            .stop("Remove update and patch on workloads from the role, or limit them with resourceNames.")
            .audit("update or patch on deployments, daemonsets, statefulsets, replicasets, replicationcontrollers"
                    + " or cronjobs; the new template is in the request body, and create on pods follows, by the"
                    + " controller.")
            .alsoKnownAs("bloodhound-kube", "BHK_WorkloadPatch")
            .alsoKnownAs(
                    "k8scout", "TAKEOVER-PATCH-DEPLOYMENT", "TAKEOVER-PATCH-DAEMONSET", "PRIVESC-PATCH-STATEFULSETS")
            .alsoKnownAs("ClusterHound", "CH_canPatch")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
                    "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#updating-a-deployment")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        SetMultimap<ObjectRef, PodGroup> groups = LinkedHashMultimap.create();
        for (PodGroup group : facts.podGroups()) {
            groups.put(group.pod().owner(), group);
            group.pods().forEach(pod -> pod.meta().controller().ifPresent(controller -> groups.put(controller, group)));
        }
        PodEntry entry = PodEntry.plain(facts, edges);
        PodCreation.changes(
                facts,
                edges,
                "replace",
                false,
                workload -> groups.get(workload.ref()).stream()
                        .flatMap(group ->
                                entry
                                        .kept(group.pod().serviceAccount(), workload, target(facts, workload, group))
                                        .stream())
                        .collect(ImmutableList.toImmutableList()));
    }

    private static Spread.Target target(Facts facts, Workload workload, PodGroup group) {
        boolean admitted = isAdmitted(facts, group);
        Support exists = Targets.stated(workload.ref());
        return new Spread.Target(
                group.namespace(),
                ImmutableSet.of(workload.meta().name()),
                group.vertex(),
                admitted ? PodCreation.lasts(workload) : Confidence.POSSIBLE,
                admitted
                        ? exists
                        : exists.and(Support.of(Evidence.assumed(
                                workload.ref(), "", "admission lets in another pod like those that run"))));
    }

    private static boolean isAdmitted(Facts facts, PodGroup group) {
        List<Escape> escapes = group.containers().stream()
                .flatMap(container -> facts.escapes(group, container).stream())
                .toList();
        if (escapes.isEmpty()) {
            return true;
        }
        Admission admission = facts.podSecurity().admission(group.pod());
        return escapes.stream().allMatch(escape -> admission.admits(escape.kind()));
    }
}
