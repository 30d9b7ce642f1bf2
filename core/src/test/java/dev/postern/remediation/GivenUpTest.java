package dev.postern.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Questions with one start that no permitted edit closes: they are given up as a whole, and cost nothing. From the Internet
 * only what is entered first is.
 */
final class GivenUpTest {
    /** Two ways for one account, of which the API server would put one back; another account with one way. */
    private static final String CLUSTER = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: "system:restored", labels: {kubernetes.io/bootstrapping: rbac-defaults}}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, namespace: shop, name: cart}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: cart}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, namespace: shop, name: cart}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: till}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, namespace: shop, name: till}]
            """;

    private static final PathQuery LOST =
            PathQuery.from(Place.serviceAccount("shop", "cart")).to(Place.clusterAdmin());
    private static final PathQuery OPEN =
            PathQuery.from(Place.serviceAccount("shop", "till")).to(Place.clusterAdmin());

    private final Analysis analysis = analysis(CLUSTER);

    @Test
    void nothingIsEditedForAQuestionThatStaysOpenAnyway() {
        Remediation cut = analysis.cut(CutQuery.of(LOST));

        assertThat(cut.edits()).isEmpty();
        assertThat(cut.cost()).isZero();
        assertThat(cut.remaining()).hasSize(1);
        assertThat(cut.infeasible()).singleElement().satisfies(infeasible -> {
            assertThat(infeasible.question()).isEqualTo(LOST);
            assertThat(infeasible.start()).isEmpty();
            assertThat(infeasible.reasons())
                    .extracting(Remediation.Reason::why)
                    .contains("the API server puts ClusterRoleBinding system:restored back when it starts");
        });
    }

    @Test
    void anotherQuestionIsClosedAllTheSame() {
        Remediation cut = analysis.cut(CutQuery.of(LOST, OPEN));

        assertThat(cut.edits())
                .extracting(planned -> planned.edit().describe())
                .containsExactly("delete ClusterRoleBinding till");
        assertThat(cut.infeasible())
                .extracting(Remediation.Infeasible::question)
                .containsExactly(LOST);
        assertThat(cut.proof().holds()).isTrue();
        assertThat(cut.optimal()).isTrue();
    }

    /** Whatever a pod that a controller puts back lets in, others need not. */
    @Test
    void ofWaysInFromTheInternetThoseAreEditedThatCanBeClosed() {
        Analysis analysis = analysis("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: probe
                  namespace: edge
                  ownerReferences: [{apiVersion: example.org/v1, kind: Widget, name: w, uid: "1", controller: true}]
                spec:
                  hostNetwork: true
                  containers: [{name: c, image: registry.example/c:1, ports: [{containerPort: 8080}], securityContext: {privileged: true}}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: till, namespace: shop}
                spec: {type: LoadBalancer, selector: {app: till}, ports: [{port: 80, targetPort: 8080}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: till, namespace: shop, labels: {app: till}}
                spec:
                  containers: [{name: c, image: registry.example/c:1, ports: [{containerPort: 8080}], securityContext: {privileged: true}}]
                """);
        Remediation cut =
                analysis.cut(CutQuery.of(PathQuery.from(Place.internet()).to(Place.anyNode())));

        assertThat(cut.infeasible())
                .singleElement()
                .satisfies(infeasible -> assertThat(infeasible.start())
                        .extracting(Vertex::describe)
                        .containsExactly("port TCP 8080 of Widget.example.org edge/w"));
        assertThat(cut.edits())
                .singleElement()
                .satisfies(planned ->
                        assertThat(planned.edit().object().namespace()).isEqualTo("shop"));
        assertThat(cut.proof().holds()).isTrue();
        assertThat(cut.optimal()).isTrue();
        assertThat(cut.remaining()).hasSize(1);
    }

    /** One edit of the template does for all of its pods, of which one is looked at. */
    @Test
    void factsOfAllPodsOfAnOwnerAreSaidToGo() {
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: agent-%1$s
                  namespace: shop
                  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: "1", controller: true}]
                spec:
                  nodeName: node-%1$s
                  containers: [{name: c, image: registry.example/c:1, securityContext: {privileged: true}}]
                ---
                """;
        Analysis analysis = analysis(pod.formatted("a") + pod.formatted("b") + """
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: agent, namespace: shop}
                spec:
                  selector: {matchLabels: {app: agent}}
                  template:
                    metadata: {labels: {app: agent}}
                    spec:
                      containers: [{name: c, image: registry.example/c:1, securityContext: {privileged: true}}]
                """);
        Remediation cut =
                analysis.cut(CutQuery.of(PathQuery.from(Place.anyPod()).to(Place.anyNode())));

        assertThat(cut.edits()).singleElement().satisfies(planned -> {
            assertThat(planned.edit().object().kind()).isEqualTo("DaemonSet");
            assertThat(planned.cuts()).extracting(fact -> fact.object().name()).containsExactly("agent-a", "agent-b");
        });
        assertThat(cut.proof().plans()).isEqualTo(1);
        assertThat(cut.optimal()).isTrue();
    }

    private static Analysis analysis(String cluster) {
        return Postern.analyze(
                ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(cluster.getBytes(UTF_8))))));
    }
}
