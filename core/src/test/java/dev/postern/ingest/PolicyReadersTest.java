package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyPeer;
import dev.postern.model.AdminPolicyPort;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Policies of every kind of the Kubernetes network API: which fields end up where, and which defaults are applied. */
class PolicyReadersTest {
    @Test
    void networkPolicies() {
        NetworkPolicy policy = Snapshots.clean(
                        "apiVersion: networking.k8s.io/v1",
                        "kind: NetworkPolicy",
                        "metadata: {name: p, namespace: shop}",
                        "spec:",
                        "  podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [b, a]}]}",
                        "  policyTypes: [Egress]",
                        "  ingress: []",
                        "  egress:",
                        "  - to:",
                        "    - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}",
                        "    - {namespaceSelector: {}, podSelector: {matchLabels: {app: dns}}}",
                        "    ports:",
                        "    - {port: 53, protocol: UDP}",
                        "    - {port: 1000, endPort: 2000}",
                        "    - {port: metrics}",
                        "    - {protocol: SCTP}",
                        "  -")
                .networkPolicies()
                .get(0);
        assertThat(policy.isolatesIngress()).isFalse();
        assertThat(policy.isolatesEgress()).isTrue();
        assertThat(policy.typesStated()).isTrue();
        assertThat(policy.podSelector().matchExpressions())
                .containsExactly(
                        new LabelRequirement("app", LabelRequirement.Operator.NOT_IN, ImmutableSortedSet.of("a", "b")));
        assertThat(policy.egress())
                .containsExactly(
                        new NetworkPolicyRule(
                                ImmutableList.of(
                                        new NetworkPolicyPeer(
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.of(new IpBlock("0.0.0.0/0", ImmutableList.of("10.0.0.0/8")))),
                                        new NetworkPolicyPeer(
                                                Optional.of(LabelSelector.ofLabels(Map.of("app", "dns"))),
                                                Optional.of(LabelSelector.EVERYTHING),
                                                Optional.empty())),
                                ImmutableList.of(
                                        new NetworkPolicyPort(
                                                Protocol.UDP, Optional.of(PortRef.of(53)), Optional.empty()),
                                        new NetworkPolicyPort(
                                                Protocol.TCP, Optional.of(PortRef.of(1000)), Optional.of(2000)),
                                        new NetworkPolicyPort(
                                                Protocol.TCP, Optional.of(PortRef.named("metrics")), Optional.empty()),
                                        new NetworkPolicyPort(Protocol.SCTP, Optional.empty(), Optional.empty()))),
                        // A null rule is an empty one, which allows everything.
                        new NetworkPolicyRule(ImmutableList.of(), ImmutableList.of()));
    }

    @Test
    void absentPolicyTypesMeanIngressAndEgressWhereThereAreEgressRules() {
        String policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\n";
        assertThat(Snapshots.clean(policy, "spec: {podSelector: {}}").networkPolicies())
                .extracting(p -> p.isolatesIngress() + " " + p.isolatesEgress() + " " + p.typesStated())
                .containsExactly("true false false");
        assertThat(Snapshots.clean(policy, "spec: {policyTypes: [], egress: []}")
                        .networkPolicies())
                .extracting(p -> p.isolatesIngress() + " " + p.isolatesEgress() + " " + p.typesStated())
                .containsExactly("true false false");
        assertThat(Snapshots.clean(policy, "spec: {egress: [{}]}").networkPolicies())
                .extracting(p -> p.isolatesIngress() + " " + p.isolatesEgress() + " " + p.typesStated())
                .containsExactly("true true false");
    }

