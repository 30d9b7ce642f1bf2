package dev.postern.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Confidence;
import dev.postern.model.Outcome;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A pod whose account executes commands in another namespace's pod, whose account is cluster-admin; and one that is
 * cluster-admin by itself.
 */
final class QueriesTest {
    private static final Analysis ANALYSIS = analysis(
            pod("shop", "cart", "cart", "app: cart"),
            pod("ops", "robot", "robot", "app: robot"),
            pod("ops", "idle", "idle", "app: idle"),
            pod("data", "payments", "payer", "app: payments"),
            "{apiVersion: v1, kind: Secret, metadata: {name: card, namespace: data, annotations:"
                    + " {postern.dev/crown-jewel: 'true'}}, type: Opaque}",
            "{apiVersion: v1, kind: Node, metadata: {name: master, labels: {node-role.kubernetes.io/control-plane: ''}}}",
            role("exec", "pods/exec", "create"),
            bind("RoleBinding", "exec", "shop", "cart", ", namespace: ops"),
            bind("ClusterRoleBinding", "cluster-admin", "ops", "robot", ""));

    private static final PathQuery CART =
            PathQuery.from(Place.pod("shop", "cart")).to(Place.clusterAdmin());

    @Test
    void zonesEnteredAreNamedInOrder() {
        AttackPath path = ANALYSIS.paths(CART).paths().get(0);
        assertThat(path.crossings().stream().map(crossing -> crossing.to().describe()))
                .containsExactly("Namespace shop", "Namespace ops", "Pod ops/robot", "Namespace ops", "Control plane");
        assertThat(path.crossings().get(0).from().map(Zone::notation)).contains("pod:shop/cart");
    }

    @Test
    void whatIsExcludedIsNotUsed() {
        PathConstraints none = PathConstraints.NONE;
        for (PathConstraints without : List.of(
                none.without("POD_EXEC"),
                none.avoiding(Place.pod("ops", "robot")),
                none.avoiding(Place.namespace("ops")),
                none.avoiding(Place.serviceAccount("ops", "robot")),
                none.outside(Zone.Kind.POD),
                none.outside(Zone.Kind.CONTROL_PLANE),
                none.withMaxSteps(2))) {
            AttackPaths answer = ANALYSIS.paths(CART.constrained(without));
            assertThat(answer.paths()).as(without.toString()).isEmpty();
            assertThat(answer.truncated()).isFalse();
        }
        assertThat(ANALYSIS.paths(CART.constrained(none.outside(Zone.Kind.NODE)))
                        .paths())
                .isNotEmpty();
    }

