package dev.postern.network;

import static dev.postern.network.Verdicts.facts;
import static dev.postern.network.Verdicts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What verdicts by Cilium's policies say for themselves, and what is said of policies that are not in force. */
class CiliumEvidenceTest {
    private static final String CART = pod("shop", "cart", "{nodeName: n1, serviceAccountName: buyer}", "10.0.0.1");
    private static final String DB = pod("shop", "db", "{nodeName: n1}", "10.0.0.2");
    private static final String NODE =
            "kind: Node\nmetadata: {name: n1}\nstatus: {addresses: [{type: InternalIP," + " address: 172.18.0.2}]}";

    private static String cnp(String fields) {
        return "kind: CiliumNetworkPolicy\nmetadata: {namespace: shop, name: guard}\nspec: {endpointSelector:"
                + " {matchLabels: {app: db}}, " + fields + "}";
    }

    private static Verdicts of(String... policies) {
        return Verdicts.of(CniProfile.CILIUM, String.join("\n---\n", CART, DB, NODE), String.join("\n---\n", policies));
    }

    private static Decision cartToDb(String... policies) {
        return of(policies).tcp("shop/cart", "shop/db", 80);
    }

    private static final String OUT = "Pod shop/cart = no NetworkPolicy isolates it for egress (default)";

    @Test
    void an_allowed_flow_names_the_selector_and_the_port_that_match() {
        assertThat(facts(cartToDb(cnp("ingress: [{}, {fromEndpoints: [{matchLabels: {'k8s:app': web}}, {matchLabels: {"
                        + "io.cilium.k8s.policy.serviceaccount: buyer}}], toPorts: [{ports: [{port: '443'}]}, {ports:"
                        + " [{port: '80', protocol: TCP}]}]}]"))))
                .containsExactly(
                        OUT,
                        "CiliumNetworkPolicy shop/guard spec.ingress[1].fromEndpoints[1] ="
                                + " io.cilium.k8s.policy.serviceaccount=buyer (stated)",
                        "CiliumNetworkPolicy shop/guard spec.ingress[1].toPorts[1].ports[0] = TCP 80 (stated)");
    }

