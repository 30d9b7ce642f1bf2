package dev.postern.edit;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Change;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.network.CniProfile;
import dev.postern.network.Endpoint;
import dev.postern.network.Flow;
import dev.postern.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Edits of policies over the network, of every kind: the object that is written is the one that was reckoned with. */
final class PolicyEditsTest {
    private static final ObjectRef WEB = ObjectRef.of("Pod", "shop", "web");
    private static final String POD =
            "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web,"
                    + " tier: front}}, spec: {containers: [{name: c, image: i}]}}\n";

    @TempDir
    private Path folder;

    private static String policy(String apiVersion, String kind, String spec) {
        return "{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: own, namespace: shop}, spec: {"
                + spec + "}}\n";
    }

    private static String kubernetes(String spec) {
        return policy("networking.k8s.io/v1", "NetworkPolicy", "podSelector: {}, " + spec);
    }

    private static String calico(String spec) {
        return policy("projectcalico.org/v3", "NetworkPolicy", spec);
    }

    private static String cilium(String spec) {
        return policy("cilium.io/v2", "CiliumNetworkPolicy", "endpointSelector: {}, " + spec);
    }

    private static String istio(String spec) {
        return policy("security.istio.io/v1", "AuthorizationPolicy", spec);
    }

    /** Rules of these actions, one after the other. */
    private static String admin(String kind, String version, String head, String actions) {
        String rules = Stream.of(actions.split(", "))
                .map(
                        action -> "{name: rule, action: " + action
                                + ", from: [{namespaces: {matchLabels: {team: a}}}, {pods: {namespaceSelector: {}, podSelector: {}}}]}")
                .collect(Collectors.joining(", "));
        String name = kind.equals("BaselineAdminNetworkPolicy") ? "default" : "own";
        return "{apiVersion: policy.networking.k8s.io/" + version + ", kind: " + kind + ", metadata: {name: " + name
                + "}, spec: {" + head + "subject: {namespaces: {}}, ingress: [" + rules + "]}}\n";
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                arguments("one of two", kubernetes("ingress: [{ports: [{port: 80}]}, {}]"), "spec.ingress[1].from"),
                arguments(
                        "each that is equal",
                        kubernetes("ingress: [{}, {ports: [{port: 80}]}, {}]"),
                        "spec.ingress[2]"),
                arguments(
                        "the last of a direction that is not stated", kubernetes("egress: [{}]"), "spec.egress[0].to"),
                arguments("of Calico", calico("ingress: [{action: Deny}, {action: Allow}]"), "spec.ingress[1].action"),
                arguments("the last of Calico", calico("egress: [{action: Allow}]"), "spec.egress[0].source"),
                arguments(
                        "of Cilium",
                        cilium("ingress: [{fromEntities: [world]}, {fromEntities: [cluster]}]"),
                        "spec.ingress[0].fromEntities[0]"),
                arguments(
                        "the last of Cilium", cilium("egress: [{toEntities: [all]}]"), "spec.egress[0].toEntities[0]"),
                arguments(
                        "of several specifications",
                        "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: own, namespace: shop}, specs: ["
                                + "{endpointSelector: {}, ingress: [{fromEntities: [all]}]},"
                                + " {endpointSelector: {}, ingress: [{fromEntities: [all]}, {fromEntities: [world]}]}]}\n",
                        "specs[1].ingress[0].fromEntities[0]"),
                arguments("of Istio", istio("rules: [{}, {to: [{operation: {ports: ['80']}}]}]"), "spec.rules[0]"),
                arguments("the last of Istio", istio("rules: [{}]"), "spec.rules[0]"),
                arguments(
                        "of administrators",
                        admin("AdminNetworkPolicy", "v1alpha1", "priority: 1, ", "Deny, Allow"),
                        "spec.ingress[1]"),
                arguments(
                        "of administrators, behind NetworkPolicies",
                        admin("BaselineAdminNetworkPolicy", "v1alpha1", "", "Allow"),
                        "spec.ingress[0].from[0].namespaces"),
                arguments(
                        "of administrators, in the later kind",
                        admin("ClusterNetworkPolicy", "v1alpha2", "tier: Admin, priority: 1, ", "Pass, Accept"),
                        "spec.ingress[1]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void aRuleThatAdmitsIsTakenOut(String title, String policy, String field) throws IOException {
        ClusterSnapshot snapshot = read(policy);
        ObjectRef ref = only(snapshot.cluster());
        Edits edits = Edits.of(snapshot.cluster());
        List<Edit> removing = edits.removing(Evidence.stated(ref, field, "whatever"));

        assertThat(removing).singleElement().isInstanceOf(RemovePolicyRule.class);
        assertThat(Edits.of(snapshot.cluster()).after(removing).cluster().find(ref))
                .get()
                .satisfies(left -> assertThat(content(left)).isEqualTo(content(reread(snapshot, removing, ref))));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                arguments("a rule that refuses", calico("ingress: [{action: Deny}]"), "spec.ingress[0].action"),
                arguments("a rule that passes on", calico("ingress: [{action: Pass}]"), "spec.ingress[0].action"),
                arguments("denials of Cilium", cilium("ingressDeny: [{fromEntities: [all]}]"), "spec.ingressDeny[0]"),
                arguments("nobody", cilium("ingress: [{}]"), "spec.ingress[0]"),
                arguments("denials of Istio", istio("action: DENY, rules: [{}]"), "spec.rules[0]"),
                arguments(
                        "a rule of administrators that refuses",
                        admin("AdminNetworkPolicy", "v1alpha1", "priority: 1, ", "Deny"),
                        "spec.ingress[0]"),
                arguments(
                        "a rule of administrators that passes on",
                        admin("ClusterNetworkPolicy", "v1alpha2", "tier: Baseline, priority: 1, ", "Pass"),
                        "spec.ingress[0]"),
                arguments("no rule", kubernetes("ingress: [{}]"), "spec.podSelector"),
                arguments("a rule that is not there", kubernetes("ingress: [{}]"), "spec.ingress[1]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void whatAdmitsNobodyStays(String title, String policy, String field) throws IOException {
        Cluster cluster = read(policy).cluster();
        assertThat(Edits.of(cluster).removing(Evidence.stated(only(cluster), field, "whatever")))
                .isEmpty();
    }

    static Stream<Arguments> used() {
        return Stream.of(
                arguments("NetworkPolicy", ""),
                arguments("NetworkPolicy", kubernetes("ingress: []")),
                arguments("NetworkPolicy.projectcalico.org", calico("selector: app == 'other'")),
                arguments(
                        "NetworkPolicy.projectcalico.org",
                        "{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: g}, spec: {selector: \"app =="
                                + " 'other'\"}}\n"),
                arguments(
                        "CiliumNetworkPolicy",
                        cilium("ingress: [{}]")
                                .replace("endpointSelector: {}", "endpointSelector:" + " {matchLabels: {app: other}}")),
                arguments(
                        "CiliumNetworkPolicy",
                        kubernetes("ingress: []").replace("namespace: shop", "namespace: ops") + "---\n"
                                + cilium("ingress: [{}]")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("used")
    void podsAreIsolatedInTheKindThatIsInUse(String kind, String policy) throws IOException {
        ClusterSnapshot snapshot = read(POD + "---\n" + policy);
        for (String direction : List.of("ingress", "egress")) {
            List<Edit> isolating = Edits.of(snapshot.cluster())
                    .removing(Evidence.byDefault(
                            WEB, "", "no NetworkPolicy isolates it for " + direction + ", no other kind selects it"));

            assertThat(isolating).hasSize(direction.equals("egress") ? 1 : 2).allSatisfy(edit -> {
                assertThat(edit.object().kind()).isEqualTo(kind);
                assertThat(edit.object().name()).endsWith(direction);
                assertThat(Draft.edited(snapshot.cluster(), List.of(edit)).find(edit.object()))
                        .get()
                        .satisfies(made -> assertThat(content(made))
                                .isEqualTo(content(reread(snapshot, List.of(edit), edit.object()))));
            });
        }
    }

    static Stream<Arguments> meshes() {
        String own = istio("rules: [{}]");
        String far = own.replace("namespace: shop", "namespace: ops");
        String config =
                "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh:"
                        + " \"rootNamespace: shop\"}}\n";
        return Stream.of(
                arguments("most of the namespace", own, true),
                arguments("most of all, where the namespace has none", far, true),
                arguments("as many of another kind", own + "---\n" + kubernetes("ingress: []"), false),
                arguments("elsewhere", far + "---\n" + kubernetes("ingress: []"), false),
                arguments(
                        "one that only writes down",
                        own.replace("namespace: shop", "namespace: shop, annotations: {istio.io/dry-run: 'true'}"),
                        false),
                arguments("where it would be for the whole mesh", own + config, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("meshes")
    void inAMeshAPolicyOfItsOwnMayDo(String title, String policies, boolean offered) throws IOException {
        ClusterSnapshot snapshot =
                read(POD + "---\n" + policies.replace("podSelector: {}", "podSelector: {matchLabels: {app: other}}"));
        for (String direction : List.of("ingress", "egress")) {
            List<Edit> isolating = Edits.of(snapshot.cluster())
                    .removing(Evidence.byDefault(WEB, "", "no NetworkPolicy isolates it for " + direction));
            List<Edit> ofMesh = isolating.stream()
                    .filter(edit -> edit.object().kind().equals("AuthorizationPolicy"))
                    .toList();

            assertThat(isolating)
                    .filteredOn(edit -> edit.object().kind().equals("NetworkPolicy"))
                    .hasSize(direction.equals("egress") ? 1 : 2);
            assertThat(ofMesh).hasSize(offered && direction.equals("ingress") ? 1 : 0);
            assertThat(ofMesh).allSatisfy(edit -> {
                assertThat(edit.kind()).isEqualTo(EditKind.ISOLATE_IN_MESH);
                assertThat(Edits.of(snapshot.cluster()).mayOpen(edit)).isFalse();
                assertThat(Draft.edited(snapshot.cluster(), List.of(edit)).find(edit.object()))
                        .get()
                        .satisfies(made -> assertThat(content(made))
                                .isEqualTo(content(reread(snapshot, List.of(edit), edit.object()))));
            });
        }
    }

    static Stream<Arguments> plugins() {
        return Stream.of(
                arguments(CniProfile.KUBERNETES, kubernetes("ingress: []")),
                arguments(CniProfile.CALICO, calico("selector: app == 'other'")),
                arguments(
                        CniProfile.CILIUM,
                        cilium("ingress: [{}]")
                                .replace("endpointSelector: {}", "endpointSelector: {matchLabels: {app: other}}")));
    }

    /** Whatever the kind, the policy that is made closes what it says and nothing else. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("plugins")
    void whatIsIsolatedIsClosed(CniProfile profile, String policy) throws IOException {
        ClusterSnapshot snapshot = read(POD
                + "---\n"
                + POD.replace("name: web, namespace: shop", "name: far, namespace: ops")
                + "---\n"
                + policy.replace("podSelector: {}", "podSelector: {matchLabels: {app: other}}"));
        Edits edits = Edits.of(snapshot.cluster());
        Endpoint web = Endpoint.workload("shop", "web");
        Endpoint far = Endpoint.workload("ops", "far");
        Map<EditKind, List<Outcome>> verdicts = new EnumMap<>(EditKind.class);
        for (String direction : List.of("ingress", "egress")) {
            for (Edit edit :
                    edits.removing(Evidence.byDefault(WEB, "", "no NetworkPolicy isolates it for " + direction))) {
                reread(snapshot, List.of(edit), edit.object());
                Network network = Network.of(Draft.edited(snapshot.cluster(), List.of(edit)), profile);
                verdicts.put(
                        edit.kind(),
                        Stream.of(
                                        Flow.from(Endpoint.internet()).to(web).tcp(80),
                                        Flow.from(far).to(web).tcp(80),
                                        Flow.from(web).to(far).tcp(80),
                                        Flow.from(web).to(far).udp(53),
                                        Flow.from(web).to(far).tcp(53))
                                .map(flow -> network.decide(flow).outcome())
                                .toList());
            }
        }
        assertThat(verdicts)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        EditKind.ISOLATE_FROM_OUTSIDE, List.of(DENIED, ALLOWED, ALLOWED, ALLOWED, ALLOWED),
                        EditKind.ISOLATE_INGRESS, List.of(DENIED, DENIED, ALLOWED, ALLOWED, ALLOWED),
                        EditKind.ISOLATE_EGRESS, List.of(ALLOWED, ALLOWED, DENIED, ALLOWED, ALLOWED)));
    }

    @Test
    void aNameThatIsTakenIsNotUsed() throws IOException {
        Cluster cluster = read(POD + "---\n" + calico("").replace("name: own", "name: isolate-pod-web-egress"))
                .cluster();
        assertThat(Edits.of(cluster).removing(Evidence.byDefault(WEB, "", "no NetworkPolicy isolates it for egress")))
                .singleElement()
                .satisfies(edit -> assertThat(edit.object().name()).isEqualTo("isolate-pod-web-egress-2"));
    }

    private static ObjectRef only(Cluster cluster) {
        return Stream.of(
                        cluster.networkPolicies(),
                        cluster.calicoPolicies(),
                        cluster.ciliumPolicies(),
                        cluster.authorizationPolicies(),
                        cluster.adminPolicies())
                .flatMap(List::stream)
                .map(KubernetesObject::ref)
                .findFirst()
                .orElseThrow();
    }

    /** The object as it is after what was written has been read over the input. */
    private static KubernetesObject reread(ClusterSnapshot snapshot, List<Edit> edits, ObjectRef ref) {
        Patch patch = Patches.of(snapshot.cluster(), edits).get(ref);
        assertThat(patch).isNotNull();
        Change change = patch.form() == Patch.Form.CREATE
                ? Change.put(patch.yaml())
                : Change.patch(ref, Change.Format.JSON, patch.yaml());
        ClusterSnapshot changed = snapshot.with(List.of(change));
        assertThat(changed.diagnostics()).isEmpty();
        return changed.cluster().find(ref).orElseThrow();
    }

    /** All but where it was read. */
    private static String content(KubernetesObject object) {
        return object.toString().replace(object.meta().toString(), object.ref().toString());
    }

    /** From a file, without whose document there is nothing to patch. */
    private ClusterSnapshot read(String yaml) throws IOException {
        return ClusterSnapshot.read(Files.writeString(folder.resolve("cluster.yaml"), yaml));
    }
}
