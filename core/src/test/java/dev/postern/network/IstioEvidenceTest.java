package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What verdicts of proxies say for themselves, and what is said of policies that do nothing. */
class IstioEvidenceTest {
    private static final String CART = pod("cart", "10.0.0.1", "", "c, istio-proxy");
    private static final String DB = pod("db", "10.0.0.2", "", "c, istio-proxy");
    private static final String OLD = pod("old", "10.0.0.9", "", "c");
    private static final String SERVICE =
            "kind: Service\nmetadata: {name: db, namespace: shop}\nspec: {selector: {app: db}, "
                    + "ports: [{name: http, port: 80, targetPort: 8080}, {name: tcp, port: 5432}]}";

    private static String pod(String name, String ip, String meta, String containers) {
        return "kind: Pod\nmetadata: {name: " + name + ", namespace: shop, labels: {app: " + name + "}" + meta
                + "}\nspec: {serviceAccountName: " + name + ", containers: [{name: "
                + containers.replace(", ", ", image: i}, {name: ") + ", image: i}]}\n"
                + "status: {phase: Running, podIP: " + ip + ", podIPs: [{ip: " + ip + "}]}";
    }

    private static String policy(String action, String spec) {
        return "kind: AuthorizationPolicy\nmetadata: {name: db, namespace: shop}\nspec: {selector: {matchLabels: {app: db}}, "
                + "action: " + action + ", " + spec + "}";
    }

    private static Network network(String... manifests) {
        List<String> all = new ArrayList<>(List.of(CART, DB, OLD, SERVICE));
        all.addAll(List.of(manifests));
        return Network.of(IstioManifests.read(all));
    }

    private static Decision decide(Network network, String source, int port) {
        return network.decide(source, "10.0.0.2", Protocol.TCP, port);
    }

    private static List<String> facts(Decision decision) {
        assertThat(decision.supports()).hasSize(1);
        return Verdicts.facts(decision);
    }

    private static final String RULES =
            "rules: [{from: [{source: {namespaces: [pay]}}, {source: {principals: [cluster.local/ns/shop/sa/cart], "
                    + "ipBlocks: [10.0.0.0/24]}}], to: [{operation: {methods: [GET], ports: ['8080']}}]}]";

    private static final String MUTUAL = "kind: PeerAuthentication\nmetadata: {name: m, namespace: shop}\nspec: ";

