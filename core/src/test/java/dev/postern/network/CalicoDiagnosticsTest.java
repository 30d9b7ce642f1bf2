package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about Calico's objects that are not in force, or of which it is not sure what they do. */
class CalicoDiagnosticsTest {
    private static final String POD =
            "{apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop, labels: {app: db}}"
                    + ", spec: {containers: [{name: c, image: i}]}, status: {podIPs: [{ip: 10.0.0.2}]}}";

    private static Network network(CniProfile profile, String... objects) {
        Cluster cluster = CalicoManifests.read(POD + "\n---\n" + String.join("\n---\n", objects))
                .cluster();
        return Network.of(cluster, profile);
    }

    private static List<String> said(Network network) {
        return network.diagnostics().stream().map(CalicoDiagnosticsTest::text).toList();
    }

    private static String text(Diagnostic diagnostic) {
        return diagnostic.severity() + " " + diagnostic.code() + " " + diagnostic.source() + " " + diagnostic.message();
    }

    private static String object(String kind, String name, String spec) {
        return "{apiVersion: projectcalico.org/v3, kind: " + kind + ", metadata: {" + name + "}, spec: " + spec + "}";
    }

    private static String global(String name, String spec) {
        return object("GlobalNetworkPolicy", "name: " + name, spec);
    }

    private static Outcome enters(Network network) {
        return network.decide("192.0.2.1", "10.0.0.2", Protocol.TCP, 80).outcome();
    }

