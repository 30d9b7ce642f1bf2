package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static dev.postern.model.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import org.junit.jupiter.api.Test;

/** Calico's semantics, row by row: each test is one statement about its policies, asked of the engine and of its twin. */
class CalicoRowsTest {
    private static final String WEB = "10.0.0.1";
    private static final String DB = "10.0.0.2";
    private static final String OTHER = "10.0.1.1";
    private static final String OUTSIDE = "192.0.2.1";

    /** Two pods in {@code shop}, one in {@code lab}, all of them offering {@code http} at 8080. */
    private static final String PODS = String.join(
            "\n---\n",
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: red}}}",
            "{apiVersion: v1, kind: Namespace, metadata: {name: lab, labels: {team: blue}}}",
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: front, namespace: shop, labels: {zone: open}}}",
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: front, namespace: lab, labels: {zone: open}}}",
            pod("web", "shop", WEB, "app: web", "front"),
            pod("db", "shop", DB, "app: db", "back"),
            pod("web", "lab", OTHER, "app: web", "front"));

    private static String pod(String name, String namespace, String ip, String labels, String account) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: " + namespace + ", labels: {"
                + labels
                + "}}, spec: {serviceAccountName: " + account + ", containers: [{name: c, image: i, ports: [{name: http"
                + ", containerPort: 8080}]}]}, status: {podIPs: [{ip: " + ip + "}, {ip: 'fd00::"
                + ip.substring(5).replace('.', ':') + "'}]}}";
    }

    private static Outcome ask(String from, String to, int port, String... objects) {
        return ask(from, to, Protocol.TCP, port, objects);
    }

    private static Outcome ask(String from, String to, Protocol protocol, int port, String... objects) {
        String yaml = PODS + "\n---\n" + String.join("\n---\n", objects);
        Cluster cluster = CalicoManifests.read(yaml).cluster();
        Outcome outcome = Network.of(cluster, CniProfile.CALICO)
                .decide(from, to, protocol, port)
                .outcome();
        assertThat(new NaiveCalico(cluster).decide(from, to, protocol, port)).isEqualTo(outcome);
        return outcome;
    }

    /** A policy in {@code shop}. */
    private static String own(String name, String spec) {
        return "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: " + name
                + ", namespace: shop}, spec: " + spec + "}";
    }

    private static String global(String name, String spec) {
        return object("GlobalNetworkPolicy", name, spec);
    }

    private static String object(String kind, String name, String spec) {
        return "{apiVersion: projectcalico.org/v3, kind: " + kind + ", metadata: {name: " + name + "}, spec: " + spec
                + "}";
    }

    private static String set(String kind, String where, String net) {
        return "{apiVersion: projectcalico.org/v3, kind: " + kind + ", metadata: {name: s, labels: {app: set}" + where
                + "}, spec: {nets: [" + net + "]}}";
    }

    private static String from(String entity) {
        return "{ingress: [{action: Allow, source: " + entity + "}]}";
    }

    @Test
    void calico_1_types_absent() {
        String egress = own("a", "{selector: 'app == \"db\"', egress: [{action: Deny}]}");
        assertThat(ask(WEB, DB, 80, egress)).isEqualTo(ALLOWED);
        assertThat(ask(DB, WEB, 80, egress)).isEqualTo(DENIED);
        String none = own("a", "{selector: 'app == \"db\"'}");
        assertThat(ask(WEB, DB, 80, none)).isEqualTo(DENIED);
        assertThat(ask(DB, WEB, 80, none)).isEqualTo(ALLOWED);
        String dead = own("a", "{selector: 'app == \"db\"', types: [Egress], ingress: [{action: Deny}]}");
        assertThat(ask(WEB, DB, 80, dead)).isEqualTo(ALLOWED);
    }

    @Test
    void calico_2_tiers_by_order_then_name() {
        String deny = global("late.a", "{tier: late, order: 1, ingress: [{action: Deny}]}");
        String allow = global("early.a", "{tier: early, order: 2, ingress: [{action: Allow}]}");
        assertThat(ask(WEB, DB, 80, deny, allow, tier("late", "{order: 2.5}"), tier("early", "{order: 2}")))
                .isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, deny, allow, tier("late", "{order: 2}"), tier("early", "{}")))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, deny, allow, tier("late", "{order: 2}"), tier("early", "{order: 2}")))
                .isEqualTo(ALLOWED);
        String elsewhere = global("early.a", "{tier: early, selector: 'app == \"web\"'}");
        assertThat(ask(WEB, DB, 80, elsewhere, tier("early", "{order: 2}"))).isEqualTo(ALLOWED);
        assertThat(ask(DB, WEB, 80, elsewhere, tier("early", "{order: 2}"))).isEqualTo(DENIED);
    }

    private static String tier(String name, String spec) {
        return object("Tier", name, spec);
    }

    @Test
    void calico_2_a_tier_that_nobody_made_is_the_last() {
        String missing = global("gone.a", "{tier: gone, order: 1, ingress: [{action: Allow}]}");
        assertThat(ask(WEB, DB, 80, missing, global("b", "{ingress: [{action: Deny}]}")))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, missing, global("b", "{ingress: [{action: Pass}]}")))
                .isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, global("gone.a", "{tier: gone}"))).isEqualTo(DENIED);
    }

    @Test
    void calico_3_policies_by_order_then_name() {
        String allow = global("b", "{order: 5, ingress: [{action: Allow}]}");
        assertThat(ask(WEB, DB, 80, allow, global("a", "{ingress: [{action: Deny}]}")))
                .isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, allow, global("a", "{order: 5, ingress: [{action: Deny}]}")))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, allow, global("c", "{order: 4.9, ingress: [{action: Deny}]}")))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, global("a", "{ingress: [{action: Allow}, {action: Deny}]}")))
                .isEqualTo(ALLOWED);
    }

    @Test
    void calico_4_pass_leaves_the_tier_and_log_goes_on() {
        String tier = tier("t", "{order: 1}");
        String pass = global("t.a", "{tier: t, ingress: [{action: Log}, {action: Pass}, {action: Deny}]}");
        assertThat(ask(WEB, DB, 80, tier, pass)).isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, tier, pass, global("b", "{ingress: [{action: Deny}]}")))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, tier, global("t.a", "{tier: t, ingress: [{action: Log}]}")))
                .isEqualTo(DENIED);
    }

    @Test
    void calico_5_the_default_action_comes_after_every_policy_of_the_tier() {
        String first = global("a", "{order: 1, ingress: [{action: Deny, protocol: UDP}]}");
        String second = global("b", "{order: 2, ingress: [{action: Allow, protocol: TCP}]}");
        assertThat(ask(WEB, DB, 80, first, second)).isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, Protocol.SCTP, 80, first, second)).isEqualTo(DENIED);
        String pass = tier("t", "{order: 1, defaultAction: Pass}");
        assertThat(ask(WEB, DB, 80, pass, global("t.a", "{tier: t}"))).isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, pass, global("t.a", "{tier: t}"), first)).isEqualTo(DENIED);
    }

    @Test
    void calico_6_after_the_last_tier_everything_is_allowed() {
        assertThat(ask(WEB, DB, 80)).isEqualTo(ALLOWED);
        assertThat(ask(OUTSIDE, DB, 80, global("a", "{ingress: [{action: Pass}]}")))
                .isEqualTo(ALLOWED);
    }

    @Test
    void calico_7_a_network_policy_of_kubernetes_is_order_1000() {
        String isolates = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: k, namespace: shop}"
                + ", spec: {podSelector: {}, ingress: [{ports: [{port: 443}]}]}}";
        assertThat(ask(WEB, DB, 80, isolates)).isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, isolates, own("z", "{order: 1001, ingress: [{action: Allow}]}")))
                .isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 443, isolates, own("a", "{order: 999, ingress: [{action: Deny}]}")))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 443, isolates, own("a", "{order: 1001, ingress: [{action: Deny}]}")))
                .isEqualTo(ALLOWED);
    }

    @Test
    void calico_8_staged_kinds_have_no_effect() {
        assertThat(ask(WEB, DB, 80, object("StagedGlobalNetworkPolicy", "a", "{ingress: [{action: Deny}]}")))
                .isEqualTo(ALLOWED);
    }

    @Test
    void calico_9_negative_operators_match_a_missing_label() {
        for (String selector : new String[] {"x != ''y''", "x not in {''y''}", "!has(x)", "!(x == ''y'') && all()"}) {
            assertThat(ask(WEB, DB, 80, global("a", from("{selector: '" + selector + "'}"))))
                    .as(selector)
                    .isEqualTo(ALLOWED);
        }
        for (String selector : new String[] {"x contains ''''", "x starts with ''''", "x ends with ''''", "has(x)"}) {
            assertThat(ask(WEB, DB, 80, global("a", from("{selector: '" + selector + "'}"))))
                    .as(selector)
                    .isEqualTo(DENIED);
        }
    }

    @Test
    void calico_10_a_selector_in_a_namespaced_rule_stays_in_the_namespace() {
        assertThat(ask(WEB, DB, 80, own("a", from("{selector: all()}")))).isEqualTo(ALLOWED);
        assertThat(ask(OTHER, DB, 80, own("a", from("{selector: all()}")))).isEqualTo(DENIED);
        String policy = own("a", from("{selector: 'app == ''set'''}"));
        assertThat(ask(OUTSIDE, DB, 80, policy, set("NetworkSet", ", namespace: shop", OUTSIDE)))
                .isEqualTo(ALLOWED);
        assertThat(ask(OUTSIDE, DB, 80, policy, set("NetworkSet", ", namespace: lab", OUTSIDE)))
                .isEqualTo(DENIED);
        assertThat(ask(OUTSIDE, DB, 80, policy, set("GlobalNetworkSet", "", OUTSIDE)))
                .isEqualTo(DENIED);
    }

    @Test
    void calico_11_all_in_a_global_rule_is_not_anyone() {
        String policy = global("a", from("{selector: all()}"));
        assertThat(ask(OTHER, DB, 80, policy)).isEqualTo(ALLOWED);
        assertThat(ask(OUTSIDE, DB, 80, policy)).isEqualTo(DENIED);
        assertThat(ask(OUTSIDE, DB, 80, policy, set("GlobalNetworkSet", "", "192.0.2.0/31")))
                .isEqualTo(ALLOWED);
    }

    @Test
    void calico_12_namespace_selectors() {
        String everyone = set("GlobalNetworkSet", "", OUTSIDE);
        String all = own("a", from("{namespaceSelector: all()}"));
        assertThat(ask(OTHER, DB, 80, all, everyone)).isEqualTo(ALLOWED);
        assertThat(ask(OUTSIDE, DB, 80, all, everyone)).isEqualTo(DENIED);
        String globals = own("a", from("{namespaceSelector: global()}"));
        assertThat(ask(OTHER, DB, 80, globals, everyone)).isEqualTo(DENIED);
        assertThat(ask(OUTSIDE, DB, 80, globals, everyone)).isEqualTo(ALLOWED);
        String negative = own("a", from("{namespaceSelector: 'team != ''red'''}"));
        assertThat(ask(OUTSIDE, DB, 80, negative, everyone)).isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, negative, everyone)).isEqualTo(DENIED);
        assertThat(ask(OTHER, DB, 80, own("a", from("{namespaceSelector: 'projectcalico.org/name == ''lab'''}"))))
                .isEqualTo(ALLOWED);
    }

    @Test
    void calico_13_a_lone_not_selector() {
        assertThat(ask(OUTSIDE, DB, 80, global("a", from("{notSelector: has(app)}"))))
                .isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, global("a", from("{notSelector: has(app)}"))))
                .isEqualTo(DENIED);
        assertThat(ask(OUTSIDE, DB, 80, own("a", from("{notSelector: has(x)}"))))
                .isEqualTo(DENIED);
        assertThat(ask(OTHER, DB, 80, own("a", from("{notSelector: has(x)}")))).isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, own("a", from("{notSelector: has(x)}")))).isEqualTo(ALLOWED);
    }

    @Test
    void calico_14_one_thing_satisfies_selector_and_not_selector() {
        String both = global("a", from("{selector: has(app), notSelector: 'app == ''web'''}"));
        assertThat(ask(WEB, DB, 80, both)).isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, both, set("GlobalNetworkSet", "", WEB))).isEqualTo(ALLOWED);
    }

    @Test
    void calico_15_service_accounts_are_of_pods() {
        String named = own("a", from("{serviceAccounts: {names: [front, none]}}"));
        assertThat(ask(WEB, DB, 80, named)).isEqualTo(ALLOWED);
        assertThat(ask(OTHER, DB, 80, named)).isEqualTo(DENIED);
        assertThat(ask(OTHER, DB, 80, own("a", from("{serviceAccounts: {names: [front]}, namespaceSelector: all()}"))))
                .isEqualTo(ALLOWED);
        assertThat(ask(DB, WEB, 80, own("a", from("{serviceAccounts: {selector: 'zone == ''open'''}}"))))
                .isEqualTo(DENIED);
        assertThat(ask(OUTSIDE, DB, 80, own("a", from("{serviceAccounts: {}}"))))
                .isEqualTo(ALLOWED);
        String set = set("GlobalNetworkSet", "", OUTSIDE);
        assertThat(ask(OUTSIDE, DB, 80, global("a", from("{serviceAccounts: {selector: '!has(zone)'}}")), set))
                .isEqualTo(DENIED);
    }

    @Test
    void calico_16_nets_and_selectors_both_hold() {
        assertThat(ask(WEB, DB, 80, global("a", from("{nets: [10.0.0.0/24]}")))).isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, global("a", from("{nets: [10.0.0.0/24], selector: 'app == ''db'''}"))))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, global("a", from("{notNets: [10.0.0.0/24]}"))))
                .isEqualTo(DENIED);
        assertThat(ask(OTHER, DB, 80, global("a", from("{notNets: [10.0.0.0/24]}"))))
                .isEqualTo(ALLOWED);
        assertThat(ask("2001:db8::1", "fd00::0:2", 80, global("a", from("{notNets: [10.0.0.0/24]}"))))
                .isEqualTo(DENIED);
        assertThat(ask("2001:db8::1", "fd00::0:2", 80, global("a", "{ingress: [{action: Allow, ipVersion: 4}]}")))
                .isEqualTo(DENIED);
    }

    @Test
    void calico_17_ports() {
        String range = global("a", "{ingress: [{action: Allow, protocol: TCP, destination: {ports: ['80:90', 443]}}]}");
        assertThat(ask(WEB, DB, 90, range)).isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 91, range)).isEqualTo(DENIED);
        assertThat(ask(WEB, DB, Protocol.UDP, 90, range)).isEqualTo(DENIED);
        String named = global("a", "{egress: [{action: Allow, protocol: 6, destination: {ports: [http]}}]}");
        assertThat(ask(WEB, DB, 8080, named)).isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, named)).isEqualTo(DENIED);
        assertThat(ask(WEB, OUTSIDE, 8080, named)).isEqualTo(DENIED);
        String not = global("a", "{egress: [{action: Allow, protocol: TCP, destination: {notPorts: [http]}}]}");
        assertThat(ask(WEB, DB, 8080, not)).isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, not)).isEqualTo(ALLOWED);
    }

    @Test
    void calico_17_a_name_is_asked_of_the_pods_that_the_rule_selects() {
        String rule = global(
                "a",
                "{types: [Egress], egress: [{action: Allow, protocol: TCP"
                        + ", destination: {selector: 'app == ''set''', ports: [http, 80]}}]}");
        String holdsThePod = set("GlobalNetworkSet", "", DB);
        assertThat(ask(WEB, DB, 80, rule, holdsThePod)).isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 8080, rule, holdsThePod)).isEqualTo(DENIED);
    }

    @Test
    void calico_18_source_and_destination_in_either_direction() {
        String rule =
                "{ingress: [{action: Allow, source: {selector: 'app == ''web'''}, destination: {nets: [10.0.0.2/32]}}]}";
        assertThat(ask(OTHER, DB, 80, global("a", rule))).isEqualTo(ALLOWED);
        assertThat(ask(OTHER, WEB, 80, global("a", rule))).isEqualTo(DENIED);
        assertThat(ask(OUTSIDE, DB, 80, global("a", rule))).isEqualTo(DENIED);
    }

    @Test
    void what_is_not_read_fails_closed() {
        assertThat(ask(WEB, DB, 80, global("a", "{ingress: [{action: Allow, form: {}}]}")))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, global("a", "{ingress: [{action: Deny, source: {label: a}}, {action: Allow}]}")))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, global("a", "{ingress: [{action: Pass, source: {label: a}}]}")))
                .isEqualTo(DENIED);
        assertThat(ask(WEB, DB, 80, global("a", "{ingress: [{action: Log, source: {label: a}}, {action: Allow}]}")))
                .isEqualTo(ALLOWED);
    }

    @Test
    void rules_for_the_interfaces_of_nodes_are_about_no_pod() {
        assertThat(ask(WEB, DB, 80, global("a", "{preDNAT: true, applyOnForward: true, ingress: [{action: Deny}]}")))
                .isEqualTo(ALLOWED);
        assertThat(ask(WEB, DB, 80, global("a", "{applyOnForward: true, ingress: [{action: Deny}]}")))
                .isEqualTo(DENIED);
    }

    @Test
    void what_the_cluster_does_not_say_is_unknown() {
        String port = global("a", "{ingress: [{action: Allow, protocol: TCP, source: {ports: [53]}}]}");
        assertThat(ask(WEB, DB, 80, port)).isEqualTo(UNKNOWN);
        assertThat(ask(WEB, DB, Protocol.UDP, 80, port)).isEqualTo(DENIED);
        String service = own("a", "{egress: [{action: Allow, destination: {services: {name: api}}}]}");
        assertThat(ask(WEB, OUTSIDE, 80, service)).isEqualTo(UNKNOWN);
        String slice =
                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4, metadata: {name: api-1"
                        + ", namespace: shop, labels: {kubernetes.io/service-name: api}}, endpoints: [{addresses: ["
                        + OUTSIDE
                        + "]}], ports: [{port: 80, protocol: TCP}]}";
        assertThat(ask(WEB, OUTSIDE, 80, service, slice)).isEqualTo(ALLOWED);
        assertThat(ask(WEB, OUTSIDE, 81, service, slice)).isEqualTo(DENIED);
        assertThat(ask(WEB, OTHER, 80, service, slice)).isEqualTo(DENIED);
    }
}
