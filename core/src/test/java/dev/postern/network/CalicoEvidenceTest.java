package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import dev.postern.model.Support;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verdicts name Calico's policies, their rules and their fields as their authors wrote them. */
class CalicoEvidenceTest {
    private static final String PODS = String.join(
            "\n---\n", pod("web", "shop", "10.0.0.1"), pod("db", "shop", "10.0.0.2"), pod("x", "lab", "10.0.1.1"));

    private static String pod(String name, String namespace, String ip) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: " + namespace + ", labels: {app: "
                + name + "}}, spec: {containers: [{name: c, image: i, ports: [{name: http, containerPort: 8080}]}]}"
                + ", status: {podIPs: [{ip: " + ip + "}]}}";
    }

    private static FlowExplanation explain(String from, String to, int port, String... objects) {
        Cluster cluster = CalicoManifests.read(PODS + "\n---\n" + String.join("\n---\n", objects))
                .cluster();
        return Network.of(cluster, CniProfile.CALICO)
                .explain(Flow.from(Endpoint.address(from))
                        .to(Endpoint.address(to))
                        .tcp(port));
    }

    private static List<String> facts(Decision decision) {
        Support only = decision.supports().get(0);
        return only.facts().stream().map(Verdicts::text).toList();
    }

    private static String object(String kind, String name, String spec) {
        return "{apiVersion: projectcalico.org/v3, kind: " + kind + ", metadata: {" + name + "}, spec: " + spec + "}";
    }