    @Test
    void what_is_let_in_names_the_rule_its_source_and_what_a_request_must_be_like() {
        Decision decision = decide(network(policy("ALLOW", RULES)), "10.0.0.1", 8080);
        assertThat(decision.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(facts(decision))
                .containsExactly(
                        "Pod shop/cart = no NetworkPolicy isolates it for egress (default)",
                        "AuthorizationPolicy shop/db spec.rules[0] = ALLOW (stated)",
                        "AuthorizationPolicy shop/db spec.rules[0].to[0].operation.ports = 8080 (stated)",
                        "AuthorizationPolicy shop/db spec.rules[0].to[0].operation.methods = GET, and a request can be so"
                                + " (stated)",
                        "AuthorizationPolicy shop/db spec.rules[0].from[1].source.principals ="
                                + " cluster.local/ns/shop/sa/cart (stated)",
                        "AuthorizationPolicy shop/db spec.rules[0].from[1].source.ipBlocks = 10.0.0.0/24 (stated)",
                        "Pod shop/db = no NetworkPolicy isolates it for ingress (default)");
    }

    @Test
    void what_no_rule_lets_in_names_the_policy_and_its_selector() {
        Decision decision = decide(network(policy("ALLOW", RULES)), "10.0.0.9", 8080);
        assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(facts(decision))
                .containsExactly(
                        "AuthorizationPolicy shop/db spec.selector.matchLabels = app=db (stated)",
                        "AuthorizationPolicy shop/db spec.action = ALLOW: what no rule matches is refused (stated)");
    }

    @Test
    void what_a_rule_refuses_names_it_and_the_selector() {
        String rules = RULES.replace("methods: [GET], ", "");
        assertThat(facts(decide(network(policy("DENY", rules)), "10.0.0.1", 8080)))
                .containsExactly(
                        "AuthorizationPolicy shop/db spec.rules[0] = DENY (stated)",
                        "AuthorizationPolicy shop/db spec.rules[0].to[0].operation.ports = 8080 (stated)",
                        "AuthorizationPolicy shop/db spec.selector.matchLabels = app=db (stated)",
                        "AuthorizationPolicy shop/db spec.rules[0].from[1].source.principals ="
                                + " cluster.local/ns/shop/sa/cart (stated)",
                        "AuthorizationPolicy shop/db spec.rules[0].from[1].source.ipBlocks = 10.0.0.0/24 (stated)");
    }

    @Test
    void plain_text_is_refused_by_the_field_that_wants_mutual_tls() {
        String port = MUTUAL + "{selector: {matchLabels: {app: db}}, portLevelMtls: {'8080': {mode: STRICT}}}";
        assertThat(facts(decide(network(port), "10.0.0.9", 8080)))
                .containsExactly(
                        "PeerAuthentication shop/m spec.selector.matchLabels = app=db (stated)",
                        "PeerAuthentication shop/m spec.portLevelMtls.8080.mode = STRICT: who is not in the mesh has no"
                                + " mutual TLS (stated)");
        String mesh = MUTUAL.replace("namespace: shop", "namespace: istio-system") + "{mtls: {mode: STRICT}}";
        assertThat(facts(decide(network(mesh), "10.0.0.9", 8080)))
                .containsExactly(
                        "PeerAuthentication istio-system/m spec.selector = every pod of the mesh (default)",
                        "PeerAuthentication istio-system/m spec.mtls.mode = STRICT: who is not in the mesh has no mutual"
                                + " TLS (stated)");
        assertThat(decide(network(mesh), "10.0.0.1", 8080).isAllowed()).isTrue();
    }

    @Test
    void past_the_proxy_nothing_is_judged() {
        Network mesh = network(policy("ALLOW", "rules: []"));
        assertThat(facts(decide(mesh, "10.0.0.1", 15020)))
                .contains("AuthorizationPolicy shop/db spec = not asked: the proxy judges TCP alone, and not at TCP"
                        + " 15020-15021, TCP 15090 (default)");
        assertThat(mesh.decide("10.0.0.1", "10.0.0.2", Protocol.UDP, 8080).isAllowed())
                .isTrue();
        assertThat(decide(mesh, "10.0.0.1", 8080).isAllowed()).isFalse();
        String excluded =
                DB.replace("labels:", "annotations: {traffic.sidecar.istio.io/excludeInboundPorts: '8080'}, labels:");
        List<String> all = List.of(CART, excluded, policy("ALLOW", "rules: []"));
        Network open = Network.of(IstioManifests.read(all));
        assertThat(decide(open, "10.0.0.1", 8080).isAllowed()).isTrue();
        assertThat(decide(open, "10.0.0.1", 5432).isAllowed()).isFalse();
    }

    @Test
    void the_policies_of_the_network_are_asked_as_well() {
        String closed = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: np, namespace: shop}\n"
                + "spec: {podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 8080}]}]}";
        Network both = network(closed, policy("ALLOW", RULES.replace("'8080'", "'8080', '5432'")));
        assertThat(decide(both, "10.0.0.1", 8080).isAllowed()).isTrue();
        assertThat(decide(both, "10.0.0.9", 8080).isAllowed()).isFalse();
        assertThat(decide(both, "10.0.0.1", 5432).isAllowed()).isFalse();
    }

    @Test
    void a_request_that_a_rule_asks_for_can_come_and_one_that_it_refuses_need_not() {
        String get = "rules: [{to: [{operation: {methods: [GET]}}]}]";
        assertThat(decide(network(policy("ALLOW", get)), "10.0.0.9", 8080).isAllowed())
                .isTrue();
        assertThat(decide(network(policy("DENY", get)), "10.0.0.9", 8080).isAllowed())
                .isTrue();
        assertThat(decide(network(policy("ALLOW", get)), "10.0.0.9", 5432).isAllowed())
                .isFalse();
        assertThat(decide(network(policy("DENY", get)), "10.0.0.9", 5432).isAllowed())
                .isFalse();
        String any = get.replace("[GET]", "['*']");
        assertThat(decide(network(policy("DENY", any)), "10.0.0.9", 8080).isAllowed())
                .isFalse();
        HttpRequest post = HttpRequest.of("POST", "/", "a", Map.of());
        assertThat(decide(network(policy("ALLOW", get)).carrying(post), "10.0.0.9", 8080)
                        .isAllowed())
                .isFalse();
    }

