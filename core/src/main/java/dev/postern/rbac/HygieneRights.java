package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.ResourceQuota;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rights that the rows RB-44 and RB-49 to RB-52 are about. */
final class HygieneRights {
    private static final String EVENTS = "events.k8s.io";

    static final ImmutableList<Permission> CONFIG_WRITES =
            all(List.of("create", "update", "patch", "delete", "deletecollection"), List.of("/configmaps"));

    static final ImmutableList<Permission> DELETES = all(
            List.of("delete", "deletecollection"),
            List.of(
                    "/pods",
                    "/replicationcontrollers",
                    "/secrets",
                    "/namespaces",
                    "apps/deployments",
                    "apps/daemonsets",
                    "apps/statefulsets",
                    "apps/replicasets",
                    "batch/jobs",
                    "batch/cronjobs"));

    static final ImmutableList<Permission> EVENT_DELETES =
            all(List.of("delete", "deletecollection"), List.of("/events", EVENTS + "/events"));

    static final ImmutableList<Permission> RECONNAISSANCE = ImmutableList.<Permission>builder()
            .add(Permission.of("get", "", "pods/log"))
            .addAll(all(
                    List.of("create"),
                    List.of(
                            "authentication.k8s.io/tokenreviews",
                            "authorization.k8s.io/subjectaccessreviews",
                            "authorization.k8s.io/localsubjectaccessreviews")))
            .build();

    static final ImmutableList<Permission> PRIORITY_CLASSES =
            all(List.of("create"), List.of("scheduling.k8s.io/priorityclasses"));

    /** Kinds that are kept in the store, can be big or many, and belong to namespaces. */
    private static final ImmutableList<String> STORED = ImmutableList.of(
            "/configmaps",
            "/secrets",
            "/pods",
            "/services",
            "/persistentvolumeclaims",
            "/replicationcontrollers",
            "/serviceaccounts",
            "/events",
            EVENTS + "/events",
            "apps/deployments",
            "apps/daemonsets",
            "apps/statefulsets",
            "apps/replicasets",
            "batch/jobs",
            "batch/cronjobs",
            "networking.k8s.io/ingresses",
            "networking.k8s.io/networkpolicies",
            "discovery.k8s.io/endpointslices",
            "coordination.k8s.io/leases",
            "rbac.authorization.k8s.io/roles",
            "rbac.authorization.k8s.io/rolebindings");

    /** Those that a quota counts by their bare name; the others are called {@code count/RESOURCE.GROUP}. */
    private static final ImmutableSet<String> COUNTED_BY_NAME = ImmutableSet.of(
            "configmaps", "secrets", "pods", "services", "persistentvolumeclaims", "replicationcontrollers");

    private final Map<String, Set<String>> quotas = new HashMap<>();
    private final Map<Set<String>, ImmutableList<Permission>> unbounded = new HashMap<>();

    HygieneRights(List<ResourceQuota> resourceQuotas) {
        for (ResourceQuota quota : resourceQuotas) {
            if (!quota.scoped()) {
                quotas.computeIfAbsent(quota.meta().namespace(), key -> new HashSet<>())
                        .addAll(quota.limited());
            }
        }
    }

    /** Creating what no quota of the namespace counts; cluster-wide, in namespaces without one, everything. */
    ImmutableList<Permission> unboundedCreates(Scope scope) {
        return unbounded.computeIfAbsent(
                quotas.getOrDefault(scope.namespace(), Set.of()),
                counted -> all(
                        List.of("create"),
                        STORED.stream()
                                .filter(resource -> !isCounted(resource, counted))
                                .toList()));
    }

    private static boolean isCounted(String resource, Set<String> counted) {
        int slash = resource.indexOf('/');
        String name = resource.substring(slash + 1);
        String group = resource.substring(0, slash);
        return counted.contains("count/" + name + (group.isEmpty() ? "" : "." + group))
                || (group.isEmpty() && COUNTED_BY_NAME.contains(name) && counted.contains(name));
    }

    /** Every verb on every resource, written {@code GROUP/RESOURCE}. */
    private static ImmutableList<Permission> all(List<String> verbs, List<String> resources) {
        ImmutableList.Builder<Permission> all = ImmutableList.builder();
        for (String resource : resources) {
            int slash = resource.indexOf('/');
            for (String verb : verbs) {
                all.add(Permission.of(verb, resource.substring(0, slash), resource.substring(slash + 1)));
            }
        }
        return all.build();
    }
}
