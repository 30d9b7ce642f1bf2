package dev.postern.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.rule.Reanalysis;
import dev.postern.edit.Draft;
import dev.postern.edit.Edit;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.RoleBinding;
import dev.postern.model.SubjectEntry;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An edit that alone leaves no path does so when it is made: done to the model, which does what the patch does to the
 * manifests ({@code EditRoundTripTest}). All
 * samples pass; but for some that show much they are left out, because they take minutes.
 */
final class SingleEditsTest {
    private static final Path SAMPLES = Path.of(System.getProperty("postern.root"), "samples");
    private static final List<Place> TARGETS = List.of(Place.anyNode(), Place.clusterAdmin());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "techniques/ns-psa-bypass.yaml",
                "techniques/pv-hostpath.yaml",
                "techniques/role-escalate.yaml",
                "techniques/workload-escape.yaml",
                "scenarios/cd-server",
                "scenarios/tesla"
            })
    void leaveNoPathWhenTheyAreMade(String sample) {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(SAMPLES.resolve(sample)));
        Map<Edit, PathFinder> after = new HashMap<>();
        List<String> left = new ArrayList<>();
        for (String from : starts(analysis)) {
            for (Place to : TARGETS) {
                PathQuery query = PathQuery.from(Place.parse(from)).to(to).cheapest(1);
                for (SingleEdit edit : analysis.paths(query).singleEdits()) {
                    PathFinder edited = after.computeIfAbsent(
                            edit.edit(),
                            one -> Reanalysis.of(
                                    Draft.edited(analysis.snapshot().cluster(), List.of(one))));
                    for (AttackPath path : edited.find(query)) {
                        left.add(from + " -> " + to.notation() + " after '" + edit.description() + "': "
                                + path.steps().stream()
                                        .map(step -> step.type().id())
                                        .toList());
                    }
                }
            }
        }
        assertThat(left).isEmpty();
        assertThat(after).as("edits were listed").isNotEmpty();
    }

    /** Two workloads send alike, so that one class of the network stands for both; the path comes from the second. */
    @Test
    void aFlowIsCitedOfThePodThatSends() {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(SAMPLES.resolve("scenarios/tesla")));
        AttackPaths answer = analysis.paths(
                PathQuery.from(Place.pod("telemetry", "report-store")).to(Place.clusterAdmin()));
        assertThat(answer.paths().get(0).steps().get(0).evidence().get(0).object())
                .hasToString("StatefulSet telemetry/report-store");
        assertThat(answer.singleEdits()).noneMatch(edit -> edit.description().contains("egress"));
    }

    @Test
    void aLabelThatTheAttackerMayTakeOffClosesNothing() {
        assertThat(edits("namespaces: [patch]", "pods: [create]")).noneMatch(edit -> edit.startsWith("label "));
        assertThat(edits("configmaps: [patch]", "pods: [create]"))
                .contains("label Namespace shop pod-security.kubernetes.io/enforce=baseline");
    }

    @Test
    void theLevelOfANamespaceDoesNotMatterToAVolumeOfANode() {
        assertThat(edits("persistentvolumes: [create]", "pods: [create]")).noneMatch(edit -> edit.startsWith("label "));
    }

    @Test
    void whatTheControlPlaneWritesAgainIsNotNarrowed() {
        String manifests = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: cluster-admin}
                rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: ann}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: User, name: ann}]
                """;
        assertThat(edits(manifests, Place.clusterAdmin())).containsExactly("delete ClusterRoleBinding ann");
    }

    /** What closes the way to a node for ann, who has one right everywhere and one in a namespace. */
    private static List<String> edits(String everywhere, String inShop) {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("kube-system", "default")) {
            text.append("{apiVersion: v1, kind: Namespace, metadata: {name: " + name
                    + ", labels: {pod-security.kubernetes.io/enforce: restricted}}}\n---\n");
        }
        text.append("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n");
        text.append(granted("ClusterRoleBinding", "", everywhere))
                .append(granted("RoleBinding", ", namespace: shop", inShop));
        return edits(text.toString(), Place.anyNode());
    }

    /** @param right {@code resource: [verb]} */
    private static String granted(String binding, String namespace, String right) {
        List<String> parts = Splitter.on(": ").splitToList(right);
        String rbac = "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ";
        return rbac + "ClusterRole\nmetadata: {name: " + binding.toLowerCase(Locale.ROOT)
                + "}\nrules: [{apiGroups: [\"\"], resources: [" + parts.get(0) + "], verbs: " + parts.get(1) + "}]\n"
                + rbac + binding + "\nmetadata: {name: ann" + namespace + "}\nroleRef: {kind: ClusterRole, name: "
                + binding.toLowerCase(Locale.ROOT) + "}\nsubjects: [{kind: User, name: ann}]\n";
    }

    private static List<String> edits(String manifests, Place to) {
        PathQuery query = PathQuery.from(Place.user("ann")).to(to);
        Input input = Input.stdin(new ByteArrayInputStream(manifests.getBytes(UTF_8)));
        AttackPaths paths =
                Postern.analyze(ClusterSnapshot.read(List.of(input))).paths(query);
        assertThat(paths).isNotEmpty();
        return paths.singleEdits().stream().map(SingleEdit::description).toList();
    }

    private static Set<String> starts(Analysis analysis) {
        Set<String> starts = new TreeSet<>(Set.of("any-pod", "internet"));
        analysis.snapshot()
                .cluster()
                .pods()
                .forEach(pod ->
                        starts.add("pod:" + pod.namespace() + "/" + pod.owner().name()));
        for (RoleBinding binding : analysis.snapshot().cluster().roleBindings()) {
            for (SubjectEntry subject : binding.subjects()) {
                if (subject.kind().equals("ServiceAccount")
                        && !subject.namespace().isEmpty()) {
                    starts.add("sa:" + subject.namespace() + "/" + subject.name());
                } else if (subject.kind().equals("User")) {
                    starts.add("user:" + subject.name());
                }
            }
        }
        return starts;
    }
}
