package dev.postern.attack.rule;

import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Derivation;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.network.CniProfile;
import dev.postern.network.Network;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.RbacOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Manifests of policies over pods, and how surely somebody gets past them by one technique. */
final class PodPolicyCases {
    private PodPolicyCases() {}

    /** A PodSecurityPolicy that lets pods claim volumes as any user, with more or other fields in flow style. */
    static String psp(String name, String fields) {
        return "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: " + name + "}\nspec: {" + fields
                + (fields.contains("volumes") ? "" : ", volumes: [persistentVolumeClaim, ephemeral]")
                + (fields.contains("runAsUser") ? "" : ", runAsUser: {rule: RunAsAny}")
                + ", seLinux: {rule: RunAsAny}}\n";
    }

    /** SecurityContextConstraints that are usable as they stand, with more fields in flow style. */
    static String scc(String name, String fields) {
        return "{apiVersion: security.openshift.io/v1, kind: SecurityContextConstraints, metadata: {name: " + name
                + "}, runAsUser: {type: RunAsAny}, seLinuxContext: {type: RunAsAny}, " + fields + "}\n";
    }

    /** A namespace as OpenShift marks it. */
    static String openShiftNamespace(String name) {
        return "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name
                + ", annotations: {openshift.io/sa.scc.uid-range: 1000000000/10000}}\n";
    }

    /** A node of a version that still has PodSecurityPolicy. */
    static String oldNode(String name) {
        return Manifests.node(name).replace("v1.36.0", "v1.21.14");
    }

    /** The API server of a cluster, with plug-ins turned on. */
    static String apiServer(String plugins) {
        return Manifests.container(
                        "kube-system",
                        "kube-apiserver",
                        "command: [kube-apiserver, \"--enable-admission-plugins=" + plugins + "\"]")
                .replace("  nodeName: worker-1\n", "");
    }

    /** {@code CERTAIN}, {@code LIKELY}, {@code POSSIBLE} or {@code none}. */
    static String reach(EdgeTechniques techniques, Cluster cluster, String from) {
        return reach(techniques, cluster, from, id -> id.startsWith("node:") || id.equals("some-node"));
    }

    /** As {@link #reach(EdgeTechniques, Cluster, String)}, for whatever is to be reached, by its id. */
    static String reach(EdgeTechniques techniques, Cluster cluster, String from, Predicate<String> goal) {
        return reach(techniques, TechniqueEdges.graph(cluster), from, goal);
    }

    /** The graph of a cluster that has the roles and bindings which it is delivered with. */
    static AttackGraph asDelivered(Cluster cluster) {
        Facts facts = Facts.of(
                cluster,
                Rbac.of(cluster, RbacOptions.DEFAULT),
                Network.withNewcomers(cluster, CniProfile.of(cluster)),
                PodSecurity.of(cluster));
        return Derivation.run(facts, BuiltInRules.all());
    }

    static String reach(EdgeTechniques techniques, AttackGraph graph, String from, Predicate<String> goal) {
        List<Vertex> starts = graph.vertices().stream()
                .filter(vertex -> vertex.id().equals(from))
                .toList();
        for (Confidence confidence : List.of(Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)) {
            List<AttackEdge> edges = new ArrayList<>();
            graph.forEachEdge(edge -> {
                String id = edge.type().map(type -> type.id()).orElse("");
                boolean counts = id.isEmpty()
                        || id.equals("SUBJECT_GRANT")
                        || id.equals("SUBJECT_IN_GROUP")
                        || techniques.ids().contains(id);
                if (counts && edge.confidence().compareTo(confidence) >= 0) {
                    edges.add(edge);
                }
            });
            Set<String> reached = new Closure(edges).from(starts, vertex -> goal.test(vertex.id()));
            if (!reached.isEmpty()) {
                return confidence.name();
            }
        }
        return "none";
    }

    /** The techniques that count. */
    record EdgeTechniques(Set<String> ids) {
        static EdgeTechniques of(String... ids) {
            return new EdgeTechniques(Set.of(ids));
        }
    }
}
