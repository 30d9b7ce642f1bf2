package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Administrators' policies that the API server refuses are not in force, and say so. */
class AdminPolicyFaultsTest {
    private static final String SUBJECT = "subject: {namespaces: {}}";

    private static Verdicts of(String kind, String name, String spec) {
        String written = spec.replace("SUBJECT", SUBJECT)
                .replace("FROM", "from: [{namespaces: {}}]")
                .replace("HEAD", "tier: Admin, priority: 1, " + SUBJECT);
        return Verdicts.of(
                pod("shop", "cart"),
                pod("shop", "db"),
                "kind: " + kind + "\nmetadata: {name: " + name + "}\nspec: " + written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AdminNetworkPolicy|a|{SUBJECT, ingress: [{action: Deny, FROM}]}|spec.priority is not 0 to 1000",
                "AdminNetworkPolicy|a|{priority: 1001, SUBJECT, ingress: [{action: Deny, FROM}]}|spec.priority is not",
                "AdminNetworkPolicy|a|{priority: -1, SUBJECT, ingress: [{action: Deny, FROM}]}|spec.priority is not",
                "AdminNetworkPolicy|a|{priority: 1, ingress: [{action: Deny, FROM}]}|spec.subject is missing",
                "AdminNetworkPolicy|a|{priority: 1, subject: {}, ingress: [{action: Deny, FROM}]}|spec.subject is empty",
                "AdminNetworkPolicy|a|{priority: 1, subject: {nodes: {}}, ingress: [{action: Deny, FROM}]}|subject.nodes is not",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Accept, FROM}]}|ingress[0].action is not Allow,",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{FROM}]}|spec.ingress[0].action is not",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Deny}]}|ingress[0].from does not name 1 to 100",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Deny, from: [{}]}]}|from[0] is empty",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Deny, from: [{namespaces: {}, pods: {}}]}]}|says more",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Deny, from: [{pods: {podSelector: {}}}]}]}|namespaceSelector",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Deny, from: [{pods: {namespaceSelector: {matchExpressions: [{key: a, operator: In}]}, podSelector: {}}}]}]}|from[0].pods.namespaceSelector.matchExpressions[0] needs values",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Deny, from: [{pods: {namespaceSelector: {}, podSelector: {matchExpressions: [{key: a, operator: In}]}}}]}]}|from[0].pods.podSelector.matchExpressions[0] needs values",
                "ClusterNetworkPolicy|c|{HEAD, egress: [{action: Deny, to: [{nodes: {matchExpressions: [{key: a, operator: In}]}}]}], ingress: [{action: Deny, FROM}]}|to[0].nodes.matchExpressions[0] needs values",
                "ClusterNetworkPolicy|c|{HEAD, egress: [{action: Accept, to: [{domainNames: [a.org]}], protocols: [{destinationNamedPort: a}]}], ingress: [{action: Deny, FROM}]}|named port",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Deny, FROM, ports: [{}]}]}|ports[0] is empty",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Deny, FROM, ports: [{portNumber: {port: 65536}}]}]}|ports[0] is not of",
                "AdminNetworkPolicy|a|{priority: 1, SUBJECT, ingress: [{action: Deny, FROM, ports: [{portRange: {start: 0, end: 9}}]}]}|ports[0] is not of",
                "BaselineAdminNetworkPolicy|second|{SUBJECT, ingress: [{action: Deny, FROM}]}|metadata.name is not default",
                "BaselineAdminNetworkPolicy|default|{SUBJECT, ingress: [{action: Pass, FROM}]}|action is not Allow or Deny",
                "BaselineAdminNetworkPolicy|default|{SUBJECT, ingress: [{action: Deny, FROM}], egress: [{action: Allow, to: [{domainNames: [a.b]}]}]}|domainNames",
                "ClusterNetworkPolicy|c|{priority: 1, SUBJECT, ingress: [{action: Deny, FROM}]}|spec.tier is not Admin or Baseline",
                "ClusterNetworkPolicy|c|{tier: Baseline, SUBJECT, ingress: [{action: Deny, FROM}]}|spec.priority",
                "ClusterNetworkPolicy|c|{HEAD, ingress: [{action: Allow, FROM}, {action: Deny, FROM}]}|action is not Accept, Deny",
                "ClusterNetworkPolicy|c|{HEAD, ingress: [{action: Deny, FROM, protocols: []}]}|protocols[0] is empty",
                "ClusterNetworkPolicy|c|{HEAD, ingress: [{action: Deny, FROM, protocols: [{tcp: {destinationPort: {}}}]}]}|protocols[0] is empty",
                "ClusterNetworkPolicy|c|{HEAD, ingress: [{action: Deny, FROM, protocols: [{tcp: {destinationPort: {range: {start: 9, end: 9}}}}]}]}|range",
                "ClusterNetworkPolicy|c|{HEAD, ingress: [{action: Deny, from: [{pods: {namespaceSelector: {}}}]}]}|podSelector is missing",
                "ClusterNetworkPolicy|c|{HEAD, ingress: [{action: Deny, from: [{namespaces: {matchExpressions: [{key: a, operator: Is}]}}]}]}|operator",
                "ClusterNetworkPolicy|c|{HEAD, egress: [{action: Deny, to: [{networks: []}]}], ingress: [{action: Deny, FROM}]}|networks does not have 1 to 25",
                "ClusterNetworkPolicy|c|{HEAD, egress: [{action: Deny, to: [{networks: [10.0.0.0]}]}], ingress: [{action: Deny, FROM}]}|networks[0] is not a CIDR",
                "ClusterNetworkPolicy|c|{HEAD, egress: [{action: Deny, to: [{networks: [10.00.0.0/8]}]}], ingress: [{action: Deny, FROM}]}|is not a CIDR",
                "ClusterNetworkPolicy|c|{HEAD, egress: [{action: Deny, to: [{networks: ['::ffff:10.0.0.0/104']}]}], ingress: [{action: Deny, FROM}]}|CIDR",
                "ClusterNetworkPolicy|c|{HEAD, egress: [{action: Accept, to: [{domainNames: ['a*.org']}]}], ingress: [{action: Deny, FROM}]}|not a domain name",
                "ClusterNetworkPolicy|c|{HEAD, egress: [{action: Deny, to: [{nodes: {}}], protocols: [{destinationNamedPort: a}]}], ingress: [{action: Deny, FROM}]}|named port",
            })
    void a_refused_policy_is_left_out_with_a_diagnostic(String kind, String name, String spec, String fault) {
        Verdicts verdicts = of(kind, name, spec);
        assertThat(verdicts.network().diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.severity()).isEqualTo(Diagnostic.Severity.ERROR);
            assertThat(diagnostic.code()).isEqualTo("network-policy-refused");
            assertThat(diagnostic.message())
                    .startsWith(kind + " " + name + ": ")
                    .contains(fault)
                    .contains("it is not applied here either");
        });
        assertThat(verdicts.outcome("shop/cart", "shop/db", 80)).isEqualTo(Outcome.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(ints = {25, 26})
    void a_cluster_network_policy_has_at_most_25_rules(int rules) {
        String list = String.join(", ", Collections.nCopies(rules, "{action: Deny, FROM}"));
        Verdicts verdicts = of("ClusterNetworkPolicy", "c", "{HEAD, ingress: [" + list + "]}");
        assertThat(verdicts.network().diagnostics()).hasSize(rules - 25);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101})
    void an_admin_network_policy_has_at_most_100_peers_in_a_rule(int peers) {
        String list = String.join(", ", Collections.nCopies(peers, "{namespaces: {}}"));
        Verdicts verdicts = of(
                "AdminNetworkPolicy", "a", "{priority: 1, SUBJECT, ingress: [{action: Deny, from: [" + list + "]}]}");
        assertThat(verdicts.network().diagnostics()).hasSize(peers - 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101})
    void an_admin_network_policy_has_at_most_100_ports_in_a_rule(int ports) {
        String list = String.join(", ", Collections.nCopies(ports, "{portNumber: {protocol: TCP, port: 1}}"));
        Verdicts verdicts = of(
                "AdminNetworkPolicy",
                "a",
                "{priority: 1, SUBJECT, ingress: [{action: Deny, FROM, ports: [" + list + "]}]}");
        assertThat(verdicts.network().diagnostics()).hasSize(ports - 100);
        assertThat(verdicts.network().diagnostics())
                .allSatisfy(fault -> assertThat(fault.message()).contains("ingress[0].ports has more than 100 items"));
    }

    @ParameterizedTest
    @ValueSource(ints = {25, 26})
    void a_peer_has_at_most_25_networks(int networks) {
        String list = String.join(", ", Collections.nCopies(networks, "10.0.0.0/8"));
        Verdicts verdicts = of(
                "ClusterNetworkPolicy",
                "c",
                "{HEAD, egress: [{action: Deny, to: [{networks: [" + list + "]}]}], ingress: [{action: Deny, FROM}]}");
        assertThat(verdicts.network().diagnostics()).hasSize(networks - 25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{priority: 0, SUBJECT, ingress: [{action: Deny, FROM}]}",
                "{priority: 1000, SUBJECT, ingress: [{action: Deny, FROM}]}",
                "{priority: 1, SUBJECT, ingress: [{action: Deny, FROM, ports: [{portNumber: {port: 65535}}, {portRange: {start: 1, end: 1}}]}]}",
                "{priority: 1, SUBJECT, ingress: [{action: Deny, FROM}], egress: [{action: Allow, to: [{domainNames: [a.org]}], ports: [{namedPort: a}]}]}",
            })
    void the_ends_of_what_is_valid_are_in_force(String spec) {
        Verdicts verdicts = of("AdminNetworkPolicy", "a", spec);
        assertThat(verdicts.network().diagnostics()).isEmpty();
        assertThat(verdicts.outcome("shop/cart", "shop/db", 65535)).isEqualTo(Outcome.DENIED);
    }

    @Test
    void a_name_has_at_most_100_characters() {
        String rule = "{priority: 1, SUBJECT, ingress: [{action: Deny, FROM, name: " + "x".repeat(101) + "}]}";
        assertThat(of("AdminNetworkPolicy", "a", rule).network().diagnostics()).hasSize(1);
        assertThat(of("AdminNetworkPolicy", "a", rule.replaceFirst("xx", "x"))
                        .network()
                        .diagnostics())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{HEAD, ingress: [{action: Deny, FROM, protocols: null}], egress: null}",
                "{HEAD, ingress: [{action: Deny, FROM, protocols: [{tcp: {}}, {tcp: {destinationPort: {number: 65535}}}]}]}",
                "{HEAD, ingress: [{action: Deny, FROM}], egress: [{action: Pass, to: [{networks: [10.0.0.7/8, 'fd00:0:0::/48']}]}]}",
                "{HEAD, ingress: [{action: Deny, FROM}], egress: [{action: Accept, to: [{domainNames: ['*.example.org.']}]}]}",
                "{HEAD, ingress: [{action: Deny, from: [{pods: {podSelector: {}}}]}]}"
            })
    void odd_but_valid_policies_are_in_force(String spec) {
        Verdicts verdicts = of("ClusterNetworkPolicy", "c", spec);
        assertThat(verdicts.network().diagnostics()).isEmpty();
        assertThat(verdicts.outcome("shop/cart", "shop/db", 65535)).isEqualTo(Outcome.DENIED);
    }
}