    @Test
    void a_denial_names_its_rule_by_the_list_that_it_is_in() {
        Decision denied = cartToDb(cnp("ingress: [{fromEntities: [all]}], ingressDeny: [{fromEndpoints: [{}]}]"));
        assertThat(denied.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(facts(denied))
                .containsExactly(
                        "CiliumNetworkPolicy shop/guard spec.endpointSelector = app=db (stated)",
                        "CiliumNetworkPolicy shop/guard spec.enableDefaultDeny = ingress (default)",
                        "CiliumNetworkPolicy shop/guard spec.ingressDeny[0].fromEndpoints[0] = {} (stated)",
                        "CiliumNetworkPolicy shop/guard spec.ingressDeny[0].toPorts = any port (default)");
    }

    @Test
    void a_default_denial_names_what_isolates_the_pod() {
        assertThat(facts(cartToDb(cnp("ingress: [{fromEntities: [world]}], egress: [{toEntities: [all]}],"
                        + " enableDefaultDeny: {egress: false}"))))
                .containsExactly(
                        "CiliumNetworkPolicy shop/guard spec.endpointSelector = app=db (stated)",
                        "CiliumNetworkPolicy shop/guard spec.enableDefaultDeny = ingress (stated)");
        assertThat(facts(cartToDb(
                        "kind: CiliumClusterwideNetworkPolicy\nmetadata: {name: all}\nspecs: [{endpointSelector:"
                                + " {}, egress: [{toEntities: [world]}]}]")))
                .containsExactly(
                        "CiliumClusterwideNetworkPolicy all specs[0].endpointSelector = {} (stated)",
                        "CiliumClusterwideNetworkPolicy all specs[0].enableDefaultDeny = egress (default)");
    }

    @Test
    void layer_7_and_authentication_are_noted_beside_the_connection_that_they_leave_possible() {
        Decision allowed = cartToDb(cnp("ingress: [{authentication: {mode: required}, toPorts: [{ports: [{port: '80',"
                + " protocol: TCP}], rules: {http: [{method: GET}]}}]}]"));
        assertThat(allowed.isAllowed()).isTrue();
        assertThat(facts(allowed))
                .containsExactly(
                        OUT,
                        "CiliumNetworkPolicy shop/guard spec.ingress[0].authentication.mode = required (stated)",
                        "CiliumNetworkPolicy shop/guard spec.ingress[0].fromEndpoints = any peer (default)",
                        "CiliumNetworkPolicy shop/guard spec.ingress[0].toPorts[0].ports[0] = TCP 80, as far as"
                                + " rules.http lets it pass at layer 7 (stated)");
    }

    @Test
    void a_name_leaves_open_which_addresses_it_has() {
        Decision perhaps = of(cnp("egress: [{toFQDNs: [{matchPattern: '*.example.org'}]}]"))
                .tcp("shop/db", "203.0.113.7", 443);
        assertThat(perhaps.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(perhaps.missing())
                .isEqualTo("what addresses the name *.example.org has (CiliumNetworkPolicy shop/guard,"
                        + " spec.egress[0].toFQDNs[0].matchPattern = *.example.org)");
        assertThat(of(cnp("egress: [{toFQDNs: [{matchName: a.b}]}]")).outcome("shop/db", "internet", 443))
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void the_own_node_is_let_in_past_denials_that_are_not_about_it() {
        Verdicts denying = of(cnp("ingressDeny: [{fromEntities: [host], toPorts: [{ports: [{port: '22'}]}]}]"));
        assertThat(facts(denying.tcp("node:n1", "shop/db", 80)))
                .containsExactly(
                        "CiliumNetworkPolicy shop/guard spec = what a pod's own node sends it passes unless a rule"
                                + " denies it (default)");
        assertThat(of(cnp("ingressDeny: [{fromEntities: [host]}]")).outcome("node:n1", "shop/db", 80))
                .isEqualTo(Outcome.DENIED);
        assertThat(facts(of(cnp("ingress: [{}]")).tcp("node:n1", "shop/db", 80)))
                .containsExactly("Pod shop/db spec.nodeName = n1: traffic to a pod from its own node always passes"
                        + " (default)");
        assertThat(of(cnp("egress: [{}]")).outcome("shop/db", "node:n1", 80)).isEqualTo(Outcome.DENIED);
    }

    @Test
    void a_policy_for_nodes_leaves_open_whether_they_are_guarded() {
        Decision perhaps = of("kind: CiliumClusterwideNetworkPolicy\nmetadata: {name: h}\nspec: {nodeSelector: {},"
                        + " ingress: [{}]}")
                .tcp("shop/db", "node:n1", 80);
        assertThat(perhaps.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(perhaps.missing())
                .isEqualTo("whether the network plugin guards nodes: CiliumClusterwideNetworkPolicy h is for Node n1");
    }

    @Test
    void where_the_api_server_answers_is_missing_without_its_endpoints() {
        Verdicts verdicts = of(cnp("egress: [{toEntities: [kube-apiserver]}]"));
        assertThat(verdicts.outcome("shop/db", "node:n1", 6443)).isEqualTo(Outcome.UNKNOWN);
        assertThat(verdicts.outcome("shop/db", "203.0.113.7", 6443)).isEqualTo(Outcome.DENIED);
        assertThat(verdicts.network()
                        .reachesApiServer(verdicts.cluster().pods().get(1))
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void selectors_tell_pods_apart_by_labels_that_somebody_may_change() {
        PolicyLabels labels = of(
                        cnp("ingress: [{fromEndpoints: [{matchLabels: {app: cart}}, {matchLabels:"
                                + " {io.cilium.k8s.namespace.labels.team: red}}]}]"),
                        "kind: Namespace\nmetadata: {name: pay}")
                .network()
                .policyLabels();
        assertThat(labels.pods().stream().map(told -> told.policy() + " " + told.namespaces()))
                .containsExactly("CiliumNetworkPolicy shop/guard namespace shop");
        assertThat(labels.namespaces().keySet()).contains("pay", "shop");
        assertThat(Verdicts.text(
                        labels.namespaces().values().asList().get(0).facts().get(0)))
                .isEqualTo("CiliumNetworkPolicy shop/guard spec.ingress[0].fromEndpoints[1] ="
                        + " io.cilium.k8s.namespace.labels.team=red (stated)");
        assertThat(of(cnp("ingress: [{fromEndpoints: [{}]}]")
                                .replace("matchLabels: {app: db}", "matchLabels: {io.kubernetes.pod.namespace: shop}"))
                        .network()
                        .policyLabels()
                        .pods())
                .isEmpty();
    }

    private static List<String> diagnostics(CniProfile profile, String... policies) {
        return Verdicts.of(profile, policies).network().diagnostics().stream()
                .map(CiliumEvidenceTest::text)
                .toList();
    }

    private static String text(Diagnostic diagnostic) {
        return diagnostic.severity() + " " + diagnostic.code() + " " + diagnostic.message();
    }

    @Test
    void what_is_refused_or_not_understood_is_said() {
        assertThat(diagnostics(
                        CniProfile.CILIUM,
                        cnp("ingress: [{fromEntities: [everyone]}]"),
                        cnp("ingres: [{}], egress: [{toEndpoints: [{}], toPort: 80}]")
                                .replace("guard", "typo"),
                        cnp("egressDeny: [{toCIDRSet: [{cidrGroupRef: g}], somethingNew: 1}]")
                                .replace("guard", "new"),
                        cnp("egress: [{toCIDRSet: [{cidrGroupRef: g, except: [10.0.0.0/8]}]}]")
                                .replace("guard", "group")))
                .containsExactlyInAnyOrder(
                        "ERROR network-policy-refused CiliumNetworkPolicy shop/guard: spec.ingress[0].fromEntities[0]"
                                + " is no entity of Cilium; the API server refuses this policy, so it is not applied here"
                                + " either. Correct it and run again.",
                        "WARNING network-policy-not-understood CiliumNetworkPolicy shop/typo: spec.ingres is not a"
                                + " field of the API as it is known here, or not of its type, so it says nothing. Check"
                                + " its spelling.",
                        "WARNING network-policy-not-understood CiliumNetworkPolicy shop/typo: spec.egress[0].toPort is"
                                + " not a field of the API as it is known here, so the rule fails closed: it matches"
                                + " nothing. Check its spelling.",
                        "WARNING network-policy-not-understood CiliumNetworkPolicy shop/new:"
                                + " spec.egressDeny[0].somethingNew is not a field of the API as it is known here, so the"
                                + " rule fails closed: it denies everything. Check its spelling.",
                        "WARNING network-policy-group-missing CiliumNetworkPolicy shop/group:"
                                + " spec.egress[0].toCIDRSet[0].cidrGroupRef names the CiliumCIDRGroup g, which is not in"
                                + " the input, so it matches nothing. Add it.");
        assertThat(Verdicts.of(CniProfile.CILIUM, cnp("ingress: [{fromEntities: [x]}]"))
                        .network()
                        .diagnostics())
                .allSatisfy(fault -> assertThat(fault.source().line()).isPositive());
    }

    @Test
    void another_plugin_leaves_them_without_effect_which_is_said_once_for_each_kind() {
        String all =
                "kind: CiliumClusterwideNetworkPolicy\nmetadata: {name: all}\nspec: {endpointSelector: {}, ingress:"
                        + " [{}]}";
        Verdicts verdicts = Verdicts.of(
                CniProfile.CALICO,
                CART,
                DB,
                cnp("ingress: [{}]"),
                cnp("egress: [{}]").replace("guard", "b"),
                all);
        assertThat(verdicts.outcome("shop/cart", "shop/db", 80)).isEqualTo(Outcome.ALLOWED);
        String inert =
                " no effect here: Cilium enforces that kind, and packets are judged as calico does. If the cluster"
                        + " runs Cilium, say so by its profile, cilium; otherwise remove such policies.";
        assertThat(verdicts.network().diagnostics().stream().map(CiliumEvidenceTest::text))
                .containsExactlyInAnyOrder(
                        "WARNING network-policy-inert CiliumNetworkPolicy shop/b and 1 more of its kind have" + inert,
                        "WARNING network-policy-inert CiliumClusterwideNetworkPolicy all has" + inert);
        assertThat(verdicts.network().diagnostics())
                .allSatisfy(fault -> assertThat(fault.severity()).isEqualTo(Severity.WARNING));
    }
}
