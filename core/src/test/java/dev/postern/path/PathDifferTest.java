package dev.postern.path;

import static dev.postern.path.PathQuery.from;
import static dev.postern.path.Place.anyPod;
import static dev.postern.path.Place.clusterAdmin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Change;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectChange;
import dev.postern.model.ObjectRef;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.path.PathChange.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PathDifferTest {
    private static final PathQuery QUESTION = from(anyPod()).to(clusterAdmin());

    private static ClusterSnapshot read(String text) {
        return ClusterSnapshot.read(
                List.of(Input.stdin(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))));
    }

    private static String pod(String name, String account) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + "}, spec: {serviceAccountName: " + account
                + ", containers: [{name: c, image: i}]}}\n---\n{apiVersion: v1, kind: ServiceAccount, metadata: {name: "
                + account + "}}\n---\n";
    }

    private static String binding(String name, String role, String account) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: " + name
                + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: " + role
                + "}, subjects: [{kind: ServiceAccount, name: " + account + ", namespace: default}]}\n---\n";
    }

    private static PathsDiff diff(ClusterSnapshot older, ClusterSnapshot newer, PathQuery query) {
        Analysis before = Postern.analyze(older);
        return before.diff(Postern.analyze(newer), List.of(query)).answers().get(0);
    }

    @Test
    void oneChangedBindingAmongManyIsTheCause() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            many.append(pod("p" + i, "a" + i)).append(binding("b" + i, "view", "a" + i));
        }
        ClusterSnapshot older = read(many.toString());
        ObjectRef b7 = ObjectRef.cluster("ClusterRoleBinding", "b7");
        ClusterSnapshot newer =
                read(many.toString().replace(binding("b7", "view", "a7"), binding("b7", "cluster-admin", "a7")));
        PathsDiff appeared = diff(older, newer, QUESTION);
        assertThat(appeared.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.APPEARED);
            assertThat(change.causes()).containsExactly(new ObjectChange(b7, ObjectChange.Kind.CHANGED));
            assertThat(change.cited()).isTrue();
            assertThat(change.facts()).extracting("object").containsOnly(b7);
        });
        PathsDiff vanished = diff(newer, older, QUESTION);
        assertThat(vanished.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.VANISHED);
            assertThat(change.causes()).containsExactly(new ObjectChange(b7, ObjectChange.Kind.CHANGED));
            assertThat(change.facts()).extracting("field").contains("roleRef");
        });
        ClusterSnapshot without = newer.with(List.of(Change.delete(b7)));
        assertThat(diff(newer, without, QUESTION).changes())
                .singleElement()
                .matches(change -> change.causes().equals(List.of(new ObjectChange(b7, ObjectChange.Kind.REMOVED))));
    }

    @Test
    void whereObjectsStandAndInWhichOrderIsNoChange() {
        String a = pod("p", "a");
        String b = binding("b", "cluster-admin", "a");
        Analysis older = Postern.analyze(read(a + b));
        AnalysisDiff diff = older.diff(Postern.analyze(read("# a comment\n---\n" + b + a)), List.of(QUESTION));
        assertThat(diff.objects()).isEmpty();
        assertThat(diff.answers().get(0).changes()).isEmpty();
        assertThat(diff.answers().get(0).unchanged()).isEqualTo(1);
    }

    @Test
    void aPlanThatMovedUpDidNotAppear() {
        String both =
                pod("p", "a") + pod("q", "b") + binding("a", "cluster-admin", "a") + binding("b", "cluster-admin", "b");
        ClusterSnapshot older = read(both);
        PathQuery one = QUESTION.cheapest(1);
        AttackPath first = Postern.analyze(older).paths(one).paths().get(0);
        String name = first.start().get(0).id().contains("/p/")
                        || first.start().get(0).describe().contains("Pod default/p")
                ? "a"
                : "b";
        ClusterSnapshot newer = older.with(List.of(Change.delete(ObjectRef.cluster("ClusterRoleBinding", name))));
        PathsDiff diff = diff(older, newer, one);
        assertThat(diff.of(Kind.VANISHED)).hasSize(1);
        assertThat(diff.of(Kind.APPEARED)).isEmpty();
        assertThat(diff.movedUp()).isEqualTo(1);
        PathsDiff back = diff(newer, older, one);
        assertThat(back.of(Kind.APPEARED)).hasSize(1);
        assertThat(back.of(Kind.VANISHED)).isEmpty();
        assertThat(back.movedDown()).isEqualTo(1);
    }

    @Test
    void aPolicyThatNowSelectsAPodIsNamedWithoutBeingCited() {
        String open = pod("p", "a")
                + "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: LoadBalancer, selector: {app: x},"
                + " ports: [{port: 80}]}}\n---\n"
                + "{apiVersion: v1, kind: Pod, metadata: {name: w, labels: {app: x}}, spec: {serviceAccountName: a,"
                + " containers: [{name: c, image: i, ports: [{containerPort: 80}]}]}}\n---\n"
                + binding("b", "cluster-admin", "a");
        ClusterSnapshot older = read(open);
        ClusterSnapshot newer = older.with(List.of(Change.put("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy,"
                + " metadata: {name: deny}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}")));
        PathsDiff diff = diff(older, newer, from(Place.internet()).to(clusterAdmin()));
        assertThat(diff.before().paths()).isNotEmpty();
        assertThat(diff.after().paths()).isEmpty();
        assertThat(diff.changes()).allSatisfy(change -> {
            assertThat(change.kind()).isEqualTo(Kind.VANISHED);
            assertThat(change.causes())
                    .containsExactly(new ObjectChange(
                            ObjectRef.of("NetworkPolicy", "default", "deny"), ObjectChange.Kind.ADDED));
        });
    }

    /** What both clusters have in common is worked out once, if only roles and bindings differ: to the same answers. */
    @Property(tries = 40)
    void aChangeOfRightsIsComparedAsIfBothHadBeenReadAnew(
            @ForAll("clusters") Set<String> left, @ForAll("clusters") Set<String> right) {
        String pods = pod("p", "a") + pod("q", "b");
        // Of two of one name the first counts that is read, but the last that is put.
        Map<String, String> rights = new TreeMap<>();
        right.forEach(text -> rights.putIfAbsent(text.substring(0, text.indexOf('}')), text));
        ClusterSnapshot older =
                read(pods + String.join("", left.stream().sorted().toList()));
        Set<ObjectRef> gone = new HashSet<>();
        older.cluster().roleBindings().forEach(one -> gone.add(one.ref()));
        ClusterSnapshot changed = older.with(gone.stream().map(Change::delete).toList());
        for (String binding : rights.values()) {
            changed = changed.with(List.of(Change.put(binding.replace("\n---\n", ""))));
        }
        ClusterSnapshot anew = read(pods + String.join("", rights.values()));
        Analysis before = Postern.analyze(older);
        Analysis after = Postern.analyze(changed);
        AnalysisDiff diff = before.diff(after, List.of(QUESTION));
        AnalysisDiff expected = Postern.analyze(older).diff(Postern.analyze(anew), List.of(QUESTION));
        assertThat(diff.objects()).isEqualTo(expected.objects());
        assertThat(diff.answers().get(0).changes().toString())
                .isEqualTo(expected.answers().get(0).changes().toString());
        assertThat(after.graph().vertices())
                .isEqualTo(Postern.analyze(anew).graph().vertices());
    }

    @Test
    void whatIsNotWorkedOutAnewIsTheVerySame() {
        String both = pod("p", "a") + binding("b", "view", "a");
        Cluster cluster = read(both).cluster();
        Set<Class<? extends KubernetesObject>> rights = Set.of(Role.class, RoleBinding.class);
        ObjectRef b = ObjectRef.cluster("ClusterRoleBinding", "b");
        assertThat(cluster.sharesAllBut(rights, read(both).cluster())).isFalse();
        ClusterSnapshot snapshot = read(both);
        assertThat(snapshot.cluster()
                        .sharesAllBut(
                                rights, snapshot.with(List.of(Change.delete(b))).cluster()))
                .isTrue();
        for (Change other : List.of(
                Change.delete(ObjectRef.of("Pod", "default", "p")),
                Change.delete(ObjectRef.of("ServiceAccount", "default", "a")),
                Change.put("{apiVersion: v1, kind: Namespace, metadata: {name: default}}"),
                Change.put(binding("b", "view", "a")
                        .replace("\n---\n", "")
                        .replace("ClusterRoleBinding, metadata: {", "RoleBinding, metadata: {namespace: another, ")),
                Change.put("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {}}}"))) {
            assertThat(snapshot.cluster()
                            .sharesAllBut(rights, snapshot.with(List.of(other)).cluster()))
                    .isFalse();
        }
    }

    @Test
    void aFaultOfTheQuestionIsThrownAsItIs() {
        Analysis analysis = Postern.analyze(read(pod("p", "a")));
        PathQuery wrong = from(anyPod()).to(Place.internet());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> analysis.paths(wrong))
                .satisfies(fault -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> analysis.diff(Postern.analyze(read(pod("q", "a"))), List.of(wrong)))
                        .withMessage(fault.getMessage()));
    }

    @Test
    void podsThatFollowTheirWorkloadAreNamedByIt() {
        String live = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, uid: d}, spec: {template: {metadata:"
                + " {labels: {app: d}}, spec: {serviceAccountName: a, containers: [{name: c, image: i%s}]}}}}\n---\n"
                + "{apiVersion: v1, kind: Node, metadata: {name: n, uid: n}}\n---\n"
                + "{apiVersion: v1, kind: Pod, metadata: {name: d-1, uid: p, ownerReferences: [{apiVersion: apps/v1,"
                + " kind: Deployment, name: d, controller: true}]}, spec: {serviceAccountName: a, nodeName: n,"
                + " containers: [{name: c, image: i%1$s}]}}\n";
        ClusterSnapshot older = read(live.formatted(", securityContext: {privileged: true}"));
        ClusterSnapshot newer =
                older.with(List.of(Change.put("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d},"
                        + " spec: {template: {metadata: {labels: {app: d}}, spec: {serviceAccountName: a,"
                        + " containers: [{name: c, image: i}]}}}}")));
        PathsDiff diff = diff(older, newer, from(anyPod()).to(Place.parse("node:n")));
        assertThat(diff.of(Kind.VANISHED))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.causes())
                        .containsExactly(new ObjectChange(
                                ObjectRef.of("Deployment", "default", "d"), ObjectChange.Kind.CHANGED)));
    }

    /** With a bound so high that every plan is listed, a plan appeared exactly if the older answer does not list it. */
    @Property(tries = 60)
    void whatAppearedIsWhatCouldNotBeDerivedBefore(
            @ForAll("clusters") Set<String> left, @ForAll("clusters") Set<String> right) {
        ClusterSnapshot older = read(String.join("", left.stream().sorted().toList()) + pod("p", "a") + pod("q", "b"));
        ClusterSnapshot newer = read(String.join("", right.stream().sorted().toList()) + pod("p", "a") + pod("q", "b"));
        PathQuery all = QUESTION.cheapest(200);
        AttackPaths before = Postern.analyze(older).paths(all);
        AttackPaths after = Postern.analyze(newer).paths(all);
        for (int k = 1; k <= 3; k += 2) {
            PathsDiff diff = diff(older, newer, QUESTION.cheapest(k));
            assertThat(ids(diff, Kind.APPEARED)).isEqualTo(only(diff.after(), before));
            assertThat(ids(diff, Kind.VANISHED)).isEqualTo(only(diff.before(), after));
            assertThat(diff.changes())
                    .allSatisfy(change -> assertThat(change.causes()).isNotEmpty());
        }
    }

    private static Set<String> ids(PathsDiff diff, Kind kind) {
        return diff.of(kind).stream().map(change -> change.path().id()).collect(Collectors.toSet());
    }

    private static Set<String> only(AttackPaths listed, AttackPaths others) {
        Set<String> ids = new HashSet<>();
        listed.forEach(path -> ids.add(path.id()));
        others.forEach(path -> ids.remove(path.id()));
        return ids;
    }

    @Provide
    Arbitrary<Set<String>> clusters() {
        Arbitrary<String> bindings = Combinators.combine(
                        Arbitraries.of("x", "y", "z"),
                        Arbitraries.of(
                                "cluster-admin",
                                "admin",
                                "edit",
                                "view",
                                "system:controller:clusterrole-aggregation-controller"),
                        Arbitraries.of("a", "b"))
                .as((name, role, account) ->
                        binding(name + role.substring(role.length() - 4) + account, role, account));
        return bindings.set().ofMaxSize(5);
    }
}
