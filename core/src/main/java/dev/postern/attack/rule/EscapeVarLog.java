package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.NodeFiles;
import dev.postern.model.Confidence;
import dev.postern.model.Support;
import dev.postern.podsecurity.Escape;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a link in the place of a log, and has the kubelet send what it leads to. Writing the link and reading the log are
 * different things: another identity may do the reading.
 */
final class EscapeVarLog implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_VAR_LOG", "Have the kubelet read a file as a log")
            .sentence("{from} may have any file sent as a log and so gets {to}")
            .needs("a writable mount that shows /var/log/pods or /var/log/containers, as root; and, perhaps by another"
                    + " identity, get on pods/log of a pod on that node, or on nodes/log or nodes/proxy of the node")
            .attack("T1611", "T1552.001")
            .microsoft("MS-TA9013", "MS-TA9018")
            .owasp("K01:2025", "K02:2025")
            .cis("CIS-1.12 5.2.11")
            .nsa("Pod security enforcement", "Non-root containers", "Role-based access control")
            .stop("Mount logs read-only; enforce the baseline Pod Security Standard; remove pods/log from the role.")
            .audit("get on pods/log, or get on nodes/proxy with /logs/ in the requestURI; the same straight to the"
                    + " kubelet shows at most as the kubelet's create on subjectaccessreviews. The link shows on the"
                    + " node alone: symbolic links below /var/log that a container made.")
            .alsoKnownAs("KubeHound", "CE_VAR_LOG_SYMLINK")
            .alsoKnownAs("bloodhound-kube", "BHK_CE_VAR_LOG_SYMLINK")
            .references(
                    "https://github.com/danielsagi/kube-pod-escape",
                    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.each(surroundings, Escape.Kind.VAR_LOG, (group, container, escape) -> {
            for (Vertex node : NodeEscapes.nodes(surroundings, group)) {
                edges.join(ImmutableList.of(group.container(container), reader(node)), new NodeFiles(node))
                        .confidence(escape.confidence())
                        .because(escape.supports());
            }
        });
    }

    private static May reader(Vertex node) {
        return new May("read-logs", node.id(), "read logs of " + node.describe());
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Surroundings surroundings = facts.surroundings();
        Map<Vertex, May> readers = new HashMap<>();
        NodeEscapes.each(surroundings, Escape.Kind.VAR_LOG, (group, container, escape) -> {
            for (Vertex node : NodeEscapes.nodes(surroundings, group)) {
                readers.computeIfAbsent(node, EscapeVarLog::reader);
            }
        });
        if (readers.isEmpty()) {
            return;
        }
        List<Spread.Target> pods = new ArrayList<>();
        facts.podGroups()
                .forEach(group -> NodeEscapes.nodes(surroundings, group).forEach(node -> {
                    if (readers.containsKey(node)) {
                        pods.add(new Spread.Target(
                                group.namespace(), group.names(), readers.get(node), Confidence.CERTAIN, Support.NONE));
                    }
                }));
        Spread.toHubs(facts, edges, "read-pod-logs", "read logs of pods", pods)
                .from(facts.rbac().permits(Permission.of("get", "", "pods/log")));
        List<Spread.Target> nodes = new ArrayList<>();
        readers.forEach((node, reader) -> nodes.add(new Spread.Target(
                "",
                node instanceof NodeControl known ? ImmutableSet.of(known.name()) : ImmutableSet.of(),
                reader,
                Confidence.CERTAIN,
                Support.NONE)));
        Spread.toHubs(facts, edges, "read-node-logs", "read logs of nodes", nodes)
                .from(facts.rbac()
                        .permits(Permission.of("get", "", "nodes/log"), Permission.of("get", "", "nodes/proxy")));
    }
}