    @Test
    void whatIsRequiredIsUsedByEveryPath() {
        PathQuery all = PathQuery.from(Place.anyPod()).to(Place.clusterAdmin()).cheapest(10);
        PathConstraints none = PathConstraints.NONE;
        assertThat(ANALYSIS.paths(all.constrained(none.through("POD_EXEC"))).paths())
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path.steps())
                        .anyMatch(step -> step.type().id().equals("POD_EXEC")));
        assertThat(ANALYSIS.paths(all.constrained(none.via(Place.serviceAccount("shop", "cart"))))
                        .paths())
                .isNotEmpty()
                .allSatisfy(path ->
                        assertThat(path.start()).extracting(Vertex::id).containsExactly("container:shop/cart/main"));
        assertThat(ANALYSIS.paths(all.constrained(none.via(Place.anyNode()))).truncated())
                .isFalse();
        assertThat(ANALYSIS.paths(all.constrained(none.via(Place.serviceAccount("no", "body"))))
                        .paths())
                .isEmpty();
    }

    @Test
    void aTechniqueThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> ANALYSIS.paths(CART.constrained(PathConstraints.NONE.without("EXEC"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("docs/techniques.md");
    }

    @Test
    void placesThatStandForSeveralVerticesAreTargets() {
        for (Place to : List.of(
                Place.controlPlane(),
                Place.allSecrets(),
                Place.crownJewels(),
                Place.crownJewels("app=payments"),
                Place.pod("data", "payments"),
                Place.parse("container:data/payments/main"))) {
            assertThat(ANALYSIS.paths(PathQuery.from(Place.pod("shop", "cart")).to(to))
                            .paths())
                    .as(to.notation())
                    .isNotEmpty();
        }
        assertThat(ANALYSIS.paths(PathQuery.from(Place.anyPod()).to(Place.crownJewels("app=nothing")))
                        .paths())
                .isNotEmpty();
    }

    @Test
    void elementsOfTheControlPlaneAreStarts() {
        for (String element : List.of("etcd", "apiserver")) {
            assertThat(ANALYSIS.paths(PathQuery.from(Place.parse("control-plane:" + element))
                                    .to(Place.secret("data", "card")))
                            .paths())
                    .as(element)
                    .isNotEmpty();
        }
        assertThat(ANALYSIS.paths(PathQuery.from(Place.parse("control-plane:scheduler"))
                                .to(Place.secret("data", "card")))
                        .notes())
                .anyMatch(note -> note.contains("system:kube-scheduler"));
        assertThatThrownBy(() -> Place.parse("control-plane:kubelet")).hasMessageContaining("controller-manager");
        assertThatThrownBy(
                        () -> ANALYSIS.paths(PathQuery.from(Place.allSecrets()).to(Place.clusterAdmin())))
                .hasMessageContaining("cannot be a start");
    }

    /** Each reacher's effort is that of the cheapest path that starts there. */
    @Test
    void whoReachesAgreesWithThePathsOfEach() {
        for (Place to : List.of(Place.clusterAdmin(), Place.secret("data", "card"), Place.namespace("data"))) {
            WhoReaches answer = ANALYSIS.whoReaches(ReachQuery.of(to));
            assertThat(answer.reachers()).isNotEmpty();
            for (Reacher reacher : answer.reachers()) {
                AttackPaths paths = ANALYSIS.paths(
                        PathQuery.from(Place.parse(reacher.notation())).to(to).cheapest(1));
                if (!paths.paths().isEmpty()) { // who is there already has none
                    assertThat(paths.paths().get(0).effort())
                            .as(reacher.notation() + " to " + to.notation())
                            .isEqualTo(reacher.effort());
                }
            }
        }
        assertThat(ANALYSIS.whoReaches(ReachQuery.of(Place.clusterAdmin())).reachers())
                .extracting(Reacher::notation)
                .contains("pod:ops/robot", "pod:shop/cart", "sa:shop/cart", "node:master")
                .doesNotContain("pod:ops/idle", "cluster-admin");
    }

    @Test
    void aBlastRadiusListsWhatPathsLeadTo() {
        BlastRadius radius = ANALYSIS.blastRadius(ReachQuery.of(Place.pod("shop", "cart")));
        BlastRadius.Foothold foothold = radius.footholds().get(0);
        assertThat(foothold.clusterAdmin())
                .contains(ANALYSIS.paths(CART).paths().get(0).effort());
        for (Reached reached : foothold.reached()) {
            AttackPaths paths = ANALYSIS.paths(PathQuery.from(Place.pod("shop", "cart"))
                    .to(Place.of(reached.vertex()))
                    .cheapest(1));
            assertThat(paths.paths()).as(reached.vertex().id()).isNotEmpty();
            assertThat(paths.paths().get(0).effort()).as(reached.vertex().id()).isEqualTo(reached.effort());
        }
    }

    @Test
    void footholdsAreJudgedAloneAndTheWorstComesFirst() {
        BlastRadius radius = ANALYSIS.blastRadius(ReachQuery.of(Place.anyPod()));
        assertThat(radius.judged()).isEqualTo(4);
        assertThat(radius.footholds().get(0).start())
                .extracting(Vertex::id)
                .containsExactly("container:ops/robot/main");
        assertThat(radius.footholds().get(0).stopsAtClusterAdmin()).isTrue();
    }

    @Test
    void chokePointsAreOnEveryPathAndOthersCount() {
        ChokePoints points = ANALYSIS.chokePoints(PathQuery.from(Place.anyPod()).to(Place.clusterAdmin()));
        assertThat(points.reaching()).isEqualTo(2);
        assertThat(points.onEvery()).extracting(point -> point.vertex().id()).contains("sa:ops/robot");
        assertThat(points.others())
                .filteredOn(point -> point.vertex().id().equals("sa:shop/cart"))
                .extracting(ChokePoint::losing)
                .containsExactly(1);
    }

    @Test
    void theMatrixHasPacketsAndControl() {
        NamespaceMatrix matrix = ANALYSIS.namespaces();
        assertThat(matrix.cell("shop", "ops").controlling()).isEqualTo(1);
        assertThat(matrix.cell("shop", "data").controlling()).isEqualTo(1);
        assertThat(matrix.cell("data", "shop").controlling()).isZero();
        assertThat(matrix.cell("data", "shop").network()).isEqualTo(Outcome.UNKNOWN);
        assertThat(matrix.cell("shop", "shop").network()).isEqualTo(Outcome.DENIED);
        assertThat(matrix.cell("ops", "ops").network()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void uncertainStepsAreLeftOutOfEveryAnswer() {
        ReachQuery query = ReachQuery.of(Place.clusterAdmin()).withMinConfidence(Confidence.CERTAIN);
        assertThat(ANALYSIS.whoReaches(query).reachers())
                .isNotEmpty()
                .allMatch(reacher -> reacher.confidence() == Confidence.CERTAIN);
        assertThatThrownBy(() -> query.constrained(PathConstraints.NONE.via(Place.anyPod())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Analysis analysis(String... manifests) {
        byte[] text = String.join("\n---\n", manifests).getBytes(UTF_8);
        return Postern.analyze(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text)))));
    }

    private static String pod(String namespace, String name, String account, String labels) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: " + namespace + ", labels: {"
                + labels + "}}, spec: {serviceAccountName: " + account
                + ", containers: [{name: main, image: \"registry.example.com/" + name + ":1\"}]}}";
    }

    private static String role(String name, String resource, String verb) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: " + name
                + "}, rules: [{apiGroups: [\"\"], resources: [" + resource + "], verbs: [" + verb + "]}]}";
    }

    private static String bind(String kind, String role, String namespace, String account, String where) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: " + kind + ", metadata: {name: " + role + where
                + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: " + role
                + "}, subjects: [{kind: ServiceAccount, name: " + account + ", namespace: " + namespace + "}]}";
    }
}
