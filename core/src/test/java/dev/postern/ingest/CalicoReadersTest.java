package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoNetworkSet;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoPort;
import dev.postern.model.CalicoProtocol;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoSelector;
import dev.postern.model.CalicoTier;
import dev.postern.model.Change;
import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calico's policies, tiers and network sets: which fields end up where, and which objects are one. */
class CalicoReadersTest {
    private static CalicoSelector selector(String text) {
        return CalicoSelector.parse(text);
    }

    @Test
    void aPolicyKeepsEveryFieldUndefaulted() {
        CalicoPolicy policy = Snapshots.clean(
                        "apiVersion: projectcalico.org/v3",
                        "kind: NetworkPolicy",
                        "metadata: {name: security.db, namespace: shop, labels: {a: b}}",
                        "spec:",
                        "  tier: security",
                        "  order: 10.5",
                        "  selector: role == 'db'",
                        "  serviceAccountSelector: has(zone)",
                        "  types: [Ingress, Egress]",
                        "  ingress:",
                        "  - action: Allow",
                        "    metadata: {annotations: {why: because}}",
                        "    ipVersion: 4",
                        "    protocol: TCP",
                        "    notProtocol: 17",
                        "    source:",
                        "      nets: [10.0.0.0/8]",
                        "      notNets: [10.1.0.0/16]",
                        "      selector: role == 'web'",
                        "      notSelector: has(old)",
                        "      namespaceSelector: all()",
                        "      serviceAccounts: {names: [web], selector: all()}",
                        "      notPorts: [1024]",
                        "    destination: {ports: [80, '81', '82:90', http]}",
                        "  egress:",
                        "  - action: Pass",
                        "    destination: {services: {name: api, namespace: kube-system}}",
                        "  - action: Log",
                        "    protocol: ICMP",
                        "    icmp: {type: 8}",
                        "  - action: Deny",
                        "    http: {methods: [GET]}")
                .calicoPolicies()
                .get(0);
        assertThat(policy.ref()).isEqualTo(ObjectRef.of("NetworkPolicy.projectcalico.org", "shop", "security.db"));
        assertThat(policy.meta().labels()).isEmpty();
        assertThat(policy.tierOrDefault()).isEqualTo("security");
        assertThat(policy.order()).contains(10.5);
        assertThat(policy.selector()).contains(selector("role == 'db'"));
        assertThat(policy.serviceAccountSelector()).contains(selector("has(zone)"));
        assertThat(policy.namespaceSelector()).isEmpty();
        assertThat(policy.types()).containsExactly("Ingress", "Egress");
        assertThat(policy.unread()).isEmpty();
        CalicoEntity source = new CalicoEntity(
                ImmutableList.of("10.0.0.0/8"),
                ImmutableList.of("10.1.0.0/16"),
                Optional.of(selector("role == 'web'")),
                Optional.of(selector("has(old)")),
                Optional.of(selector("all()")),
                ImmutableList.of(),
                ImmutableList.of(new CalicoPort.Numbers(1024, 1024)),
                Optional.of(new CalicoEntity.ServiceAccounts(ImmutableList.of("web"), Optional.of(selector("all()")))),
                Optional.empty(),
                ImmutableMap.of(
                        "selector", "role == 'web'",
                        "notSelector", "has(old)",
                        "namespaceSelector", "all()",
                        "serviceAccounts.selector", "all()"));
        CalicoRule allow = policy.ingress().get(0);
        assertThat(allow.action()).isEqualTo(CalicoRule.Action.ALLOW);
        assertThat(allow.ipVersion()).contains(4);
        assertThat(allow.protocol()).contains(new CalicoProtocol(CalicoProtocol.TCP, "TCP"));
        assertThat(allow.notProtocol()).contains(new CalicoProtocol(CalicoProtocol.UDP, "17"));
        assertThat(allow.source()).isEqualTo(source);
        assertThat(allow.destination().ports())
                .containsExactly(
                        new CalicoPort.Numbers(80, 80),
                        new CalicoPort.Numbers(81, 81),
                        new CalicoPort.Numbers(82, 90),
                        new CalicoPort.Named("http"));
        assertThat(policy.egress())
                .extracting(CalicoRule::action)
                .containsExactly(CalicoRule.Action.PASS, CalicoRule.Action.LOG, CalicoRule.Action.DENY);
        assertThat(policy.egress().get(0).destination().services())
                .contains(new CalicoEntity.Service("api", "kube-system"));
        assertThat(policy.egress().get(1).icmp()).isTrue();
        assertThat(policy.egress().get(2).http()).isTrue();
        assertThat(policy.egress().get(2).source()).isSameAs(CalicoEntity.ANY);
    }