    @Test
    void a_rule_that_allows_is_named_by_its_fields() {
        FlowExplanation explanation = explain(
                "10.0.0.1",
                "10.0.0.2",
                8080,
                object(
                        "GlobalNetworkPolicy",
                        "name: a",
                        "{selector: 'app == \"db\"', ingress: [{action: Log}, {action: Allow, protocol: TCP"
                                + ", source: {selector: \"app in {'web'}\", namespaceSelector: all()}"
                                + ", destination: {ports: ['80:90', http]}}]}"));
        assertThat(explanation.decision().outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(facts(explanation.ingress()))
                .containsExactly(
                        "GlobalNetworkPolicy a spec.ingress[1].action = Allow (stated)",
                        "GlobalNetworkPolicy a spec.ingress[1].source.selector = app in {'web'} (stated)",
                        "GlobalNetworkPolicy a spec.ingress[1].source.namespaceSelector = all() (stated)",
                        "GlobalNetworkPolicy a spec.ingress[1].destination.ports[1] = TCP http (stated)");
        assertThat(facts(explanation.egress()))
                .containsExactly("Pod shop/web = no NetworkPolicy isolates it for egress (default)");
    }

    @Test
    void what_no_rule_matches_is_denied_by_the_policies_and_the_end_of_their_tier() {
        String tier = object("Tier", "name: t", "{order: 1, defaultAction: Deny}");
        String policy = object(
                "NetworkPolicy",
                "name: t.a, namespace: shop",
                "{tier: t, types: [Ingress], serviceAccountSelector: all(), ingress: [{action: Allow, protocol: UDP}]}");
        assertThat(facts(explain("10.0.1.1", "10.0.0.2", 80, tier, policy).ingress()))
                .containsExactly(
                        "NetworkPolicy.projectcalico.org shop/t.a spec.selector = all() (default)",
                        "NetworkPolicy.projectcalico.org shop/t.a spec.serviceAccountSelector = all() (stated)",
                        "NetworkPolicy.projectcalico.org shop/t.a spec.types = Ingress (stated)",
                        "Tier t spec.defaultAction = Deny (stated)");
        String built =
                object("GlobalNetworkPolicy", "name: a", "{namespaceSelector: 'projectcalico.org/name == \"shop\"'}");
        assertThat(facts(explain("10.0.1.1", "10.0.0.2", 80, built).ingress()))
                .containsExactly(
                        "GlobalNetworkPolicy a spec.selector = all() (default)",
                        "GlobalNetworkPolicy a spec.namespaceSelector = projectcalico.org/name == 'shop' (stated)",
                        "GlobalNetworkPolicy a spec.types = Ingress (default)",
                        "Tier default spec.defaultAction = Deny (default)");
    }

    @Test
    void a_denial_behind_a_pass_names_both_rules_and_both_ends() {
        FlowExplanation explanation = explain(
                "10.0.1.1",
                "10.0.0.2",
                80,
                object("Tier", "name: t", "{order: 1}"),
                object(
                        "GlobalNetworkPolicy",
                        "name: t.a",
                        "{tier: t, ingress: [{action: Pass, source: {nets: [10.0.1.0/24]}}]}"),
                object(
                        "GlobalNetworkPolicy",
                        "name: b",
                        "{ingress: [{action: Deny, source: {notSelector: 'app == \"web\"'}"
                                + ", destination: {nets: [10.0.0.0/24]}}]}"));
        assertThat(explanation.decision().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(facts(explanation.ingress()))
                .containsExactly(
                        "GlobalNetworkPolicy t.a spec.ingress[0].action = Pass (stated)",
                        "GlobalNetworkPolicy t.a spec.ingress[0].source.nets = 10.0.1.0/24 (stated)",
                        "GlobalNetworkPolicy t.a spec.ingress[0].destination.ports = any port (default)",
                        "GlobalNetworkPolicy b spec.ingress[0].action = Deny (stated)",
                        "GlobalNetworkPolicy b spec.selector = all() (default)",
                        "GlobalNetworkPolicy b spec.types = Ingress (default)",
                        "GlobalNetworkPolicy b spec.ingress[0].source.notSelector = app == 'web' (stated)",
                        "GlobalNetworkPolicy b spec.ingress[0].destination.nets = 10.0.0.0/24 (stated)",
                        "GlobalNetworkPolicy b spec.ingress[0].destination.ports = any port (default)");
        assertThat(explanation.changes()).isEmpty();
    }

    @Test
    void a_rule_about_requests_opens_the_connection_and_says_so() {
        FlowExplanation explanation = explain(
                "10.0.1.1",
                "10.0.0.2",
                80,
                object(
                        "GlobalNetworkPolicy",
                        "name: a",
                        "{ingress: [{action: Allow, protocol: TCP, http: {methods: [GET]}, destination: {notPorts: [443]}}]}"));
        assertThat(explanation.decision().outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(facts(explanation.ingress()))
                .containsExactly(
                        "GlobalNetworkPolicy a spec.ingress[0].action = Allow (stated)",
                        "GlobalNetworkPolicy a spec.ingress[0].http = narrows this to some requests (stated)",
                        "GlobalNetworkPolicy a spec.ingress[0].destination.notPorts = 443 (stated)");
    }

    @Test
    void what_no_input_tells_is_named_as_missing() {
        Decision port = explain(
                        "10.0.1.1",
                        "10.0.0.2",
                        80,
                        object(
                                "GlobalNetworkPolicy",
                                "name: a",
                                "{ingress: [{action: Allow, protocol: TCP, source: {ports: [53]}}]}"))
                .decision();
        assertThat(port.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(port.missing())
                .isEqualTo("from which port the packet is sent (GlobalNetworkPolicy a,"
                        + " spec.ingress[0].source.ports = 53)");
        Decision service = explain(
                        "10.0.0.1",
                        "192.0.2.1",
                        80,
                        object(
                                "NetworkPolicy",
                                "name: a, namespace: shop",
                                "{egress: [{action: Allow, destination: {services: {name: api}}}]}"))
                .decision();
        assertThat(service.missing())
                .isEqualTo("which endpoints the Service shop/api has (NetworkPolicy.projectcalico.org shop/a,"
                        + " spec.egress[0].destination.services = api)");
    }

    @Test
    void whether_a_pod_without_an_address_is_in_a_network_is_not_known() {
        String template =
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: shop}, spec: {template:"
                        + " {metadata: {labels: {app: d}}, spec: {containers: [{name: c, image: i}]}}}}";
        Decision some = toTemplate(template, "10.0.0.0/24");
        assertThat(some.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(some.missing())
                .isEqualTo("the address of the pod (GlobalNetworkPolicy a,"
                        + " spec.ingress[0].destination.nets = 10.0.0.0/24)");
        assertThat(toTemplate(template, "0.0.0.0/0").outcome()).isEqualTo(Outcome.ALLOWED);
    }

    private static Decision toTemplate(String template, String net) {
        String policy = object(
                "GlobalNetworkPolicy", "name: a", "{ingress: [{action: Allow, destination: {nets: [" + net + "]}}]}");
        Cluster cluster = CalicoManifests.read(String.join("\n---\n", PODS, template, policy))
                .cluster();
        Network network = Network.of(cluster, CniProfile.CALICO);
        Flow flow = Flow.from(Endpoint.address("10.0.0.1"))
                .to(Endpoint.workload("shop", "d"))
                .tcp(80);
        return network.decide(flow);
    }

    @Test
    void a_network_policy_that_isolates_in_the_default_tier_is_what_a_change_is_for() {
        FlowExplanation explanation = explain(
                "10.0.1.1",
                "10.0.0.2",
                80,
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np, namespace: shop}"
                        + ", spec: {podSelector: {}, ingress: []}}",
                object("GlobalNetworkPolicy", "name: a", "{order: 2000, ingress: [{action: Allow, protocol: UDP}]}"));
        assertThat(facts(explanation.ingress()))
                .contains(
                        "NetworkPolicy shop/np spec.podSelector = {} (stated)",
                        "Tier default spec.defaultAction = Deny (default)");
        assertThat(explanation.changes())
                .singleElement()
                .satisfies(change -> assertThat(change.policy().kind()).isEqualTo("NetworkPolicy"));
    }
}
