package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that the API server refuses are not in force, and say so. */
class PolicyFaultsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ingress: [{from: [{}]}]}|spec.ingress[0].from[0] names no peer",
                "{egress: [{to: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]}|spec.egress[0].to[0] has both",
                "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0}}]}]}|spec.ingress[0].from[0].ipBlock.cidr is not a CIDR",
                "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [x]}}]}]}|ipBlock.except holds something",
                "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/9]}}]}]}|not strictly within",
                "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]}|not strictly within",
                "{ingress: [{ports: [{port: 65536}]}]}|spec.ingress[0].ports[0].port is not 1 to 65535",
                "{ingress: [{ports: [{port: 0}]}]}|ports[0].port is not 1 to 65535",
                "{ingress: [{ports: [{port: 80, endPort: 79}]}]}|endPort is not between port and 65535",
                "{ingress: [{ports: [{endPort: 79}]}]}|endPort needs a port",
                "{ingress: [{ports: [{port: http, endPort: 79}]}]}|endPort needs a numeric port",
                "{ingress: [{from: [{podSelector: {}}, {podSelector: {matchExpressions: [{key: a, operator: In}]}}]}]}|spec.ingress[0].from[1].podSelector.matchExpressions[0] needs values",
                "{egress: [{to: [{podSelector: {}, namespaceSelector: {matchLabels: {'a b': c}}}]}]}|spec.egress[0].to[0].namespaceSelector.matchLabels holds",
                "{podSelector: {matchExpressions: [{key: a, operator: Is, values: [b]}]}}|spec.podSelector.matchExpressions",
                "{podSelector: {matchExpressions: [{key: a, operator: In}]}}|needs values",
                "{podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}|must not have values",
            })
    void a_refused_policy_is_left_out_with_a_diagnostic(String spec, String fault) {
        Verdicts verdicts = Verdicts.of(pod("shop", "cart"), pod("shop", "db"), policy(spec));
        assertThat(verdicts.network().diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.severity()).isEqualTo(Diagnostic.Severity.ERROR);
            assertThat(diagnostic.message())
                    .startsWith("NetworkPolicy shop/np: ")
                    .contains(fault);
        });
        assertThat(verdicts.outcome("shop/cart", "shop/db", 80)).isEqualTo(Outcome.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.1.2.0/24]}}]}]}",
                "{ingress: [{ports: [{port: 80, endPort: 80}, {port: 1, endPort: 65535}, {port: 65535}, {port: http}, {protocol: SCTP}]}]}",
                "{podSelector: {matchExpressions: [{key: a, operator: NotIn, values: [b]}]}}",
                "{ingress: [{from: [{ipBlock: {cidr: 'fd00:0:0::/48', except: ['fd00::/64']}}]}]}"
            })
    void odd_but_valid_policies_are_in_force(String spec) {
        Verdicts verdicts = Verdicts.of(pod("shop", "cart"), policy(spec));
        assertThat(verdicts.network().diagnostics()).isEmpty();
    }
}
