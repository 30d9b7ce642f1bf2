package dev.postern.attack.rule;

import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Vertex;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Manifests of policies over pods, and how surely somebody gets past them to a node by one technique. */
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
        AttackGraph graph = TechniqueEdges.graph(cluster);
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
            Set<String> nodes = new Closure(edges)
                    .from(
                            starts,
                            vertex -> vertex.id().startsWith("node:")
                                    || vertex.id().equals("some-node"));
            if (!nodes.isEmpty()) {
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
