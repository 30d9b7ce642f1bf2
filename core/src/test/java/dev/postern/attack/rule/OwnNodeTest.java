package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.AttackEdge;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.model.Confidence;
import dev.postern.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Between a pod on its node's network and the others of that node policy stops nothing. */
class OwnNodeTest {
    private static final String CLOSED = policy("shop", "web", "policyTypes: [Ingress, Egress]");

    @Test
    void aReplicaReachesTheHostPodsOfItsOwnNodeWhicheverItIs() {
        assertThat(certain(CLOSED, web("web-1", "n1"), web("web-2", "n2"), agent("n2")))
                .as("only the second of two replicas runs beside the agent")
                .containsExactly("ops/agent:tcp/9100 at Pod ops/agent", "shop/web:tcp/8080 at Pod shop/web-2");
    }

    @Test
    void noneOfAnotherNodeIsReached() {
        assertThat(certain(CLOSED, web("web-1", "n1"), web("web-2", "n2"), agent("n3")))
                .isEmpty();
    }

    @Test
    void podsOfTheNetworkOfPodsDoNotReachEachOtherForThat() {
        assertThat(certain(CLOSED, web("web-1", "n1"), agent("n1").replace("hostNetwork: true", "hostNetwork: false")))
                .isEmpty();
    }

    @Test
    void aReplicaOnTheNodeOfTheApiServerReachesIt() {
        String control =
                "apiVersion: v1\nkind: Node\nmetadata: {name: control, labels: {node-role.kubernetes.io/control-plane: ''}}"
                        + "\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.1}]}\n";
        assertThat(reachesApiServer(control, CLOSED, web("web-1", "n1"), web("web-2", "control")))
                .as("only the second of two replicas runs there")
                .isEqualTo(Outcome.ALLOWED);
        assertThat(reachesApiServer(control, CLOSED, web("web-1", "n1"), web("web-2", "n2")))
                .isEqualTo(Outcome.DENIED);
    }

    private static Outcome reachesApiServer(String... manifests) {
        Facts facts = TechniqueEdges.facts(Manifests.cluster(String.join("---\n", manifests)));
        assertThat(facts.podGroups())
                .as("replicas that differ in their nodes alone")
                .hasSize(1);
        return facts.reachesApiServer(facts.podGroups().get(0)).outcome();
    }

    /** The ports reached for certain from a node's hub, and of which pod the node is told. */
    private static List<String> certain(String... manifests) {
        List<String> reached = new ArrayList<>();
        TechniqueEdges.graph(Manifests.cluster(String.join("---\n", manifests))).forEachEdge(edge -> {
            if (isOfNode(edge)) {
                String port = edge.to().id().substring("port:".length());
                edge.supports().get(0).facts().forEach(fact -> reached.add(port + " at " + fact.object()));
            }
        });
        return reached.stream().sorted().toList();
    }

    private static boolean isOfNode(AttackEdge edge) {
        return edge.to() instanceof PortReach
                && edge.premises().get(0).id().startsWith("may:reach-own-node:")
                && edge.confidence() == Confidence.CERTAIN;
    }

    private static String web(String name, String node) {
        return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: " + name + "\n  namespace: shop\n  labels: {app: web}\n"
                + "  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: a, controller: true}]\n"
                + "spec:\n  nodeName: " + node + "\n  automountServiceAccountToken: false\n"
                + "  containers: [{name: app, image: registry.example.com/app:1, ports: [{containerPort: 8080}]}]\n";
    }

    private static String agent(String node) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: agent, namespace: ops}\nspec:\n  nodeName: " + node
                + "\n  hostNetwork: true\n  automountServiceAccountToken: false\n"
                + "  containers: [{name: app, image: registry.example.com/app:1, ports: [{containerPort: 9100}]}]\n";
    }
}