    @Test
    void a_connection_on_which_some_requests_are_refused_names_the_rule_that_does() {
        String delete = "rules: [{to: [{operation: {methods: [DELETE]}}]}]";
        Decision refused = decide(network(policy("DENY", delete)), "10.0.0.1", 8080);
        assertThat(refused.isAllowed()).isTrue();
        assertThat(facts(refused))
                .containsExactly(
                        "Pod shop/cart = no NetworkPolicy isolates it for egress (default)",
                        "AuthorizationPolicy shop/db spec.rules[0] = DENY of some requests (stated)",
                        "AuthorizationPolicy shop/db spec.rules[0].to[0].operation.methods = DELETE, and a request need not be"
                                + " so (stated)",
                        "AuthorizationPolicy shop/db spec.selector.matchLabels = app=db (stated)",
                        "AuthorizationPolicy shop/db spec.rules[0].from = any peer (default)",
                        "Pod shop/db = no NetworkPolicy isolates it for ingress (default)");
        // Whoever is told apart by more than requests has nothing to do with it, and neither has what is denied anyway.
        String others = delete.replace("rules: [{", "rules: [{from: [{source: {namespaces: [pay]}}], ");
        assertThat(facts(decide(network(policy("DENY", others)), "10.0.0.1", 8080)))
                .noneMatch(fact -> fact.contains("AuthorizationPolicy"));
        String both = delete.replace("}]}]", "}]}, {from: [{source: {ipBlocks: [10.0.0.1]}}]}]");
        assertThat(facts(decide(network(policy("DENY", both)), "10.0.0.1", 8080)))
                .contains("AuthorizationPolicy shop/db spec.rules[1] = DENY (stated)")
                .noneMatch(fact -> fact.contains("some requests"));
    }

    @Test
    void of_somebody_outside_who_is_asked_is_said_what_is_taken_for_granted() {
        String rules = "provider: {name: opa}, rules: [{to: [{operation: {ports: ['8080']}}]}]";
        Network mesh = network(policy("CUSTOM", rules));
        assertThat(facts(decide(mesh, "10.0.0.1", 8080)))
                .contains("AuthorizationPolicy shop/db spec.rules[0] = that opa, which is asked, lets it in (assumed)");
        assertThat(facts(decide(mesh, "10.0.0.1", 5432))).noneMatch(fact -> fact.contains("AuthorizationPolicy"));
    }

    @Test
    void from_somewhere_a_rule_about_requests_is_named_where_it_leaves_no_address_alone() {
        String delete = "rules: [{from: [{source: {ipBlocks: [BLOCKS]}}], to: [{operation: {methods: [DELETE]}}]}]";
        Network one = network(policy("DENY", delete.replace("BLOCKS", "192.0.2.0/25")));
        Network all = network(policy("DENY", delete.replace("BLOCKS", "192.0.2.0/25, 192.0.2.128/25")));
        Flow flow = Flow.from(Endpoint.cidr("192.0.2.0/24"))
                .to(Endpoint.address("10.0.0.2"))
                .tcp(8080);
        assertThat(facts(one.decide(flow))).noneMatch(fact -> fact.contains("AuthorizationPolicy"));
        assertThat(facts(all.decide(flow)))
                .contains("AuthorizationPolicy shop/db spec.rules[0] = DENY of some requests (stated)");
    }

    @Test
    void a_gateway_takes_what_its_gateways_say_but_policies_for_it_bind_it() {
        String gateway = pod("db", "10.0.0.2", "", "istio-proxy");
        String strict = MUTUAL + "{mtls: {mode: STRICT}}";
        Network mesh = Network.of(IstioManifests.read(List.of(OLD, gateway, strict)));
        assertThat(decide(mesh, "10.0.0.9", 8080).isAllowed()).isTrue();
        String closed = policy("ALLOW", "rules: []");
        assertThat(decide(Network.of(IstioManifests.read(List.of(OLD, gateway, closed))), "10.0.0.9", 8080)
                        .isAllowed())
                .isFalse();
    }