    @Test
    void aPolicyPortThatCannotBeReadNeverBecomesEveryPort() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: networking.k8s.io/v1",
                "kind: NetworkPolicy",
                "metadata: {name: p}",
                "spec:",
                "  podSelector: {}",
                "  ingress:",
                "  - ports: [{protocol: ICMP}, {port: 70000}, {port: '80'}]");
        assertThat(snapshot.cluster().networkPolicies().get(0).ingress().get(0).ports())
                .extracting(port -> port.port().map(PortRef::toString).orElse("every"))
                .containsExactly("invalid:protocol", "invalid:70000", "80");
        // A number in quotes is a name, which the network refuses for want of a letter, as the API server does.
        assertThat(Snapshots.codes(snapshot)).containsExactly("wrong-value", "wrong-value");
    }

    @Test
    void anAdminNetworkPolicyKeepsTheOrderOfItsRules() {
        AdminPolicy policy = Snapshots.clean(
                        "apiVersion: policy.networking.k8s.io/v1alpha1",
                        "kind: AdminNetworkPolicy",
                        "metadata: {name: guard}",
                        "spec:",
                        "  priority: 7",
                        "  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}",
                        "  ingress:",
                        "  - {name: first, action: Allow, from: [{namespaces: {matchLabels: {a: b}}}],",
                        "     ports: [{portNumber: {port: 80}}, {namedPort: dns}]}",
                        "  - {action: Pass, from: [{namespaces: {}}],",
                        "     ports: [{portRange: {protocol: UDP, start: 1, end: 9}}]}",
                        "  egress:",
                        "  - {action: Deny, to: [{networks: [10.0.0.0/8]}, {nodes: {}}, {domainNames: [a.example]}]}")
                .adminPolicies()
                .get(0);
        LabelSelector labels = LabelSelector.ofLabels(Map.of("a", "b"));
        assertThat(policy.tier()).isEqualTo(AdminPolicy.Tier.ADMIN);
        assertThat(policy.priority()).contains(7);
        assertThat(policy.subject())
                .isEqualTo(new AdminPolicyPeer.Pods(
                        Optional.of(LabelSelector.EVERYTHING),
                        Optional.of(LabelSelector.ofLabels(Map.of("app", "web")))));
        assertThat(policy.ingress())
                .containsExactly(
                        new AdminPolicyRule(
                                "first",
                                AdminPolicyRule.Action.ALLOW,
                                ImmutableList.of(new AdminPolicyPeer.Namespaces(labels)),
                                ImmutableList.of(
                                        new AdminPolicyPort.Numbers(Protocol.TCP, 80, 80, false),
                                        new AdminPolicyPort.Named("dns"))),
                        new AdminPolicyRule(
                                "",
                                AdminPolicyRule.Action.PASS,
                                ImmutableList.of(new AdminPolicyPeer.Namespaces(LabelSelector.EVERYTHING)),
                                ImmutableList.of(new AdminPolicyPort.Numbers(Protocol.UDP, 1, 9, true))));
        assertThat(policy.egress())
                .containsExactly(new AdminPolicyRule(
                        "",
                        AdminPolicyRule.Action.DENY,
                        ImmutableList.of(
                                new AdminPolicyPeer.Networks(ImmutableList.of("10.0.0.0/8")),
                                new AdminPolicyPeer.Nodes(LabelSelector.EVERYTHING),
                                new AdminPolicyPeer.DomainNames(ImmutableList.of("a.example"))),
                        ImmutableList.of()));
    }

    @Test
    void aClusterNetworkPolicyStatesItsTierAndWhatIsMalformedStaysSo() {
        AdminPolicy policy = Snapshots.clean(
                        "apiVersion: policy.networking.k8s.io/v1alpha2",
                        "kind: ClusterNetworkPolicy",
                        "metadata: {name: guard}",
                        "spec:",
                        "  tier: Baseline",
                        "  priority: 0",
                        "  subject: {namespaces: {}, pods: null}",
                        "  ingress:",
                        "  - action: Accept",
                        "    from: [{}, {nodes: {}}, {namespaces: {}, pods: {podSelector: {}}}]",
                        "    protocols: [{tcp: {destinationPort: {range: {start: 5, end: 6}}}}, {sctp: {}}, {icmp: {}}, {}]",
                        "  - {action: Allow, from: [{namespaces: {}}], protocols: []}")
                .adminPolicies()
                .get(0);
        assertThat(policy.tier()).isEqualTo(AdminPolicy.Tier.BASELINE);
        assertThat(policy.subject()).isEqualTo(new AdminPolicyPeer.Namespaces(LabelSelector.EVERYTHING));
        assertThat(policy.ingress().get(0))
                .isEqualTo(new AdminPolicyRule(
                        "",
                        AdminPolicyRule.Action.ALLOW,
                        ImmutableList.of(
                                new AdminPolicyPeer.Invalid("is empty"),
                                new AdminPolicyPeer.Unknown("nodes"),
                                new AdminPolicyPeer.Invalid("says more than one thing")),
                        ImmutableList.of(
                                new AdminPolicyPort.Numbers(Protocol.TCP, 5, 6, true),
                                new AdminPolicyPort.Every(Protocol.SCTP),
                                new AdminPolicyPort.Unknown("icmp"),
                                new AdminPolicyPort.Invalid("is empty"))));
        assertThat(policy.ingress().get(1).action()).isEqualTo(AdminPolicyRule.Action.INVALID);
        assertThat(policy.ingress().get(1).ports()).containsExactly(new AdminPolicyPort.Invalid("is empty"));
    }
}
