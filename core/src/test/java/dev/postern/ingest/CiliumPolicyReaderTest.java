package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.postern.model.CiliumCidrGroup;
import dev.postern.model.CiliumCidrRule;
import dev.postern.model.CiliumIcmp;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumPort;
import dev.postern.model.CiliumPortRule;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cilium's policies are kept as they are written: absent apart from empty, and nothing that is not known is lost. */
class CiliumPolicyReaderTest {
    private static final String[] HEAD = {
        "apiVersion: cilium.io/v2", "kind: CiliumNetworkPolicy", "metadata: {name: a, namespace: shop}"
    };

    private static CiliumPolicy policy(String... lines) {
        return Iterables.getOnlyElement(Snapshots.clean(String.join("\n", HEAD) + "\n" + String.join("\n", lines))
                .ciliumPolicies());
    }

    private static CiliumSpec spec(String fields) {
        return policy("spec: {endpointSelector: {}, " + fields + "}").spec().orElseThrow();
    }

    private static CiliumRule rule(String list, String rule) {
        CiliumSpec spec = Snapshots.read(
                        String.join("\n", HEAD), "spec: {endpointSelector: {}, " + list + ": [" + rule + "]}")
                .cluster()
                .ciliumPolicies()
                .get(0)
                .spec()
                .orElseThrow();
        ImmutableList<CiliumRule> all = ImmutableList.<CiliumRule>builder()
                .addAll(spec.ingress())
                .addAll(spec.ingressDeny())
                .addAll(spec.egress())
                .addAll(spec.egressDeny())
                .build();
        return Iterables.getOnlyElement(all);
    }

    @Test
    void oneSpecificationAndSeveralAreBothKept() {
        CiliumPolicy policy =
                policy("spec: {endpointSelector: {matchLabels: {'k8s:app': web}}}", "specs: [{nodeSelector: {}}, {}]");
        assertThat(policy.parts()).extracting(CiliumPolicy.Part::field).containsExactly("spec", "specs[0]", "specs[1]");
        assertThat(policy.spec().orElseThrow().endpointSelector())
                .contains(LabelSelector.ofLabels(Map.of("k8s:app", "web")));
        assertThat(policy.specs().orElseThrow().get(0).nodeSelector()).contains(LabelSelector.EVERYTHING);
        assertThat(policy.specs().orElseThrow().get(1).nodeSelector()).isEmpty();
        assertThat(policy("status: {}").specs()).isEmpty();
        assertThat(policy("specs: []").specs()).contains(ImmutableList.of());
    }

