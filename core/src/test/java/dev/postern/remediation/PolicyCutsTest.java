package dev.postern.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.edit.EditKind;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts in policies: of the edits that close a path, the one by which less breaks. */
final class PolicyCutsTest {
    private static final String WEB = "{podSelector: {matchLabels: {app: web}}}";
    private static final String CART = "{podSelector: {matchLabels: {app: cart}}}";
    private static final String ANY = "{namespaceSelector: {}}";

    /** Whose policies are for nobody here. */
    private static final String MESH =
            "---\n{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: other,"
                    + " namespace: shop}, spec: {selector: {matchLabels: {app: other}}}}\n";

    private static String pod(String name) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: shop, labels: {app: " + name
                + "}}, spec: {automountServiceAccountToken: false, containers: [{name: c, image: i, ports:"
                + " [{containerPort: 80}]}]}}\n---\n";
    }

    private static String policy(String ingress) {
        return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: db, namespace: shop}, spec:"
                + " {podSelector: {matchLabels: {app: db}}, ingress: " + ingress + "}}\n";
    }

    /** What becomes of the packets of another pod, and then of those of the first. */
    private static String administrators(String ofCart, String ofWeb) {
        return "---\n{apiVersion: policy.networking.k8s.io/v1alpha1, kind: AdminNetworkPolicy, metadata: {name: first}, spec:"
                + " {priority: 1, subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}, ingress: ["
                + rule(ofCart, "cart") + ", " + rule(ofWeb, "web") + "]}}\n";
    }

    private static String rule(String action, String app) {
        return "{action: " + action + ", from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: " + app
                + "}}}}]}";
    }

    static Stream<Arguments> cuts() {
        String db = " from NetworkPolicy shop/db";
        return Stream.of(
                arguments(
                        "one peer of two",
                        policy("[{from: [" + CART + ", " + WEB + "]}]"),
                        List.of("remove spec.ingress[0].from[1]" + db),
                        3,
                        List.of("the pods of Pod shop/web can no longer send packets to those of Pod shop/db")),
                arguments(
                        "the only peer",
                        policy("[{from: [" + WEB + "]}]"),
                        List.of("remove spec.ingress[0]" + db),
                        4,
                        List.of("the pods of Pod shop/web can no longer send packets to those of Pod shop/db")),
                arguments(
                        "both peers that let it pass cost more than their rule",
                        policy("[{from: [" + CART + ", " + WEB + ", " + ANY + "]}]"),
                        List.of("remove spec.ingress[0]" + db),
                        4,
                        List.of("the pods of Pod shop/cart, Pod shop/web can no longer send packets to those of"
                                + " Pod shop/db")),
                arguments(
                        "one port of two",
                        policy("[{from: [" + WEB + "], ports: [{port: 443}, {port: 80}]}]"),
                        List.of("remove spec.ingress[0].ports[1]" + db),
                        3,
                        List.of(
                                "the pods of Pod shop/web can no longer send packets to those of Pod shop/db on TCP 80")),
                arguments(
                        "what administrators let pass before a NetworkPolicy closes it",
                        policy("[]") + administrators("Deny", "Allow"),
                        List.of("remove spec.ingress[1] from AdminNetworkPolicy first"),
                        5,
                        List.of("the pods of Pod shop/web can no longer send packets to those of Pod shop/db")),
                arguments(
                        "what administrators leave to a NetworkPolicy is closed there",
                        policy("[{from: [" + WEB + "]}]") + administrators("Deny", "Pass"),
                        List.of("remove spec.ingress[0]" + db),
                        4,
                        List.of("the pods of Pod shop/web can no longer send packets to those of Pod shop/db")),
                arguments(
                        "a pod of a mesh",
                        "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}\n"
                                + MESH,
                        List.of(
                                "add AuthorizationPolicy shop/isolate-pod-db-ingress, which lets nobody call Pod shop/db by"
                                        + " TCP past its proxy until admitted"),
                        5,
                        List.of("the pods of Pod shop/cart, Pod shop/web can send packets to it now")),
                arguments(
                        "a pod without a proxy, which a policy of the mesh does not bind",
                        MESH.replaceFirst("---\n", ""),
                        List.of("add NetworkPolicy shop/isolate-pod-db-ingress, which lets nobody call Pod shop/db"
                                + " until admitted"),
                        6,
                        List.of("the pods of Pod shop/cart, Pod shop/web can send packets to it now")),
                arguments(
                        "peers of two rules",
                        policy("[{from: [" + CART + ", " + WEB + "]}, {from: [" + WEB + "], ports: [{port: 80}]}]"),
                        List.of("remove spec.ingress[0].from[1]" + db, "remove spec.ingress[1]" + db),
                        7,
                        List.of("the pods of Pod shop/web can no longer send packets to those of Pod shop/db")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void theSmallerChangeIsMade(String title, String policy, List<String> edits, int cost, List<String> breaks) {
        String yaml = pod("web") + pod("cart") + pod("db") + policy;
        Analysis analysis = Postern.analyze(
                ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(yaml.getBytes(UTF_8))))));
        Remediation cut = analysis.cut(CutQuery.of(PathQuery.from(Place.pod("shop", "web"))
                        .to(Place.pod("shop", "db"))
                        .assuming(1))
                .costing(EditKind.ISOLATE_EGRESS, 20));

        assertThat(cut.edits()).extracting(edit -> edit.edit().describe()).containsExactlyElementsOf(edits);
        assertThat(cut.cost()).isEqualTo(cost);
        assertThat(cut.optimal()).isTrue();
        assertThat(cut.edits()).allSatisfy(edit -> assertThat(edit.mayBreak()).containsExactlyElementsOf(breaks));
    }
}
