package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Calico refuses about its policies, tiers and network sets. */
class CalicoFaultsTest {
    private static Optional<String> fault(boolean global, String spec) {
        Cluster cluster =
                CalicoManifests.read(CalicoManifests.policy(global, spec)).cluster();
        return CalicoFaults.find(cluster.calicoPolicies().get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{order: first}|spec.order is not a field of this kind, or not of its type",
                "{order: '10'}|spec.order is not a field",
                "{order: .nan}|spec.order is not a field",
                "{types: [Ingress, Both]}|spec.types holds something else",
                "{types: [Ingress, Ingress]}|spec.types holds Ingress twice",
                "{selector: 'has('}|spec.selector is no selector: the key of a label is expected at character 5",
                "{selector: \"app == 'web\"}|spec.selector is no selector: the quote at character 8 is not closed",
                "{selector: 'app == web'}|spec.selector is no selector: a value in quotes is expected at character 8",
                "{selector: 'app'}|spec.selector is no selector: an operator is expected at character 4",
                "{selector: 'all() &&'}|the key of a label is expected at character 9",
                "{selector: 'all() all()'}|spec.selector is no selector: &&,",
                "{selector: '(all()'}|spec.selector is no selector: ) is expected",
                "{selector: \"a in {'x' 'y'}\"}|} is expected",
                "{selector: 'global()'}|spec.selector has global()",
                "{serviceAccountSelector: '!global()'}|spec.serviceAccountSelector has global()",
                "{selector: {matchLabels: {app: web}}}|spec.selector is not a field of this kind, or not of its type",
                "{podSelector: {}}|spec.podSelector is not a field",
                "{namespaceSelector: all()}|spec.namespaceSelector is not a field",
                "{preDNAT: true}|spec.preDNAT is not a field",
                "{ingress: {action: Allow}}|spec.ingress is not a field of this kind, or not of its type",
                "{ingress: [{}]}|spec.ingress[0].action is not Allow, Deny, Pass or Log",
                "{ingress: [{action: allow}]}|spec.ingress[0].action is not",
                "{egress: [{action: Allow}, {action: Accept}]}|spec.egress[1].action is not",
                "{ingress: [{action: Allow, protocol: tcp}]}|spec.ingress[0].protocol or notProtocol is not TCP",
                "{ingress: [{action: Allow, protocol: 0}]}|protocol or notProtocol",
                "{ingress: [{action: Allow, notProtocol: 256}]}|protocol or notProtocol",
                "{ingress: [{action: Allow, protocol: ''}]}|protocol or notProtocol",
                "{ingress: [{action: Allow, destination: {ports: [80]}}]}|destination.ports needs the protocol",
                "{ingress: [{action: Allow, protocol: ICMP, source: {notPorts: [80]}}]}|source.notPorts needs the protocol",
                "{ingress: [{action: Allow, notProtocol: UDP, destination: {ports: [80]}}]}|destination.ports needs",
                "{ingress: [{action: Allow, protocol: TCP, destination: {ports: ['90:80']}}]}|destination.ports[0] is not a port",
                "{ingress: [{action: Allow, protocol: TCP, destination: {ports: ['65536']}}]}|ports[0] is not a port",
                "{ingress: [{action: Allow, protocol: TCP, destination: {ports: [http, 'a b']}}]}|ports[1] is not a port",
                "{ingress: [{action: Allow, protocol: TCP, destination: {ports: [null]}}]}|ports[0] is not a port",
                "{ingress: [{action: Allow, source: {nets: [10.0.0.1]}}]}|source.nets[0] is not a CIDR",
                "{ingress: [{action: Allow, source: {nets: [10.0.0.1/8]}}]}|source.nets[0] has bits behind its prefix",
                "{ingress: [{action: Allow, source: {notNets: ['']}}]}|source.notNets[0] is not a CIDR",
                "{ingress: [{action: Allow, source: {nets: [10.0.0.0/8, fd00::/8]}}]}|spec.ingress[0] has CIDRs of both",
                "{ingress: [{action: Allow, source: {nets: [10.0.0.0/8]}, destination: {notNets: [fd00::/8]}}]}|of both",
                "{ingress: [{action: Allow, ipVersion: 5}]}|ipVersion is not 4 or 6",
                "{ingress: [{action: Allow, ipVersion: 6, source: {nets: [10.0.0.0/8]}}]}|ipVersion is not that of its CIDRs",
                "{ingress: [{action: Allow, ipVersion: 6, protocol: ICMP}]}|ipVersion is not that of its ICMP",
                "{ingress: [{action: Allow, icmp: {type: 8}}]}|spec.ingress[0].icmp needs the protocol",
                "{ingress: [{action: Deny, http: {methods: [GET]}}]}|http is for ingress rules that allow TCP",
                "{ingress: [{action: Allow, protocol: UDP, http: {methods: [GET]}}]}|http is for",
                "{egress: [{action: Allow, http: {methods: [GET]}}]}|http is for",
                "{ingress: [{action: Allow, source: {selector: 'has('}}]}|spec.ingress[0].source.selector is no selector",
                "{ingress: [{action: Allow, source: {selector: global()}}]}|source.selector has global()",
                "{ingress: [{action: Allow, source: {namespaceSelector: 'global() && all()'}}]}|global() beside something else",
                "{ingress: [{action: Allow, source: {serviceAccounts: {selector: 'a ='}}}]}|serviceAccounts.selector is no selector",
                "{ingress: [{action: Allow, destination: {services: {name: a}}}]}|destination.services is for the source",
                "{egress: [{action: Allow, source: {services: {name: a}}}]}|source.services is for the source of ingress",
                "{egress: [{action: Allow, destination: {services: {}}}]}|destination.services.name is missing",
                "{egress: [{action: Allow, destination: {services: {name: a}, selector: all()}}]}|stands beside",
                "{egress: [{action: Allow, protocol: TCP, destination: {services: {name: a}, ports: [80]}}]}|stands beside",
            })
    void refused(String spec, String fault) {
        assertThat(fault(false, spec))
                .hasValueSatisfying(found -> assertThat(found).contains(fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{namespaceSelector: global()}|spec.namespaceSelector has global()",
                "{namespaceSelector: 'a = b'}|spec.namespaceSelector is no selector",
                "{doNotTrack: true, preDNAT: true, applyOnForward: true}|exclude each other",
                "{doNotTrack: true}|spec.applyOnForward is not true",
                "{preDNAT: true, applyOnForward: true, egress: [{action: Allow}]}|spec.preDNAT is for ingress alone",
                "{preDNAT: true, applyOnForward: true, types: [Egress]}|spec.preDNAT is for ingress alone",
                "{preDNAT: [], applyOnForward: true}|spec.preDNAT is not a field of this kind, or not of its type",
                "{egress: [{action: Allow, destination: {services: {name: a}}}]}|services.namespace is missing",
            })
    void refused_of_a_global_policy(String spec, String fault) {
        assertThat(fault(true, spec))
                .hasValueSatisfying(found -> assertThat(found).contains(fault));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{order: 0.5, tier: t, types: [], selector: ''}",
                "{order: -1e3, types: [Egress, Ingress], performanceHints: [AssumeNeededOnEveryNode]}",
                "{selector: '!!has(a.b/c-d_e) && (a == \"x\" || b not in {\"y\",}) && c notin {}'}",
                "{selector: \"a contains '' && b startswith 'x' && c ends\\twith 'y'\"}",
                "{ingress: [{action: Log, source: {namespaceSelector: ' global( ) '}}]}",
                "{ingress: [{action: Pass, protocol: 6, destination: {ports: [80, '81', '82:90', http, 8-8]}}]}",
                "{ingress: [{action: Deny, protocol: ICMPv6, icmp: {type: 1}, ipVersion: 6, source: {nets: [fd00::/8]}}]}",
                "{ingress: [{action: Allow, http: {methods: [GET]}, metadata: {annotations: {a: b}}}]}",
                "{ingress: [{action: Allow, protocol: TCP, source: {services: {name: a}, ports: [80]}}]}",
                "{egress: [{action: Allow, destination: {services: {name: a}}}]}",
                "{egress: [{action: Allow, source: {serviceAccounts: {}}, destination: {nets: [], notNets: null}}]}",
            })
    void valid(String spec) {
        assertThat(fault(false, spec)).isEmpty();
    }