    @Test
    void a_manifest_counts_as_in_the_mesh_where_a_proxy_will_be_added_and_the_verdict_says_so() {
        String enabled = "kind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}";
        String bare = pod("db", "10.0.0.2", "", "c");
        String closed = policy("ALLOW", "rules: []");
        assertThat(facts(decide(Network.of(IstioManifests.read(List.of(OLD, bare, closed, enabled))), "10.0.0.9", 80)))
                .contains("AuthorizationPolicy shop/db = that Istio adds its proxy to these pods, as is wanted of them,"
                        + " though they show none (assumed)");
        String live = enabled.replace("labels:", "uid: 1-2-3, labels:");
        String off = bare.replace("labels:", "annotations: {sidecar.istio.io/inject: 'false'}, labels:");
        for (List<String> without : List.of(
                List.of(OLD, bare, closed, live), List.of(OLD, off, closed, enabled), List.of(OLD, bare, closed))) {
            assertThat(decide(Network.of(IstioManifests.read(without)), "10.0.0.9", 80)
                            .isAllowed())
                    .isTrue();
        }
    }

    private static List<String> diagnostics(String... manifests) {
        ImmutableList<Diagnostic> diagnostics = network(manifests).diagnostics();
        return diagnostics.stream()
                .map(diagnostic -> diagnostic.severity() + " " + diagnostic.code() + ": " + diagnostic.message())
                .toList();
    }

    @Test
    void what_has_no_effect_is_said() {
        String dry = policy("DENY", "rules: [{}]")
                .replace("{name: db,", "{name: db, annotations: {istio.io/dry-run: 'true'},");
        assertThat(diagnostics(dry))
                .containsExactly(
                        "INFO network-policy-inert: AuthorizationPolicy shop/db has no effect: it is a dry run."
                                + " Remove the annotation istio.io/dry-run to put it in force.");
        assertThat(diagnostics(policy("AUDIT", "rules: [{}]")))
                .containsExactly(
                        "INFO network-policy-inert: AuthorizationPolicy shop/db has no effect: AUDIT only marks"
                                + " requests for a log. Use DENY to refuse them.");
        assertThat(diagnostics(policy("CUSTOM", "provider: {name: opa}, rules: [{}]")))
                .containsExactly(
                        "INFO network-policy-external: AuthorizationPolicy shop/db asks opa about connections, and"
                                + " what that refuses is not known here: they count as let in, and a step through them as"
                                + " likely and no more.");
        String attached = policy("DENY", "rules: [{}]")
                .replace("selector: {matchLabels: {app: db}}", "targetRefs: [{kind: Service, name: db}]");
        assertThat(diagnostics(attached))
                .containsExactly(
                        "INFO network-policy-inert: AuthorizationPolicy shop/db has no effect: it is attached by"
                                + " targetRefs, which the proxies beside pods ignore; gateways and waypoints are not judged here."
                                + " Use a selector for pods.");
        String selecting = MUTUAL.replace("namespace: shop", "namespace: istio-system")
                + "{selector: {matchLabels: {app: db}}, mtls: {mode: STRICT}}";
        assertThat(diagnostics(selecting))
                .containsExactly(
                        "INFO network-policy-inert: PeerAuthentication istio-system/m has no effect: a selector in"
                                + " istio-system, the root namespace of the mesh, is for no pod. Put it into the namespace of the"
                                + " pods.");
        assertThat(diagnostics(MUTUAL + "{}", MUTUAL.replace("name: m", "name: n") + "{}"))
                .containsExactly(
                        "INFO network-policy-inert: PeerAuthentication shop/n has no effect: an older one is for"
                                + " the whole of shop, and that counts. Remove one of them.");
    }

    @Test
    void what_is_refused_or_not_understood_is_said() {
        assertThat(diagnostics(policy("DENY", "rules: [], targetRefs: [{kind: Service, name: db}]")))
                .containsExactly(
                        "ERROR network-policy-refused: AuthorizationPolicy shop/db: spec has both a selector and"
                                + " targetRefs; the API server refuses this policy, so it is not applied here either. Correct it"
                                + " and run again.");
        assertThat(diagnostics(MUTUAL + "{mtls: {mode: strict}}")).hasSize(1);
        assertThat(diagnostics(policy("ALLOW", "rules: [{from: [{source: {new: [a]}}]}]")))
                .containsExactly(
                        "WARNING network-policy-not-understood: AuthorizationPolicy shop/db: spec.rules[0] has new,"
                                + " which is not a field of the API as it is known here, so it fails closed: the rule lets nothing"
                                + " in. Check its spelling.");
        assertThat(diagnostics(MUTUAL + "{new: a}"))
                .containsExactly(
                        "WARNING network-policy-not-understood: PeerAuthentication shop/m: spec.new is not a field"
                                + " of the API as it is known here, and the policy is taken as if it were not there. Check its"
                                + " spelling.");
    }
}
