package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes another service account, or another Secret, into the template of a workload that is there (RB-18). As with new
 * pods, neither RBAC nor Pod Security admission limits which ones of the namespace a template names.
 */
final class WorkloadPatchSa implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("WORKLOAD_PATCH_SA", "Give a workload another's account or Secret")
            .sentence("{from} may make pods of a workload use {to}")
            .needs(
                    "update or patch on a workload that exists in the namespace of the service account or Secret, except on"
                            + " Jobs, whose template cannot be changed; resourceNames limits it to the workloads named, and one"
                            + " of them is enough for every account and Secret of the namespace. Where pods need a"
                            + " PodSecurityPolicy or SecurityContextConstraints, also use on any by the account that they are to"
                            + " run as, or by the controller that makes them")
            .attack("T1610", "T1528", "T1525")
            .microsoft("MS-TA9012", "MS-TA9016", "MS-TA9025")
            .owasp("K02:2025")
            .nsa("Role-based access control")
            .stop(
                    "Remove update and patch on workloads from the role, or keep powerful accounts and Secrets in namespaces"
                            + " of their own.")
            .audit("update or patch on deployments, daemonsets, statefulsets, replicasets, replicationcontrollers"
                    + " or cronjobs, with serviceAccountName or a volume of the Secret in the request body; create on"
                    + " pods follows, by the controller.")
            .alsoKnownAs("IceKube", "UPDATE_WORKLOAD_WITH_SA")
            .alsoKnownAs("k8scout", "TAKEOVER-PATCH-DEPLOYMENT", "PRIVESC-PATCH-STATEFULSETS")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
                    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        if (facts.podSecurity().policies().isPresent()) {
            PlainPods.changed(facts, edges, "rewrite", "start changed pods of a workload");
            return;
        }
        Map<String, May> changed = new TreeMap<>();
        PodCreation.changes(facts, edges, "rewrite", true, workload -> {
            String namespace = workload.meta().namespace();
            May hub = changed.computeIfAbsent(
                    namespace,
                    name -> new May(
                            "start-changed-pods", name, "start changed pods of a workload of namespace " + name));
            return ImmutableList.of(new Spread.Target(
                    namespace,
                    ImmutableSet.of(workload.meta().name()),
                    hub,
                    PodCreation.lasts(workload),
                    Targets.stated(workload.ref())));
        });
        if (changed.isEmpty()) {
            return;
        }
        List<Spread.Target> used = new ArrayList<>(Targets.accounts(facts));
        used.addAll(Targets.secrets(facts));
        for (Spread.Target target : used) {
            May hub = changed.get(target.namespace());
            if (hub != null) {
                edges.add(hub, target.vertex()).confidence(target.confidence()).because(target.support());
            }
        }
    }
}