    @Test
    void typesFollowTheRulesWhereTheyAreAbsent() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: v1",
                "kind: List",
                "items:",
                "- {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: a}}",
                "- {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: b}",
                "  , spec: {egress: [{action: Allow}]}}",
                "- {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: c}",
                "  , spec: {types: [], ingress: [{action: Allow}], egress: [{action: Allow}]}}",
                "- {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: d}",
                "  , spec: {types: [Egress], ingress: [{action: Allow}]}}");
        assertThat(cluster.calicoPolicies())
                .extracting(policy -> policy.meta().name() + " " + policy.types(false) + " " + policy.types(true))
                .containsExactly("a true false", "b false true", "c true true", "d false true");
    }

    @Test
    void globalPoliciesHaveFieldsOfTheirOwn() {
        CalicoPolicy policy = Snapshots.clean(
                        "apiVersion: projectcalico.org/v3",
                        "kind: GlobalNetworkPolicy",
                        "metadata: {name: a, namespace: ignored}",
                        "spec: {namespaceSelector: has(team), doNotTrack: true, applyOnForward: true}")
                .calicoPolicies()
                .get(0);
        assertThat(policy.ref()).isEqualTo(ObjectRef.cluster("GlobalNetworkPolicy", "a"));
        assertThat(policy.isGlobal()).isTrue();
        assertThat(policy.namespaceSelector()).contains(selector("has(team)"));
        assertThat(policy.isForHostEndpoints()).isTrue();
        assertThat(policy.hostEndpointsOnly()).isEqualTo(new CalicoPolicy.HostRules(true, false, true));
    }

    @Test
    void stagedPoliciesAreKnownAsSuch() {
        Cluster cluster = Snapshots.clean(
                "{apiVersion: projectcalico.org/v3, kind: StagedNetworkPolicy, metadata: {name: a, namespace: shop}",
                " , spec: {stagedAction: Set, ingress: [{action: Deny}]}}",
                "---",
                "{apiVersion: projectcalico.org/v3, kind: StagedGlobalNetworkPolicy, metadata: {name: a}",
                " , spec: {stagedAction: Set, namespaceSelector: all()}}",
                "---",
                "{apiVersion: projectcalico.org/v3, kind: StagedKubernetesNetworkPolicy, metadata: {name: a, namespace: shop}",
                " , spec: {stagedAction: Set, podSelector: {}, policyTypes: [Ingress]}}");
        assertThat(cluster.calicoPolicies())
                .allMatch(CalicoPolicy::isStaged)
                .allMatch(policy -> policy.unread().isEmpty())
                .extracting(policy -> policy.ref().toString())
                .containsExactly(
                        "StagedGlobalNetworkPolicy a",
                        "StagedKubernetesNetworkPolicy shop/a",
                        "StagedNetworkPolicy shop/a");
    }

    @Test
    void aPolicyOfCalicoIsNotTheOneOfKubernetes() {
        Cluster cluster = Snapshots.clean(
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: shop}}",
                "---",
                "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: a, namespace: shop}}",
                "---",
                "{apiVersion: projectcalico.org/v3, kind: NetworkPolicyList, items: [{metadata: {name: b, namespace: shop}}]}");
        assertThat(cluster.networkPolicies()).hasSize(1);
        assertThat(cluster.calicoPolicies()).hasSize(2);
        assertThat(cluster.contains(ObjectRef.of("NetworkPolicy", "shop", "b"))).isFalse();
        assertThat(cluster.contains(ObjectRef.of("NetworkPolicy.projectcalico.org", "shop", "b")))
                .isTrue();
    }

    @Test
    void whatIsServedAndWhatIsStoredIsOneObject() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: a, namespace: shop, uid: u1}}",
                "---",
                "{apiVersion: crd.projectcalico.org/v1, kind: NetworkPolicy",
                " , metadata: {name: default.a, namespace: shop, uid: u2, labels: {projectcalico.org/tier: default}",
                "   , annotations: {projectcalico.org/metadata: '{}'}}}",
                "---",
                "{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: default.a}, spec: {tier: default}}",
                "---",
                "{apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkPolicy, metadata: {name: default.a}",
                " , spec: {tier: default}}",
                "---",
                "{apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkPolicy, metadata: {name: t.a}, spec: {tier: t}}");
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(snapshot.cluster().calicoPolicies())
                .extracting(policy -> policy.ref().toString())
                .containsExactly(
                        "GlobalNetworkPolicy a", "GlobalNetworkPolicy t.a", "NetworkPolicy.projectcalico.org shop/a");
    }

    @Test
    void twoFormsThatDifferAreAContradiction() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: a, namespace: shop}}",
                "---",
                "{apiVersion: crd.projectcalico.org/v1, kind: NetworkPolicy, metadata: {name: default.a, namespace: shop}",
                " , spec: {ingress: [{action: Allow}]}}",
                "---",
                "{apiVersion: projectcalico.org/v3, kind: Tier, metadata: {name: t}, spec: {order: 1}}",
                "---",
                "{apiVersion: projectcalico.org/v3, kind: Tier, metadata: {name: t}, spec: {order: 2}}");
        assertThat(Snapshots.codes(snapshot)).containsExactly("duplicate-object", "duplicate-object");
    }

    @Test
    void tiers() {
        Cluster cluster = Snapshots.clean(
                "{apiVersion: projectcalico.org/v3, kind: Tier, metadata: {name: a}}",
                "---",
                "{apiVersion: crd.projectcalico.org/v1, kind: Tier, metadata: {name: b}",
                " , spec: {order: -0.0, defaultAction: Pass}}");
        assertThat(cluster.calicoTiers().get(0).ref()).isEqualTo(ObjectRef.cluster("Tier", "a"));
        assertThat(cluster.calicoTiers())
                .extracting(CalicoTier::order, CalicoTier::defaultAction)
                .containsExactly(
                        tuple(Optional.empty(), CalicoRule.Action.DENY),
                        tuple(Optional.of(0.0), CalicoRule.Action.PASS));
    }

    @Test
    void aTierThatDoesNotSayWhoseItIsIsNobodys() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{kind: Tier, metadata: {name: a}}",
                "---",
                "{apiVersion: scheduling.example.com/v1, kind: Tier, metadata: {name: a}}",
                "---",
                "{apiVersion: projectcalico.org/v3, kind: IPPool, metadata: {name: a}}",
                "---",
                "{kind: NetworkPolicy.projectcalico.org, metadata: {name: a}}");
        assertThat(snapshot.inventory().otherKinds())
                .containsOnlyKeys(
                        "IPPool.projectcalico.org",
                        "NetworkPolicy.projectcalico.org",
                        "Tier",
                        "Tier.scheduling.example.com");
    }

    @Test
    void otherVersionsOfBothGroupsAreReportedAndReadAsTodays() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: projectcalico.org/v4, kind: NetworkPolicy, metadata: {name: a}}",
                "---",
                "{apiVersion: crd.projectcalico.org/v2, kind: GlobalNetworkSet, metadata: {name: a}}",
                "---",
                "{kind: GlobalNetworkPolicy, metadata: {name: a}}");
        assertThat(snapshot.inventory().understood()).isEqualTo(3);
        assertThat(Snapshots.codes(snapshot)).containsExactly("unknown-version", "unknown-version", "no-version");
        assertThat(snapshot.diagnostics().get(0).source().line()).isEqualTo(1);
    }

    @Test
    void networkSetsHaveTheirLabelsWhereCalicoKeepsThem() {
        Cluster cluster = Snapshots.clean(
                "{apiVersion: projectcalico.org/v3, kind: NetworkSet, metadata: {name: a, namespace: shop, labels: {x: v}}",
                " , spec: {nets: [10.0.0.1, 10.1.0.0/16]}}",
                "---",
                "apiVersion: crd.projectcalico.org/v1",
                "kind: GlobalNetworkSet",
                "metadata:",
                "  name: a",
                "  labels: {x: stale}",
                "  annotations: {projectcalico.org/metadata: '{\"uid\":\"u\",\"labels\":{\"x\":\"z\"},\"annotations\":{\"l\":\"m\"}}'}");
        CalicoNetworkSet global = cluster.calicoNetworkSets().get(0);
        CalicoNetworkSet own = cluster.calicoNetworkSets().get(1);
        assertThat(own.ref()).isEqualTo(ObjectRef.of("NetworkSet", "shop", "a"));
        assertThat(own.nets()).containsExactly("10.0.0.1", "10.1.0.0/16");
        assertThat(own.meta().labels()).containsExactly(Map.entry("x", "v"));
        assertThat(global.meta().labels()).containsExactly(Map.entry("x", "z"));
        assertThat(global.meta().annotations()).isEmpty();
    }

    @Test
    void labelsThatCannotBeReadAreNotTakenForNone() {
        for (String stored : List.of("{", "nothing", "{\"labels\":[]}", "[[[", "{\"labels\":{\"a\":{}}}", "")) {
            CalicoNetworkSet set = Snapshots.read(
                            "{apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkSet, metadata: {name: a",
                            " , annotations: {projectcalico.org/metadata: '" + stored + "'}}}")
                    .cluster()
                    .calicoNetworkSets()
                    .get(0);
            assertThat(set.unread())
                    .as(stored)
                    .isEqualTo(stored.isEmpty() ? "" : "metadata.annotations[projectcalico.org/metadata]");
        }
    }

    @Test
    void valuesOfOtherTypesAreReportedWithTheirPlace() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: projectcalico.org/v3",
                "kind: NetworkPolicy",
                "metadata: {name: a, namespace: shop}",
                "spec:",
                "  order: '10'",
                "  ingress:",
                "  - action: Allow",
                "    source:",
                "      selector: {app: web}");
        assertThat(snapshot.diagnostics())
                .extracting(diagnostic -> diagnostic.source().line() + " " + diagnostic.message())
                .containsExactly(
                        "5 spec.order is a string where a number is expected; it is left out",
                        "9 spec.ingress[0].source.selector is a map where a string is expected; it is left out");
        CalicoPolicy policy = snapshot.cluster().calicoPolicies().get(0);
        assertThat(policy.unread()).isEqualTo("order");
        assertThat(policy.ingress().get(0).unread()).isEqualTo("source.selector");
    }

    @Test
    void aPatchOfAPolicyOfCalicoIsForThatOne() {
        String patch = "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: a, namespace: shop}}";
        assertThat(PatchReader.patches(patch, "default"))
                .containsExactly(
                        Change.patch(ObjectRef.of(CalicoPolicy.NAMESPACED, "shop", "a"), Change.Format.MERGE, "{}"));
    }

    @Test
    void aDocumentIsFoundAgainUnderTheNameThatAllFormsShare(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.yaml");
        Files.writeString(file, """
                apiVersion: crd.projectcalico.org/v1
                kind: NetworkPolicy
                metadata: {name: default.a, namespace: shop}
                spec:
                  order: 3
                """);
        ObjectRef object = ObjectRef.of(CalicoPolicy.NAMESPACED, "shop", "a");
        ClusterSnapshot snapshot = ClusterSnapshot.read(file);
        assertThat(snapshot.locate(object, "spec.order").line()).isEqualTo(5);
        ClusterSnapshot changed =
                snapshot.with(List.of(Change.patch(object, Change.Format.MERGE, "{\"spec\":{\"order\":7}}")));
        assertThat(changed.cluster().calicoPolicies())
                .extracting(CalicoPolicy::ref, CalicoPolicy::order)
                .containsExactly(tuple(object, Optional.of(7.0)));
    }
}
