package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.claimOf;
import static dev.postern.attack.rule.Manifests.claiming;
import static dev.postern.attack.rule.Manifests.mounting;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HostpathReadCredsTest extends TechniqueCases {
    private static final String CONTROL_PLANE = node("worker-1")
            .replace("name: worker-1", "name: worker-1, labels: {node-role.kubernetes.io/control-plane: \"\"}");

    @Override
    EdgeRule technique() {
        return new HostpathReadCreds();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the kubelet's credentials, read-only",
                                mounting("/var/lib/kubelet", ", readOnly: true", "shop", "a"),
                                mounting("/etc/kubernetes", ", readOnly: true", "shop", "b"))
                        .edge("container:shop/a/app", "user:system:node:worker-1")
                        .edge("container:shop/b/app", "user:system:node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the files of one pod, static pods, and another user than root",
                        mounting("/var/lib/kubelet/pods", "", "shop", "a"),
                        mounting("/etc/kubernetes/manifests", "", "shop", "b"),
                        mounting("/var/lib/kubelet", "", "shop", "c").replace("runAsUser: 0", "runAsUser: 1000")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved; a directory above is a case of its own"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "the claim that leads to it exists in another namespace",
                                claimOf("/var/lib/kubelet", "shop", "of-node"),
                                claiming("of-node", "shop", "web"),
                                claiming("of-node", "ops", "tool"))
                        .edge("container:shop/web/app", "user:system:node:worker-1"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the directory above, and a subPath",
                                mounting("/", ", readOnly: true", "shop", "a"),
                                mounting("/var/lib/kubelet", ", subPath: pki", "shop", "b"),
                                mounting("/var/lib/kubelet", ", subPath: pods", "shop", "c"))
                        .edge("container:shop/a/app", "user:system:node:worker-1")
                        .edge("container:shop/b/app", "user:system:node:worker-1"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "etcd and an administrator's kubeconfig are worth nothing on a node that has none",
                        node("worker-1"),
                        mounting("/var/lib/etcd", "", "shop", "a")));
    }

    @Test
    void onAControlPlaneNodeFilesAreWorthTheCluster() {
        for (String path : List.of("/var/lib/etcd", "/etc/kubernetes/admin.conf", "/etc/kubernetes/pki")) {
            assertThat(administrators(CONTROL_PLANE, mounting(path, ", readOnly: true", "shop", "web")))
                    .as(path)
                    .containsExactly("container:shop/web/app");
            assertThat(administrators(node("worker-1"), mounting(path, "", "shop", "web")))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void whoeverReadsEveryFileFindsThemToo() {
        String reading = mounting("/srv", "", "shop", "web")
                .replace("runAsUser: 0", "runAsUser: 0, capabilities: {add: [DAC_READ_SEARCH], drop: [DAC_OVERRIDE]}");
        assertThat(administrators(CONTROL_PLANE, reading)).containsExactly("files:node:worker-1");
        assertThat(TechniqueEdges.of(technique(), Manifests.cluster(node("worker-1"), reading), Set.of("api-server")))
                .containsExactly("files:node:worker-1 -> user:system:node:worker-1");
    }

    /** Where this technique leads straight to cluster-admin. */
    private List<String> administrators(String... manifests) {
        List<String> from = new ArrayList<>();
        TechniqueEdges.graph(Manifests.cluster(manifests)).forEachEdge(edge -> {
            if (edge.type().equals(Optional.of(technique().type())) && edge.to() instanceof Vertex.ClusterAdmin) {
                edge.premises().stream()
                        .filter(premise -> !(premise instanceof Vertex.ApiServerReach))
                        .forEach(premise -> from.add(premise.id()));
            }
        });
        return from;
    }
}
