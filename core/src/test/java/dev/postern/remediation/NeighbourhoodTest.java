package dev.postern.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.Facts;
import dev.postern.attack.rule.Reanalysis;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays of a cluster around what some plans rest on. */
final class NeighbourhoodTest {
    private static final String SHOP = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {namespace: shop, name: till}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {namespace: shop, name: till}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects: [{kind: Group, name: staff}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {namespace: shop, name: till}
            spec: {nodeName: node-shop, containers: [{name: c, image: registry.example/c:1}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {namespace: shop, name: stock}
            spec: {nodeName: node-stock, containers: [{name: c, image: registry.example/c:1}]}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: node-shop}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: node-stock}
            ---
            """;

    private static final String AGENTS =
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {namespace: agents, name: agent}
            spec:
              selector: {matchLabels: {app: agent}}
              template:
                metadata: {labels: {app: agent}}
                spec: {containers: [{name: c, image: registry.example/c:1}]}
            ---
            """ + agent("a", "node-other") + agent("b", "node-shop") + agent("c", "node-stock");

    private static String agent(String name, String node) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  namespace: agents
                  name: agent-%s
                  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: "1", controller: true}]
                spec: {nodeName: %s, containers: [{name: c, image: registry.example/c:1}]}
                ---
                """.formatted(name, node);
    }

    private static final ObjectRef TILL = ObjectRef.of("Pod", "shop", "till");

    @Test
    void aNamespaceInWhichNothingIsNearIsLeftOut() {
        assertThat(names(around(SHOP))).isEmpty();
        assertThat(names(around(SHOP, ObjectRef.of("Role", "elsewhere", "r")))).isEmpty();
    }

    @Test
    void ofOneInWhichSomethingIsEverythingStaysButOtherPodsAndBindings() {
        assertThat(names(around(SHOP, TILL)))
                .containsExactly("Namespace shop", "Node node-shop", "Pod shop/till", "Secret shop/till");
        assertThat(names(around(SHOP, ObjectRef.of("RoleBinding", "shop", "till"))))
                .containsExactly("Namespace shop", "RoleBinding shop/till", "Secret shop/till");
        assertThat(names(around(SHOP, ObjectRef.cluster("Node", "node-stock")))).containsExactly("Node node-stock");
    }

    @Test
    void itGrows() {
        Facts facts = facts(SHOP);
        Neighbourhood neighbourhood = new Neighbourhood(facts, new OwnedPods(facts.cluster()));
        neighbourhood.add(TILL);
        Cluster before = neighbourhood.cluster();
        neighbourhood.add(TILL);
        assertThat(neighbourhood.cluster()).isSameAs(before);
        neighbourhood.add(ObjectRef.of("Pod", "shop", "stock"));
        assertThat(names(neighbourhood.cluster())).contains("Pod shop/till", "Pod shop/stock", "Node node-stock");
    }

    /** Where it has one pod, it does not seem to have one that may run anywhere. */
    @Test
    void aDaemonSetStaysWithThePodsOfNearNodesAndWithOneAtLeast() {
        assertThat(names(around(SHOP + AGENTS))).containsExactly("DaemonSet agents/agent", "Pod agents/agent-a");
        assertThat(names(around(SHOP + AGENTS, TILL)))
                .contains("Pod agents/agent-a", "Pod agents/agent-b", "Node node-shop")
                .doesNotContain("Pod agents/agent-c");
        assertThat(around(SHOP + AGENTS, TILL).pods()).noneMatch(Pod::virtual);
    }

    /** Each may keep something from happening elsewhere; its namespace keeps whatever runs there. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                apiVersion: v1
                kind: Pod
                metadata: {namespace: guards, name: apiserver}
                spec: {containers: [{name: c, image: i, command: [kube-apiserver, --anonymous-auth=false]}]}
                """, """
                apiVersion: v1
                kind: Pod
                metadata: {namespace: guards, name: static, annotations: {kubernetes.io/config.mirror: "1"}}
                spec: {nodeName: n, containers: [{name: c, image: i}]}
                """, """
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {namespace: guards, name: cni}
                spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
                """, """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: engine}
                webhooks:
                - name: engine.example
                  clientConfig: {service: {namespace: guards, name: engine}}
                  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                  admissionReviewVersions: [v1]
                  sideEffects: None
                """})
    void programsThatGuardStay(String guard) {
        String plain = """
                apiVersion: v1
                kind: Pod
                metadata: {namespace: guards, name: beside}
                spec: {containers: [{name: c, image: registry.example/c:1}]}
                ---
                """;
        assertThat(names(around(SHOP + plain))).as("nothing there guards").isEmpty();
        assertThat(names(around(SHOP + plain + guard))).contains("Pod guards/beside");
    }

    /** So do objects, but not the pods beside them. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {namespace: guards, name: mesh-wide}
                spec: {action: DENY, rules: [{}]}
                """, """
                apiVersion: projectcalico.org/v3
                kind: NetworkSet
                metadata: {namespace: guards, name: set}
                spec: {nets: [10.0.0.0/8]}
                """})
    void objectsThatGuardStay(String guard) {
        String beside = """
                apiVersion: v1
                kind: Pod
                metadata: {namespace: guards, name: beside}
                spec: {containers: [{name: c, image: registry.example/c:1}]}
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {namespace: guards, name: closed}
                spec: {podSelector: {}}
                ---
                """;
        assertThat(names(around(SHOP + beside + guard)))
                .contains("NetworkPolicy guards/closed")
                .hasSize(2)
                .noneMatch(name -> name.startsWith("Pod"));
    }

    @Test
    void settingsOfTheClusterStay() {
        String settings = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {namespace: istio-system, name: %s}
                data: {mesh: "rootNamespace: istio-config"}
                """;
        assertThat(names(around(settings.formatted("istio")))).containsExactly("ConfigMap istio-system/istio");
        assertThat(names(around(settings.formatted("other")))).isEmpty();
    }

    private static Cluster around(String cluster, ObjectRef... near) {
        Facts facts = facts(cluster);
        Neighbourhood neighbourhood = new Neighbourhood(facts, new OwnedPods(facts.cluster()));
        Stream.of(near).forEach(neighbourhood::add);
        return neighbourhood.cluster();
    }

    private static Facts facts(String cluster) {
        byte[] text = cluster.getBytes(UTF_8);
        return Reanalysis.facts(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text))))
                .cluster());
    }

    private static List<String> names(Cluster cluster) {
        return Stream.concat(
                        cluster.objects().map(KubernetesObject::ref),
                        cluster.existingPods().map(Pod::object))
                .map(ObjectRef::toString)
                .sorted()
                .toList();
    }
}
