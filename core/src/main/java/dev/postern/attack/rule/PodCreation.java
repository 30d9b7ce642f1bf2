package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.model.Confidence;
import dev.postern.model.Workload;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The requests that make the cluster start a pod to the requester's specification. */
final class PodCreation {
    /**
     * Workload kinds whose pod template can be changed. A Job's cannot. A ReplicaSet's counts for new pods only, of which
     * the same request asks for more.
     */
    private static final ImmutableMap<String, Permission> CHANGES = ImmutableMap.of(
            "CronJob", change("batch", "cronjobs"),
            "DaemonSet", change("apps", "daemonsets"),
            "Deployment", change("apps", "deployments"),
            "ReplicaSet", change("apps", "replicasets"),
            "ReplicationController", change("", "replicationcontrollers"),
            "StatefulSet", change("apps", "statefulsets"));

    static final Creation POD = Creation.namespaced("", "pods", "Pod");

    private static final ImmutableList<Creation> CREATIONS = ImmutableList.of(
            POD,
            Creation.namespaced("", "replicationcontrollers", "ReplicationController"),
            Creation.namespaced("apps", "daemonsets", "DaemonSet"),
            Creation.namespaced("apps", "deployments", "Deployment"),
            Creation.namespaced("apps", "replicasets", "ReplicaSet"),
            Creation.namespaced("apps", "statefulsets", "StatefulSet"),
            Creation.namespaced("batch", "cronjobs", "CronJob"),
            Creation.namespaced("batch", "jobs", "Job"));

    private PodCreation() {}

    /** Creating what a controller makes pods of. */
    static ImmutableList<Creation> workloads() {
        return CREATIONS.stream().filter(creation -> !creation.equals(POD)).collect(ImmutableList.toImmutableList());
    }

    /** Adds whoever may create a pod, or anything that a controller makes pods of. */
    static void addCreators(Spread spread, Facts facts) {
        CREATIONS.forEach(creation -> creation.addTo(spread, facts));
    }

    /**
     * Whoever may change the pod template of an existing workload reaches what {@code ends} says of that workload.
     *
     * @param right starts the names of the hubs; unique among techniques
     * @param toHubs whether the technique stands on edges that leave these ends, as in {@link Spread#toHubs}
     */
    static void changes(
            Facts facts,
            Edges edges,
            String right,
            boolean toHubs,
            Function<Workload, ? extends List<Spread.Target>> ends) {
        CHANGES.forEach((kind, permission) -> {
            List<Spread.Target> targets = new ArrayList<>();
            for (Workload workload : facts.workloads(kind)) {
                targets.addAll(ends.apply(workload));
            }
            String hub = right + "-" + kind.toLowerCase(Locale.ROOT);
            String description = "change the pods of a " + kind;
            Spread spread = toHubs
                    ? Spread.toHubs(facts, edges, hub, description, targets)
                    : Spread.of(facts, edges, hub, description, targets);
            spread.from(facts.rbac().permits(permission));
        });
    }

    /**
     * How surely a changed template makes pods. The controller that a workload belongs to takes the change back, but not
     * before a pod of it may have started.
     */
    static Confidence lasts(Workload workload) {
        return workload.meta().controller().isEmpty() ? Confidence.CERTAIN : Confidence.LIKELY;
    }

    private static Permission change(String apiGroup, String resource) {
        return Permission.of("update", apiGroup, resource).or("patch");
    }
}
