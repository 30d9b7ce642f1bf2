package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.model.Cluster;
import dev.postern.model.Gateway;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes to ways in that extensions bring (RB-35): routes of OpenShift, and rights over single objects of the Gateway API. */
final class RouteWrites {
    private static final String OPENSHIFT = "route.openshift.io";
    private static final ImmutableSortedMap<String, String> KINDS = ImmutableSortedMap.<String, String>naturalOrder()
            .put("gateways", "Gateway")
            .put("grpcroutes", "GRPCRoute")
            .put("httproutes", "HTTPRoute")
            .put("referencegrants", "ReferenceGrant")
            .put("tcproutes", "TCPRoute")
            .put("tlsroutes", "TLSRoute")
            .put("udproutes", "UDPRoute")
            .buildOrThrow();

    private RouteWrites() {}

    static void derive(Facts facts, Edges edges) {
        Cluster cluster = facts.cluster();
        if (!cluster.openShiftRoutes().isEmpty() || cluster.openShift().isPresent()) {
            ofOpenShift(facts, edges);
        }
        KINDS.forEach((resource, kind) -> named(facts, edges, resource, kind));
    }

    private static void ofOpenShift(Facts facts, Edges edges) {
        Spread.ofOthers(
                        facts,
                        edges,
                        "change-openshift-routes",
                        "change Routes",
                        targets(facts.cluster().openShiftRoutes()))
                .from(facts.rbac()
                        .permits(Permission.of("update", OPENSHIFT, "routes").or("patch")));
        List<Spread.Target> fresh = facts.cluster().services().stream()
                .map(service -> service.meta().namespace())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .map(namespace -> NetworkChange.target(ObjectRef.of("Route", namespace, ObjectWrite.NEW), ""))
                .toList();
        Creation.namespaced(OPENSHIFT, "routes", "Route")
                .addTo(Spread.ofOthers(facts, edges, "create-openshift-routes", "create Routes", fresh), facts);
    }

    /** Whoever may write all objects of a kind in a namespace may write another: {@link NetworkChange} has that. */
    private static void named(Facts facts, Edges edges, String resource, String kind) {
        List<Permit> permits = new ArrayList<>();
        for (Permit permit : facts.rbac()
                .permits(Permission.of("update", Gateway.GROUP, resource).or("patch"))) {
            if (!permit.anyName()) {
                permits.add(permit);
            }
        }
        if (!permits.isEmpty()) {
            Cluster cluster = facts.cluster();
            List<KubernetesObject> objects = Stream.of(
                            cluster.gateways(), cluster.gatewayRoutes(), cluster.referenceGrants())
                    .flatMap(List::stream)
                    .map(KubernetesObject.class::cast)
                    .filter(object -> object.kind().equals(kind))
                    .toList();
            Spread.ofOthers(facts, edges, "change-" + resource, "change objects of " + kind, targets(objects))
                    .from(permits);
        }
    }

    private static List<Spread.Target> targets(List<? extends KubernetesObject> objects) {
        return objects.stream()
                .map(object -> NetworkChange.target(object.ref(), object.meta().name()))
                .toList();
    }
}
