package dev.postern.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.ingest.ChangeException;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Change;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One of several peers or ports is taken out of a rule, and never the last; and a patch is refused by what has changed. */
final class PolicyItemsTest {
    private static final String A = "{podSelector: {matchLabels: {app: a}}}";
    private static final String B = "{podSelector: {matchLabels: {app: b}}}";
    private static final String C = "{namespaceSelector: {}}";

    @TempDir
    private Path folder;

    private static String policy(String apiVersion, String kind, String spec) {
        return "{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: own, namespace: shop}, " + spec
                + "}\n";
    }

    private static String kubernetes(String spec) {
        return policy("networking.k8s.io/v1", "NetworkPolicy", "spec: {podSelector: {}, " + spec + "}");
    }

    private static String calico(String spec) {
        return policy("projectcalico.org/v3", "NetworkPolicy", "spec: {" + spec + "}");
    }

    private static String cilium(String spec) {
        return policy("cilium.io/v2", "CiliumNetworkPolicy", "spec: {endpointSelector: {}, " + spec + "}");
    }

    private static String istio(String spec) {
        return policy("security.istio.io/v1", "AuthorizationPolicy", "spec: {" + spec + "}");
    }

    static Stream<Arguments> narrowed() {
        return Stream.of(
                arguments(
                        "a peer of a NetworkPolicy",
                        kubernetes("ingress: [{from: [" + A + ", " + B + ", " + C + "]}]"),
                        "spec.ingress[0].from[1].podSelector",
                        List.of("spec.ingress[0].from[1]")),
                arguments(
                        "each of its kind, by the first",
                        kubernetes("ingress: [{}, {from: [" + A + ", " + B + ", " + A + "]}]"),
                        "spec.ingress[1].from[2].podSelector",
                        List.of("spec.ingress[1].from[0]")),
                arguments(
                        "a port",
                        kubernetes("egress: [{to: [" + A + "], ports: [{port: 80}, {port: 53, protocol: UDP}]}]"),
                        "spec.egress[0].ports[1]",
                        List.of("spec.egress[0].ports[1]")),
                arguments(
                        "of Calico, whose fact is the list",
                        calico("ingress: [{action: Allow, source: {nets: [10.0.0.0/8, 192.0.2.0/24]}}]"),
                        "spec.ingress[0].source.nets",
                        List.of("spec.ingress[0].source.nets[0]", "spec.ingress[0].source.nets[1]")),
                arguments(
                        "accounts of Calico",
                        calico("egress: [{action: Allow, destination: {serviceAccounts: {names: [a, b]}}}]"),
                        "spec.egress[0].destination.serviceAccounts.names",
                        List.of(
                                "spec.egress[0].destination.serviceAccounts.names[0]",
                                "spec.egress[0].destination.serviceAccounts.names[1]")),
                arguments(
                        "ports of Calico",
                        calico("ingress: [{action: Allow, protocol: TCP, destination: {ports: [80, '90:99', web]}}]"),
                        "spec.ingress[0].destination.ports[1]",
                        List.of("spec.ingress[0].destination.ports[1]")),
                arguments(
                        "of Cilium",
                        cilium("ingress: [{fromEndpoints: [{matchLabels: {app: a}}, {}]}]"),
                        "spec.ingress[0].fromEndpoints[1]",
                        List.of("spec.ingress[0].fromEndpoints[1]")),
                arguments(
                        "blocks of Cilium",
                        cilium("egress: [{toCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}, {cidr: 0.0.0.0/0}]}]"),
                        "spec.egress[0].toCIDRSet[0].cidr",
                        List.of("spec.egress[0].toCIDRSet[0]")),
                arguments(
                        "ports of Cilium and their list",
                        cilium("ingress: [{toPorts: [{ports: [{port: '80', protocol: TCP}, {port: '81'}]},"
                                + " {ports: [{port: '90'}]}]}]"),
                        "spec.ingress[0].toPorts[0].ports[1]",
                        List.of("spec.ingress[0].toPorts[0]", "spec.ingress[0].toPorts[0].ports[1]")),
                arguments(
                        "of Istio",
                        istio("rules: [{from: [{source: {principals: [a, b], notPrincipals: [c]}},"
                                + " {source: {namespaces: [x]}}]}]"),
                        "spec.rules[0].from[0].source.principals",
                        List.of(
                                "spec.rules[0].from[0]",
                                "spec.rules[0].from[0].source.principals[0]",
                                "spec.rules[0].from[0].source.principals[1]")),
                arguments(
                        "ports of Istio",
                        istio("rules: [{to: [{operation: {ports: ['80', '81'], methods: [GET, PUT]}}]}]"),
                        "spec.rules[0].to[0].operation.ports",
                        List.of("spec.rules[0].to[0].operation.ports[0]", "spec.rules[0].to[0].operation.ports[1]")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("narrowed")
    void oneOfSeveralIsTakenOut(String title, String policy, String field, List<String> items) throws IOException {
        ClusterSnapshot snapshot = read(policy);
        ObjectRef ref = only(snapshot.cluster());
        List<Edit> removing = Edits.of(snapshot.cluster()).removing(Evidence.stated(ref, field, "whatever"));
        List<Edit> narrowing =
                removing.stream().filter(RemovePolicyItem.class::isInstance).toList();

        assertThat(removing).hasSize(narrowing.size() + 1);
        assertThat(narrowing)
                .extracting(Edit::describe)
                .containsExactlyElementsOf(items.stream()
                        .map(item -> "remove " + item + " from " + ref)
                        .toList());
        List<List<Edit>> sets = new ArrayList<>(narrowing.stream().map(List::of).toList());
        sets.add(narrowing);
        for (List<Edit> edits : sets) {
            Cluster edited = Draft.edited(snapshot.cluster(), edits);
            assertThat(content(edited.find(ref).orElseThrow()))
                    .as(edits.toString())
                    .isNotEqualTo(content(snapshot.cluster().find(ref).orElseThrow()))
                    .isEqualTo(content(reread(snapshot, edits, ref)));
            assertThat(edits).allSatisfy(edit -> {
                assertThat(EditCosts.DEFAULT.of(edit)).isLessThan(EditCosts.DEFAULT.of(EditKind.REMOVE_POLICY_RULE));
                assertThat(Edits.of(snapshot.cluster()).mayOpen(edit)).isFalse();
            });
        }
    }

    static Stream<Arguments> whole() {
        return Stream.of(
                arguments("the last peer", kubernetes("ingress: [{from: [" + A + "]}]"), "spec.ingress[0].from[0]"),
                arguments(
                        "peers that are the same",
                        kubernetes("ingress: [{from: [" + A + ", " + A + "]}]"),
                        "spec.ingress[0].from[0]"),
                arguments("no peers, which are all", kubernetes("ingress: [{}]"), "spec.ingress[0].from"),
                arguments("the last port", kubernetes("ingress: [{ports: [{port: 80}]}]"), "spec.ingress[0].ports[0]"),
                arguments(
                        "what is not meant",
                        calico("ingress: [{action: Allow, source: {notNets: [10.0.0.0/8, 192.0.2.0/24]}}]"),
                        "spec.ingress[0].source.notNets"),
                arguments(
                        "the pod's own end",
                        calico("ingress: [{action: Allow, destination: {nets: [10.0.0.0/8, 192.0.2.0/24]}}]"),
                        "spec.ingress[0].destination.nets"),
                arguments(
                        "the only one of a kind",
                        cilium("ingress: [{fromEndpoints: [{}], fromEntities: [world]}]"),
                        "spec.ingress[0].fromEndpoints[0]"),
                arguments(
                        "what makes another mean more",
                        cilium("ingress: [{fromEntities: [host, remote-node]}]"),
                        "spec.ingress[0].fromEntities[0]"),
                arguments(
                        "what keeps the rule from counting without requests",
                        istio("rules: [{to: [{operation: {ports: ['80']}}, {operation: {methods: [GET]}}]}]"),
                        "spec.rules[0].to[1].operation.methods"),
                arguments(
                        "conditions",
                        istio("rules: [{when: [{key: source.namespace, values: [a, b]}]}]"),
                        "spec.rules[0].when[0]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whole")
    void elseTheRuleGoes(String title, String policy, String field) throws IOException {
        Cluster cluster = read(policy).cluster();
        assertThat(Edits.of(cluster).removing(Evidence.stated(only(cluster), field, "whatever")))
                .singleElement()
                .isInstanceOf(RemovePolicyRule.class);
    }

    /** What stands in the changed object is told by where it stood, whatever was taken out before. */
    @Test
    void placesAreThoseBeforeAnyEdit() throws IOException {
        ClusterSnapshot snapshot = read(kubernetes("ingress: [{from: [" + A + "]}, {from: [" + A + ", " + B + ", " + C
                + "]}, {from: [" + A + ", " + B + "]}]"));
        ObjectRef ref = only(snapshot.cluster());
        RemovePolicyRule first = new RemovePolicyRule(ref, "spec.ingress", 0);
        RemovePolicyItem a = item(ref, 1, 0);
        Edits after = Edits.of(snapshot.cluster()).after(List.of(first, a));

        assertThat(after.removing(Evidence.stated(ref, "spec.ingress[0].from[1].namespaceSelector", "{}")))
                .containsExactlyInAnyOrder(new RemovePolicyRule(ref, "spec.ingress", 1), item(ref, 1, 2));
        assertThat(after.removing(Evidence.stated(ref, "spec.ingress[1].from[0].podSelector", "app=a")))
                .containsExactlyInAnyOrder(new RemovePolicyRule(ref, "spec.ingress", 2), item(ref, 2, 0));
        assertThat(after.removing(Evidence.stated(ref, "spec.ingress[2].from[0].podSelector", "app=a")))
                .isEmpty();
    }

    /** What is left of a rule may look like another, which is not touched by what was meant for the first. */
    @Test
    void aRuleIsNotTakenForAnother() throws IOException {
        ClusterSnapshot snapshot = read(kubernetes("ingress: [{from: [" + A + ", " + B + "]}, {from: [" + A + "]}]"));
        ObjectRef ref = only(snapshot.cluster());
        List<Edit> edits = List.of(item(ref, 0, 1), new RemovePolicyRule(ref, "spec.ingress", 1));
        assertThat(content(Draft.edited(snapshot.cluster(), edits).find(ref).orElseThrow()))
                .isEqualTo(content(reread(snapshot, edits, ref)))
                .isEqualTo(content(read(kubernetes("ingress: [{from: [" + A + "]}]"))
                        .cluster()
                        .find(ref)
                        .orElseThrow()));
    }

    static Stream<Arguments> changes() {
        String two = kubernetes("ingress: [{from: [" + A + "]}, {from: [" + B + "]}]");
        String peers = kubernetes("ingress: [{from: [" + A + ", " + C + "]}]");
        String open = kubernetes("egress: [{}, {to: [" + A + "]}]");
        String nobody = cilium("ingress: [{fromEntities: [world]}, {fromEntities: [cluster]}]");
        String nets = calico("ingress: [{action: Deny}, {action: Allow, source: {nets: [10.0.0.0/8, 192.0.2.0/24]}}]");
        String selected =
                calico("ingress: [{action: Allow, source: {selector: \"app=='a'\", notSelector: has(x)}, destination:"
                        + " {namespaceSelector: \"team ==  'b'\", serviceAccounts: {selector: \"role in {'c'}\"}}}]");
        String principals = istio("rules: [{from: [{source: {principals: [a]}}, {source: {namespaces: [x]}}]}]");
        return Stream.of(
                arguments("rules in another order", two, rule(0), kubernetes("ingress: [{from: [" + B + "]}, {}]")),
                arguments("a rule that is gone", two, rule(1), kubernetes("ingress: [{from: [" + A + "]}]")),
                arguments("another peer", peers, item(0, 0), peers.replace("app: a", "app: z")),
                arguments(
                        "a peer that would be the last",
                        peers,
                        item(0, 0),
                        kubernetes("ingress: [{from: [" + A + "]}]")),
                arguments("rules before a rule that says nothing", open, egress(0), open.replace("app: a", "app: z")),
                arguments(
                        "the last rule by which Cilium isolates",
                        nobody,
                        rule(0),
                        cilium("ingress: [{fromEntities: [world]}]")),
                arguments("another action", nets, rule(1), nets.replace("action: Allow", "action: Deny")),
                arguments("another selector", selected, rule(0), selected.replace("app=='a'", "app=='z'")),
                arguments("another selector of others", selected, rule(0), selected.replace("has(x)", "has(z)")),
                arguments(
                        "another selector of namespaces",
                        selected,
                        rule(0),
                        selected.replace("team ==  'b'", "team == 'z'")),
                arguments(
                        "another selector of accounts",
                        selected,
                        rule(0),
                        selected.replace("role in {'c'}", "role in {'z'}")),
                arguments("other addresses", nets, rule(1), nets.replace("192.0.2.0/24", "192.0.2.0/25")),
                arguments("another principal", principals, item(0, 0), principals.replace("[a]", "[b]")),
                arguments(
                        "a source that would be the last",
                        principals,
                        item(0, 0),
                        principals.replace(", {source: {namespaces: [x]}}", "")));
    }

    private static String rule(int index) {
        return "ingress " + index;
    }

    private static String egress(int index) {
        return "egress " + index;
    }

    private static String item(int rule, int index) {
        return "ingress " + rule + " from " + index;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aPatchIsRefusedByWhatHasChanged(String title, String policy, String edit, String changed) throws IOException {
        ClusterSnapshot snapshot = read(policy);
        ObjectRef ref = only(snapshot.cluster());
        String[] words = edit.split(" ");
        String list = ref.kind().equals("AuthorizationPolicy") ? "spec.rules" : "spec." + words[0];
        int rule = Integer.parseInt(words[1]);
        Edit meant = words.length == 2
                ? new RemovePolicyRule(ref, list, rule)
                : new RemovePolicyItem(
                        ref, EditKind.REMOVE_POLICY_PEER, list, rule, words[2], Integer.parseInt(words[3]));
        reread(snapshot, List.of(meant), ref);

        ClusterSnapshot other = read(changed);
        assertThatThrownBy(() -> reread(snapshot, List.of(meant), ref, other)).isInstanceOf(ChangeException.class);
    }

    private static RemovePolicyItem item(ObjectRef ref, int rule, int index) {
        return new RemovePolicyItem(ref, EditKind.REMOVE_POLICY_PEER, "spec.ingress", rule, "from", index);
    }

    private static ObjectRef only(Cluster cluster) {
        return Stream.of(
                        cluster.networkPolicies(),
                        cluster.calicoPolicies(),
                        cluster.ciliumPolicies(),
                        cluster.authorizationPolicies())
                .flatMap(List::stream)
                .map(KubernetesObject::ref)
                .findFirst()
                .orElseThrow();
    }

    private static KubernetesObject reread(ClusterSnapshot snapshot, List<Edit> edits, ObjectRef ref) {
        return reread(snapshot, edits, ref, snapshot);
    }

    /** The object as it is after the patch of some edits has been made to a cluster, which may be another. */
    private static KubernetesObject reread(
            ClusterSnapshot snapshot, List<Edit> edits, ObjectRef ref, ClusterSnapshot patched) {
        Patch patch = Patches.of(snapshot.cluster(), edits).get(ref);
        assertThat(patch).isNotNull();
        assertThat(patch.operations()).first().extracting(PatchOperation::op).isEqualTo("test");
        ClusterSnapshot changed = patched.with(List.of(Change.patch(ref, Change.Format.JSON, patch.yaml())));
        assertThat(changed.diagnostics()).isEmpty();
        return changed.cluster().find(ref).orElseThrow();
    }

    /** All but where it was read. */
    private static String content(KubernetesObject object) {
        return object.toString().replace(object.meta().toString(), object.ref().toString());
    }

    /** From a file, without whose document there is nothing to patch. */
    private ClusterSnapshot read(String yaml) throws IOException {
        Path file = Files.createTempFile(folder, "cluster", ".yaml");
        return ClusterSnapshot.read(Files.writeString(file, yaml));
    }
}