    @Test
    void theClusterwideKindHasNoNamespace() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: cilium.io/v2",
                "kind: CiliumClusterwideNetworkPolicy",
                "metadata: {name: a}",
                "spec: {endpointSelector: {}, ingress: [{}]}");
        CiliumPolicy policy = Iterables.getOnlyElement(cluster.ciliumPolicies());
        assertThat(policy.isClusterwide()).isTrue();
        assertThat(policy.meta().namespace()).isEmpty();
    }

    @Test
    void whatIsolatesIsKeptAsStated() {
        CiliumSpec spec =
                spec("enableDefaultDeny: {ingress: false}, description: d, labels: [{key: a}], log: {value: b}");
        assertThat(spec.defaultDenyIngress()).contains(false);
        assertThat(spec.defaultDenyEgress()).isEmpty();
        assertThat(spec.unread()).isEmpty();
    }

    @Test
    void theFourListsOfRulesAreToldApart() {
        CiliumSpec spec = spec("ingress: [{}], ingressDeny: [{}, {}], egress: [{}, null, {}]");
        assertThat(spec.ingress()).hasSize(1);
        assertThat(spec.ingressDeny()).hasSize(2);
        assertThat(spec.egress()).hasSize(3);
        assertThat(spec.egressDeny()).isEmpty();
    }

    @Test
    void anEmptyListOfPeersIsNotAnAbsentOne() {
        assertThat(rule("ingress", "{}").peers()).isEmpty();
        assertThat(rule("ingress", "{fromEndpoints: null}").peers()).isEmpty();
        assertThat(rule("ingress", "{fromEndpoints: []}").peers())
                .containsExactly(new CiliumPeers.Endpoints(ImmutableList.of()));
        assertThat(rule("ingress", "{fromEndpoints: [{}, null]}").peers())
                .containsExactly(new CiliumPeers.Endpoints(
                        ImmutableList.of(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING)));
    }

    @Test
    void everyKindOfPeers() {
        assertThat(rule(
                                "ingress",
                                "{fromEntities: [world], fromCIDR: [10.0.0.1], fromNodes: [{}], fromGroups: [{aws:"
                                        + " {}}]}")
                        .peers())
                .containsExactly(
                        new CiliumPeers.Entities(ImmutableList.of("world")),
                        new CiliumPeers.Cidrs(ImmutableList.of("10.0.0.1")),
                        new CiliumPeers.Nodes(ImmutableList.of(LabelSelector.EVERYTHING)),
                        new CiliumPeers.Groups(ImmutableList.of("aws")));
        LabelSelector red = LabelSelector.ofLabels(Map.of("team", "red"));
        assertThat(rule(
                                "egress",
                                "{toCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}, {cidrGroupRef: g},"
                                        + " {cidrGroupSelector: {matchLabels: {team: red}}}]}")
                        .peers())
                .containsExactly(new CiliumPeers.CidrSet(ImmutableList.of(
                        new CiliumCidrRule("10.0.0.0/8", "", Optional.empty(), ImmutableList.of("10.1.0.0/16")),
                        new CiliumCidrRule("", "g", Optional.empty(), ImmutableList.of()),
                        new CiliumCidrRule("", "", Optional.of(red), ImmutableList.of()))));
        assertThat(rule(
                                "egress",
                                "{toFQDNs: [{matchName: a.b}, {matchPattern: '*.b'}], toServices: [{k8sService:"
                                        + " {serviceName: s, namespace: n}}, {k8sServiceSelector: {selector:"
                                        + " {matchLabels: {team: red}}}}]}")
                        .peers())
                .containsExactly(
                        new CiliumPeers.Fqdns(
                                ImmutableList.of(new CiliumPeers.Fqdn("a.b", ""), new CiliumPeers.Fqdn("", "*.b"))),
                        new CiliumPeers.Services(ImmutableList.of(
                                new CiliumPeers.ServiceItem(Optional.of("s"), "n", Optional.empty()),
                                new CiliumPeers.ServiceItem(Optional.empty(), "", Optional.of(red)))));
    }

    @Test
    void portsAndWhatIsAboveThem() {
        CiliumRule rule = rule(
                "ingress",
                "{toPorts: [{ports: [{port: '80', protocol: TCP, endPort: 90}, {port: http, endPort: 0}], rules: {http:"
                        + " [{path: /}]}, serverNames: [a]}, {}], authentication: {mode: required}}");
        assertThat(rule.toPorts())
                .containsExactly(
                        new CiliumPortRule(
                                ImmutableList.of(
                                        new CiliumPort("80", "TCP", Optional.of(90)),
                                        new CiliumPort("http", "", Optional.empty())),
                                ImmutableList.of("rules.http", "serverNames")),
                        new CiliumPortRule(ImmutableList.of(), ImmutableList.of()));
        assertThat(rule.authentication()).contains("required");
        assertThat(rule.unread()).isEmpty();
        assertThat(rule("egressDeny", "{icmps: [{fields: [{type: 8, family: IPv6}, {type: EchoReply}]}, {}]}")
                        .icmps())
                .containsExactly(
                        ImmutableList.of(new CiliumIcmp("IPv6", "8"), new CiliumIcmp("", "EchoReply")),
                        ImmutableList.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ingress|{fromSomewhere: []}|fromSomewhere",
                "ingress|{toEndpoints: [{}]}|toEndpoints",
                "egress|{fromEndpoints: [{}]}|fromEndpoints",
                "ingress|{fromRequires: [{}]}|fromRequires",
                "ingress|{toServices: [{}]}|toServices",
                "egressDeny|{toFQDNs: [{matchName: a}]}|toFQDNs",
                "egressDeny|{authentication: {mode: required}}|authentication",
                "ingress|everything|the whole of it",
                "ingress|{fromEndpoints: {}}|fromEndpoints",
                "ingress|{fromEndpoints: [all]}|fromEndpoints[0]",
                "ingress|{fromEndpoints: [{}, {matchLabel: {a: b}}]}|fromEndpoints[1].matchLabel",
                "ingress|{fromCIDRSet: [{cidr: 10.0.0.0/8, excpet: [10.1.0.0/16]}]}|fromCIDRSet[0].excpet",
                "ingress|{fromCIDRSet: [{cidr: 10.0.0.0/8, except: 10.1.0.0/16}]}|fromCIDRSet[0].except",
                "ingress|{fromCIDR: 10.0.0.0/8}|fromCIDR",
                "egress|{toServices: [{k8sService: {name: a}}]}|toServices[0].name",
                "ingress|{toPorts: {}}|toPorts",
                "ingress|{toPorts: [{port: '80'}]}|toPorts[0].port",
                "ingress|{toPorts: [{ports: '80'}]}|toPorts[0].ports",
                "ingress|{toPorts: [{ports: [80]}]}|toPorts[0].ports[0]",
                "ingress|{toPorts: [{ports: [{port: '80', last: 90}]}]}|toPorts[0].ports[0].last",
                "ingressDeny|{toPorts: [{ports: [{port: '80'}], rules: {http: []}}]}|toPorts[0].rules",
                "ingress|{icmps: [{field: []}]}|icmps[0].field"
            })
    void whatIsNotKnownOrOfAWrongTypeStaysWithItsRule(String list, String rule, String unread) {
        assertThat(rule(list, rule).unread()).containsExactly(unread);
    }

    @Test
    void whatIsNotKnownStaysWithItsSpecification() {
        CiliumSpec spec = spec("ingres: [{}], enableDefaultDeny: {ingress: true, both: true}");
        assertThat(spec.unread()).containsExactly("ingres", "enableDefaultDeny.both");
        assertThat(Snapshots.read(String.join("\n", HEAD), "spec: {endpointSelector: {}, ingress: {}}")
                        .cluster()
                        .ciliumPolicies()
                        .get(0)
                        .spec()
                        .orElseThrow()
                        .unread())
                .containsExactly("ingress");
    }

    @Test
    void aFloodOfUnknownFieldsIsCutShort() {
        StringBuilder rule = new StringBuilder("{");
        for (int i = 0; i < 1000; i++) {
            rule.append("x".repeat(200))
                    .append(i)
                    .append(": 1, ")
                    .append("y")
                    .append(i)
                    .append(": 1, ");
        }
        assertThat(rule("ingress", rule + "}").unread())
                .hasSizeLessThan(20)
                .allSatisfy(field -> assertThat(field).hasSizeLessThan(201));
    }

    @ParameterizedTest
    @CsvSource({"cilium.io/v2", "cilium.io/v2alpha1"})
    void groupsOfCidrsInBothOfTheirVersions(String version) {
        CiliumCidrGroup group = Iterables.getOnlyElement(Snapshots.clean(
                        "apiVersion: " + version,
                        "kind: CiliumCIDRGroup",
                        "metadata: {name: g, labels: {team: red}}",
                        "spec: {externalCIDRs: [10.0.0.0/8, 'fd00::/8'], other: 1}")
                .ciliumCidrGroups());
        assertThat(group.externalCidrs()).containsExactly("10.0.0.0/8", "fd00::/8");
        assertThat(group.meta().labels()).containsEntry("team", "red");
    }

    @Test
    void kindsOfOtherGroupsAreNotMistakenForThem() {
        Cluster cluster = Snapshots.read(
                        "apiVersion: example.com/v2",
                        "kind: CiliumNetworkPolicy",
                        "metadata: {name: a, namespace: shop}")
                .cluster();
        assertThat(cluster.ciliumPolicies()).isEmpty();
    }
}