    @Test
    void what_the_api_refuses_is_not_in_force() {
        Network policy = network(CniProfile.CALICO, global("a", "{selector: 'has(', ingress: [{action: Deny}]}"));
        assertThat(said(policy))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(
                                "ERROR network-policy-refused -:3 GlobalNetworkPolicy a: spec.selector is no selector: ")
                        .endsWith(
                                "; the API server refuses this policy, so it is not applied here either. Correct it and run"
                                        + " again."));
        assertThat(enters(policy)).isEqualTo(Outcome.ALLOWED);
        Network set = network(
                CniProfile.CALICO,
                "{apiVersion: projectcalico.org/v3, kind: GlobalNetworkSet, metadata: {name: s, labels: {app: s}}"
                        + ", spec: {nets: [192.0.2.1, 192.0.2]}}",
                global("a", "{ingress: [{action: Allow, source: {selector: app == 's'}}]}"));
        assertThat(said(set))
                .containsExactly("ERROR network-policy-refused -:3 GlobalNetworkSet s: spec.nets[1] is not a CIDR and"
                        + " not an address; the API server refuses this object, so it is not applied here either."
                        + " Correct it and run again.");
        assertThat(enters(set)).isEqualTo(Outcome.DENIED);
    }

    @Test
    void a_tier_that_is_refused_is_none() {
        Network network = network(
                CniProfile.CALICO,
                object("Tier", "name: t", "{order: 1, defaultAction: Allow}"),
                global("t.a", "{tier: t, ingress: [{action: Allow}]}"),
                global("b", "{ingress: [{action: Deny}]}"));
        assertThat(said(network))
                .containsExactly(
                        "ERROR network-policy-refused -:3 Tier t: spec.defaultAction is not Deny or Pass; the API server"
                                + " refuses this object, so it is not applied here either. Correct it and run again.",
                        "WARNING network-policy-without-tier -:5 GlobalNetworkPolicy t.a is in the tier t, which the"
                                + " input does not hold or which is refused: it is asked behind all others and ends in"
                                + " Deny. Add the Tier to the input.");
        assertThat(enters(network)).isEqualTo(Outcome.DENIED);
    }

    @Test
    void a_rule_that_is_not_read_to_its_end_is_reported() {
        Network network = network(
                CniProfile.CALICO,
                global("a", "{ingress: [{action: Allow, src: {}}, {action: Pass, source: {net: x}}]}"));
        assertThat(said(network))
                .containsExactly(
                        "WARNING network-policy-not-understood -:3 GlobalNetworkPolicy a: spec.ingress[0].src is not a"
                                + " field of the API as it is known here, so the rule fails closed: it matches nothing."
                                + " Check its spelling.",
                        "WARNING network-policy-not-understood -:3 GlobalNetworkPolicy a: spec.ingress[1].source.net is"
                                + " not a field of the API as it is known here, so the rule fails closed: it denies"
                                + " everything. Check its spelling.");
        assertThat(Verdicts.facts(network.decide("192.0.2.1", "10.0.0.2", Protocol.TCP, 80)))
                .contains("GlobalNetworkPolicy a spec.ingress[1].source.net = not known here: the rule is taken to deny"
                        + " everything (stated)");
    }

    @Test
    void staged_policies_and_those_for_nodes_are_reported_as_without_effect() {
        Network network = network(
                CniProfile.CALICO,
                object("StagedNetworkPolicy", "name: a, namespace: shop", "{ingress: [{action: Deny}]}"),
                object("StagedKubernetesNetworkPolicy", "name: b, namespace: shop", "{podSelector: {}}"),
                global("c", "{preDNAT: true, applyOnForward: true, ingress: [{action: Deny}]}"));
        assertThat(said(network))
                .containsExactlyInAnyOrder(
                        "INFO network-policy-staged -:3 StagedNetworkPolicy shop/a is staged: it has no effect until it"
                                + " is made a policy of the kind that it previews.",
                        "INFO network-policy-staged -:5 StagedKubernetesNetworkPolicy shop/b is staged: it has no effect"
                                + " until it is made a policy of the kind that it previews.",
                        "INFO network-policy-not-evaluated -:7 GlobalNetworkPolicy c is for the interfaces of nodes"
                                + " (spec.doNotTrack or spec.preDNAT), which are not evaluated; it says nothing of"
                                + " pods.");
        assertThat(enters(network)).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void where_something_else_enforces_policy_each_kind_is_inert_and_named_once() {
        String[] objects = {
            global("a", "{ingress: [{action: Deny}]}"),
            global("b", "{ingress: [{action: Deny}]}"),
            object("NetworkPolicy", "name: a, namespace: shop", "{ingress: [{action: Deny}]}"),
            object("StagedGlobalNetworkPolicy", "name: c", "{}")
        };
        Network network = network(CniProfile.CILIUM, objects);
        assertThat(said(network))
                .containsExactly(
                        "WARNING network-policy-inert -:3 GlobalNetworkPolicy a and 1 more of its kind: nothing but"
                                + " Calico enforces this kind, and the network is taken for one of cilium, so it has no"
                                + " effect here. If Calico enforces policy in this cluster, say so by the profile"
                                + " calico.",
                        "WARNING network-policy-inert -:7 NetworkPolicy.projectcalico.org shop/a: nothing but Calico"
                                + " enforces this kind, and the network is taken for one of cilium, so it has no effect"
                                + " here. If Calico enforces policy in this cluster, say so by the profile calico.");
        assertThat(enters(network)).isEqualTo(Outcome.ALLOWED);
        assertThat(enters(network(CniProfile.CALICO, objects))).isEqualTo(Outcome.DENIED);
    }

    @Test
    void equal_orders_are_reported_where_they_may_make_a_difference() {
        String deny = global("b", "{order: 10, ingress: [{action: Deny}]}");
        assertThat(said(network(CniProfile.CALICO, global("a", "{order: 10, ingress: [{action: Allow}]}"), deny)))
                .containsExactly("WARNING network-policy-ambiguous -:5 GlobalNetworkPolicy b has the order 10 of"
                        + " GlobalNetworkPolicy a, and both are for some pod: nothing but their names says that the"
                        + " latter is asked first. Give them different orders.");
        assertThat(said(network(
                        CniProfile.CALICO,
                        global("a", "{ingress: [{action: Allow}]}"),
                        global("b", "{ingress: [{action: Deny}]}"))))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("b has no order, like GlobalNetworkPolicy a, and both"));
        assertThat(said(network(
                        CniProfile.CALICO,
                        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: k, namespace: shop}"
                                + ", spec: {podSelector: {}, ingress: [{}]}}",
                        global("b", "{order: 1000, ingress: [{action: Deny}]}"))))
                .singleElement()
                .satisfies(text ->
                        assertThat(text).contains("NetworkPolicy shop/k has the order 1000 of GlobalNetworkPolicy b,"));
        for (String other : new String[] {
            global("a", "{order: 9, ingress: [{action: Allow}]}"),
            global("a", "{order: 10, selector: 'app == \"none\"', ingress: [{action: Allow}]}"),
            global("a", "{order: 10, egress: [{action: Allow}]}")
        }) {
            assertThat(said(network(CniProfile.CALICO, other, deny))).as(other).isEmpty();
        }
        assertThat(said(network(
                        CniProfile.CALICO,
                        global("a", "{ingress: [{action: Allow}]}"),
                        global("b", "{ingress: [{action: Allow, protocol: TCP}]}"))))
                .isEmpty();
    }
}
