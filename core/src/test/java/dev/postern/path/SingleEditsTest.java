package dev.postern.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.model.RoleBinding;
import dev.postern.model.SubjectEntry;
import java.io.IOException;
import java.nio.file.Files;
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
 * An edit that alone leaves no path does so when it is made: done to the manifests, which are then read anew. All
 * samples pass; but for some that show much they are left out, because they take minutes.
 */
final class SingleEditsTest {
    private static final Path SAMPLES = Path.of(System.getProperty("postern.root"), "samples", "techniques");
    private static final List<Place> TARGETS = List.of(Place.anyNode(), Place.clusterAdmin());

    @ParameterizedTest
    @ValueSource(strings = {"ns-psa-bypass", "pv-hostpath", "role-escalate", "workload-escape"})
    void leaveNoPathWhenTheyAreMade(String sample) throws IOException {
        EditedManifests manifests = new EditedManifests(Files.readString(SAMPLES.resolve(sample + ".yaml")));
        Analysis analysis = Postern.analyze(manifests.snapshot());
        Map<String, Analysis> after = new HashMap<>();
        List<String> left = new ArrayList<>();
        for (String from : starts(analysis)) {
            for (Place to : TARGETS) {
                PathQuery query = PathQuery.from(Place.parse(from)).to(to).cheapest(1);
                for (Edit edit : analysis.paths(query).singleEdits()) {
                    Analysis edited =
                            after.computeIfAbsent(edit.description(), text -> Postern.analyze(manifests.after(edit)));
                    for (AttackPath path : edited.paths(query)) {
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
        EditedManifests manifests = new EditedManifests("""
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
                """);
        assertThat(edits(manifests, Place.clusterAdmin()))
                .containsExactly("remove User ann from the subjects of ClusterRoleBinding ann");
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
        return edits(new EditedManifests(text.toString()), Place.anyNode());
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

    private static List<String> edits(EditedManifests manifests, Place to) {
        PathQuery query = PathQuery.from(Place.user("ann")).to(to);
        AttackPaths paths = Postern.analyze(manifests.snapshot()).paths(query);
        assertThat(paths).isNotEmpty();
        return paths.singleEdits().stream().map(Edit::description).toList();
    }

    private static Set<String> starts(Analysis analysis) {
        Set<String> starts = new TreeSet<>(Set.of("any-pod"));
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