    /** What is wrong below a rule, and not refused as such, makes the rule fail closed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{action: Allow, form: {}}|form",
                "{action: Allow, source: {selctor: all()}}|source.selctor",
                "{action: Allow, source: {selector: {a: b}}}|source.selector",
                "{action: Allow, source: {nets: 10.0.0.0/8}}|source.nets",
                "{action: Allow, source: {nets: [{}]}}|source.nets",
                "{action: Allow, source: [{nets: []}]}|source",
                "{action: Allow, destination: {serviceAccounts: {name: a}}}|destination.serviceAccounts.name",
                "{action: Allow, destination: {serviceAccounts: a}}|destination.serviceAccounts",
                "{action: Allow, protocol: [TCP]}|protocol",
                "{action: Allow, protocol: TCP, destination: {ports: 80}}|destination.ports",
                "{action: Allow, ipVersion: four}|ipVersion",
                "{action: Allow, notICMP: {type: 8}}|notICMP",
                "{action: {}}|action",
                "Allow|action",
            })
    void not_read(String rule, String field) {
        Cluster cluster = CalicoManifests.read(CalicoManifests.policy(false, "{ingress: [" + rule + "]}"))
                .cluster();
        assertThat(cluster.calicoPolicies().get(0).ingress().get(0).unread()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tier|a|{order: soon}|spec.order is not a field of this kind, or not of its type",
                "Tier|a|{defaultAction: Allow}|spec.defaultAction is not Deny or Pass",
                "Tier|a|{action: Pass}|spec.action is not a field",
                "Tier|default|{order: 5}|spec.order of the tier default is not 1000000",
                "Tier|default|{}|spec.order of the tier default is not 1000000",
                "NetworkSet|a|{nets: [10.0.0.0/33]}|spec.nets[0] is not a CIDR and not an address",
                "GlobalNetworkSet|a|{nets: [10.0.0.1, web]}|spec.nets[1] is not a CIDR",
                "GlobalNetworkSet|a|{allowedEgressDomains: [a.b]}|spec.allowedEgressDomains is not a field",
                "NetworkSet|a|{nets: 10.0.0.0/8}|spec.nets is not a field of this kind, or not of its type",
                "NetworkSet|a, labels: {projectcalico.org/namespace: b}|{nets: []}|which is Calico's own",
            })
    void refused_of_other_kinds(String kind, String name, String spec, String fault) {
        assertThat(other(kind, name, spec))
                .hasValueSatisfying(found -> assertThat(found).contains(fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tier|a|{}",
                "Tier|a|{order: 1.5, defaultAction: Pass}",
                "Tier|default|{order: 1000000, defaultAction: Deny}",
                "NetworkSet|a|{nets: [10.0.0.1, 10.1.2.3/8, 'fd00::/8', '::1']}",
                "GlobalNetworkSet|a, labels: {b: c}|{}",
            })
    void valid_of_other_kinds(String kind, String name, String spec) {
        assertThat(other(kind, name, spec)).isEmpty();
    }

    private static Optional<String> other(String kind, String name, String spec) {
        Cluster cluster = CalicoManifests.read("apiVersion: projectcalico.org/v3\nkind: " + kind + "\nmetadata: {name: "
                        + name + "}\nspec: " + spec)
                .cluster();
        return kind.equals("Tier")
                ? CalicoFaults.find(cluster.calicoTiers().get(0))
                : CalicoFaults.find(cluster.calicoNetworkSets().get(0));
    }
}
