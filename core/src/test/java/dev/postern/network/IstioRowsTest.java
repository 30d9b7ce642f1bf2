package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ascii;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the table of Istio's semantics, each by its number, as the network and the twin have them. */
class IstioRowsTest {
    private static final String CART = pod("shop", "cart", "10.0.0.1", "web");
    private static final String DB = pod("shop", "db", "10.0.0.2", "data");
    private static final String API = pod("pay", "api", "10.0.1.1", "web");
    /** Outside of the mesh. */
    private static final String OLD = pod("shop", "old", "10.0.0.9", "web").replace("istio-proxy", "other");

    private static final String SERVICE =
            "kind: Service\nmetadata: {name: db, namespace: shop}\nspec: {selector: {app: db}, ports: ["
                    + "{name: http-web, port: 80, targetPort: 8080}, {name: tcp-db, port: 5432}, {name: any, port: 7000},"
                    + " {name: tcp-x, appProtocol: kubernetes.io/h2c, port: 8081}]}";

    private static final HttpRequest GET = HttpRequest.of("GET", "/a/b", "Shop.Example", Map.of("x-a", "1"));

    private record Mesh(Network network, NaiveIstio twin) {}

    private static String pod(String namespace, String name, String ip, String account) {
        return "kind: Pod\nmetadata: {name: " + name + ", namespace: " + namespace + ", labels: {app: " + name
                + "}}\nspec: {serviceAccountName: " + account
                + ", containers: [{name: c, image: i}, {name: istio-proxy, image: i}]}\n"
                + "status: {phase: Running, podIP: " + ip + ", podIPs: [{ip: " + ip + "}]}";
    }

    private static Mesh of(String... manifests) {
        List<String> all = new ArrayList<>(List.of(CART, DB, API, OLD, SERVICE));
        all.addAll(List.of(manifests));
        Cluster cluster = IstioManifests.read(all);
        return new Mesh(Network.of(cluster), new NaiveIstio(cluster));
    }

    private static String policy(String namespace, String name, String spec) {
        return "kind: AuthorizationPolicy\nmetadata: {name: " + name + ", namespace: " + namespace + "}\nspec: " + spec;
    }

    /** A policy for the database. */
    private static String db(String action, String rules) {
        return policy(
                "shop",
                "db-" + Ascii.toLowerCase(action),
                "{selector: {matchLabels: {app: db}}, action: " + action + ", rules: " + rules + "}");
    }

    private static String from(String source) {
        return "[{from: [{source: {" + source + "}}]}]";
    }

    private static String to(String operation) {
        return "[{to: [{operation: {" + operation + "}}]}]";
    }

    private static String when(String key, String values) {
        return "[{when: [{key: '" + key + "', " + values + "}]}]";
    }

    private static String mutual(String namespace, String name, String spec) {
        return "kind: PeerAuthentication\nmetadata: {name: " + name + ", namespace: " + namespace + "}\nspec: " + spec;
    }

    private static boolean connects(Mesh mesh, String source, String destination, int port) {
        return connects(mesh, source, destination, Protocol.TCP, port);
    }

    private static boolean connects(Mesh mesh, String source, String destination, Protocol protocol, int port) {
        boolean passes =
                mesh.network().decide(source, destination, protocol, port).isAllowed();
        assertThat(passes).isEqualTo(mesh.twin().allows(source, destination, protocol, port, Optional.empty()));
        return passes;
    }

    private static boolean asks(Mesh mesh, String source, int port, HttpRequest request) {
        boolean passes = mesh.network()
                .carrying(request)
                .decide(source, "10.0.0.2", Protocol.TCP, port)
                .isAllowed();
        NaiveIstio.Request same =
                new NaiveIstio.Request(request.method(), request.path(), request.host(), request.headers());
        assertThat(passes).isEqualTo(mesh.twin().allows(source, "10.0.0.2", Protocol.TCP, port, Optional.of(same)));
        // What passes with some request, passes.
        assertThat(!passes
                        || mesh.network()
                                .decide(source, "10.0.0.2", Protocol.TCP, port)
                                .isAllowed())
                .isTrue();
        return passes;
    }

    @Test
    void istio_1_only_tcp_to_a_pod_with_a_proxy_is_judged() {
        Mesh mesh = of(policy("shop", "none", "{}"));
        assertThat(connects(mesh, "10.0.0.1", "10.0.0.2", 5432)).isFalse();
        assertThat(connects(mesh, "10.0.0.1", "10.0.0.2", Protocol.UDP, 53)).isTrue();
        assertThat(connects(mesh, "10.0.0.1", "10.0.0.9", 5432)).isTrue();
        assertThat(connects(mesh, "10.0.0.1", "10.0.1.1", 5432)).isTrue();
        assertThat(connects(mesh, "10.0.0.1", "192.0.2.1", 443)).isTrue();
    }

    @Test
    void istio_2_the_root_namespace_is_everywhere() {
        Mesh selecting = of(policy("istio-system", "a", "{selector: {matchLabels: {app: api}}}"));
        assertThat(connects(selecting, "10.0.0.1", "10.0.1.1", 80)).isFalse();
        assertThat(connects(selecting, "10.0.0.1", "10.0.0.2", 80)).isTrue();
        String config = "kind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata: {mesh: \"a: b\\n"
                + "rootNamespace: 'roots' # here\\ntrustDomain: td\"}";
        assertThat(connects(of(config, policy("roots", "a", "{selector: {}}")), "10.0.0.1", "10.0.1.1", 80))
                .isFalse();
        assertThat(connects(of(config, policy("istio-system", "a", "{}")), "10.0.0.1", "10.0.1.1", 80))
                .isTrue();
    }

    @Test
    void istio_3_deny_before_allow_and_a_dry_run_does_nothing() {
        Mesh both = of(db("ALLOW", "[{}]"), db("DENY", from("namespaces: [pay]")));
        assertThat(connects(both, "10.0.0.1", "10.0.0.2", 5432)).isTrue();
        assertThat(connects(both, "10.0.1.1", "10.0.0.2", 5432)).isFalse();
        assertThat(connects(of(db("AUDIT", "[{}]")), "10.0.0.1", "10.0.0.2", 5432))
                .isTrue();
        String dry = db("ALLOW", "[]")
                .replace("namespace: shop}", "namespace: shop, annotations: {istio.io/dry-run: 'true'}}");
        assertThat(connects(of(dry), "10.0.0.1", "10.0.0.2", 5432)).isTrue();
    }

    @Test
    void istio_4_no_rules_match_nothing_and_isolate_and_an_empty_rule_matches_all() {
        assertThat(connects(of(policy("shop", "a", "{}")), "10.0.0.1", "10.0.0.2", 5432))
                .isFalse();
        assertThat(connects(of(db("ALLOW", "[]")), "10.0.0.1", "10.0.0.2", 5432))
                .isFalse();
        assertThat(connects(of(db("ALLOW", "[{}]")), "10.0.0.9", "10.0.0.2", 5432))
                .isTrue();
        assertThat(connects(of(db("DENY", "[{}]")), "10.0.0.1", "10.0.0.2", 5432))
                .isFalse();
        Mesh refused = of(db("DENY", "[]"));
        assertThat(refused.network().diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly("network-policy-refused");
        assertThat(connects(refused, "10.0.0.1", "10.0.0.2", 5432)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "principals: ['*']|true",
                "principals: [cluster.local/ns/shop/sa/web]|true",
                "principals: ['cluster.local/ns/shop/*']|true",
                "principals: ['*/sa/web']|true",
                "principals: ['spiffe://cluster.local/ns/shop/sa/web']|false",
                "principals: [cluster.local/ns/SHOP/sa/web]|false",
                "principals: ['clus*/ns/shop/sa/web']|true",
                "namespaces: [shop]|true",
                "namespaces: [sho]|false",
                "namespaces: ['sh*']|true",
                "namespaces: ['*op']|true",
                "namespaces: ['*sa']|true",
                "namespaces: ['(']|false",
                "serviceAccounts: [web]|true",
                "serviceAccounts: [shop/web]|true",
                "serviceAccounts: [pay/web]|false",
                "serviceAccounts: [shop/we]|false",
            })
    void istio_6_and_8_and_9_identities(String source, boolean matches) {
        assertThat(connects(of(db("ALLOW", from(source))), "10.0.0.1", "10.0.0.2", 5432))
                .isEqualTo(matches);
        assertThat(connects(of(db("DENY", from(source))), "10.0.0.1", "10.0.0.2", 5432))
                .isEqualTo(!matches);
    }

    @Test
    void istio_7_plain_text_has_no_identity() {
        assertThat(connects(of(db("ALLOW", from("principals: ['*']"))), "10.0.0.9", "10.0.0.2", 5432))
                .isFalse();
        Mesh only = of(db("ALLOW", from("notPrincipals: ['*']")));
        assertThat(connects(only, "10.0.0.9", "10.0.0.2", 5432)).isTrue();
        assertThat(connects(only, "10.0.0.1", "10.0.0.2", 5432)).isFalse();
    }

    @Test
    void istio_9_a_bare_account_is_of_the_namespace_of_the_policy() {
        String spec = "{rules: " + from("serviceAccounts: [web]") + "}";
        assertThat(connects(of(policy("istio-system", "a", spec)), "10.0.0.1", "10.0.0.2", 5432))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ipBlocks: [10.0.0.1]|true",
                "ipBlocks: [10.0.0.99/24]|true",
                "ipBlocks: ['::/0']|false",
                "notIpBlocks: ['::/0']|true",
                "notIpBlocks: [0.0.0.0/0]|false",
                "'ipBlocks: [10.0.0.0/8], notIpBlocks: [10.0.0.1]'|false",
                "remoteIpBlocks: [10.0.0.1]|true",
            })
    void istio_10_blocks(String source, boolean matches) {
        assertThat(connects(of(db("ALLOW", from(source))), "10.0.0.1", "10.0.0.2", 5432))
                .isEqualTo(matches);
    }

    @Test
    void istio_11_fields_of_http_at_a_port_of_tcp() {
        Mesh allow = of(db("ALLOW", "[{from: [{source: {requestPrincipals: [a]}}, {source: {namespaces: [shop]}}]}]"));
        assertThat(connects(allow, "10.0.0.1", "10.0.0.2", 5432)).isFalse();
        assertThat(asks(allow, "10.0.0.1", 8080, GET)).isTrue();
        Mesh deny = of(db("DENY", to("methods: [POST], ports: ['5432', '8080']")));
        assertThat(connects(deny, "10.0.0.1", "10.0.0.2", 5432)).isFalse();
        assertThat(asks(deny, "10.0.0.1", 8080, GET)).isTrue();
        assertThat(asks(deny, "10.0.0.1", 5432, GET)).isFalse();
    }

    @Test
    void istio_11_services_say_what_is_spoken() {
        Mesh mesh = of();
        assertThat(mesh.twin().layer("10.0.0.2", 8080)).isEqualTo(NaiveIstio.Layer.HTTP);
        assertThat(mesh.twin().layer("10.0.0.2", 80)).isEqualTo(NaiveIstio.Layer.SEEN);
        assertThat(mesh.twin().layer("10.0.0.2", 5432)).isEqualTo(NaiveIstio.Layer.TCP);
        assertThat(mesh.twin().layer("10.0.0.2", 7000)).isEqualTo(NaiveIstio.Layer.SEEN);
        assertThat(mesh.twin().layer("10.0.0.2", 8081)).isEqualTo(NaiveIstio.Layer.HTTP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{to: [{operation: {hosts: ['SHOP.*']}}]}|true",
                "{to: [{operation: {hosts: ['*.example']}}]}|true",
                "{to: [{operation: {methods: [get]}}]}|false",
                "{to: [{operation: {methods: ['G*'], notMethods: [GET]}}]}|false",
                "{to: [{operation: {paths: ['/a/*']}}]}|true",
                "{to: [{operation: {paths: ['/{*}/b']}}]}|true",
                "{to: [{operation: {paths: ['/{*}']}}]}|false",
                "{to: [{operation: {paths: ['/{**}']}}]}|true",
                "{to: [{operation: {paths: [/x]}}, {operation: {methods: [GET]}}]}|true",
                "{when: [{key: 'request.headers[X-A]', values: ['1']}]}|true",
                "{when: [{key: 'request.headers[x-b]', values: ['*']}]}|false",
                "{when: [{key: 'request.headers[x-b]', notValues: ['*']}]}|true",
                "{when: [{key: 'request.headersX[x-a]', values: ['1']}]}|false",
                "{from: [{source: {requestPrincipals: ['*']}}]}|false",
                "{from: [{source: {notRequestPrincipals: ['*']}}]}|true",
                "{when: [{key: 'request.auth.claims[iss]', values: ['*']}]}|false",
                "{when: [{key: 'request.auth.claims[iss]', notValues: ['*']}]}|true",
            })
    void istio_5_and_6_and_12_requests(String rule, boolean matches) {
        assertThat(asks(of(db("ALLOW", "[" + rule + "]")), "10.0.0.1", 8080, GET))
                .isEqualTo(matches);
    }

    @Test
    void istio_13_and_14_scopes_of_mutual_tls() {
        String mesh = mutual("istio-system", "a", "{mtls: {mode: STRICT}}");
        assertThat(connects(of(mesh), "10.0.0.9", "10.0.0.2", 5432)).isFalse();
        assertThat(connects(of(mesh, mutual("shop", "b", "{}")), "10.0.0.9", "10.0.0.2", 5432))
                .isFalse();
        assertThat(connects(of(mesh, mutual("shop", "b", "{mtls: {mode: PERMISSIVE}}")), "10.0.0.9", "10.0.0.2", 5432))
                .isTrue();
        String younger = mutual("shop", "a", "{mtls: {mode: STRICT}}")
                .replace("namespace: shop", "namespace: shop, creationTimestamp: '2026-01-02T00:00:00Z'");
        String older = mutual("shop", "b", "{mtls: {mode: PERMISSIVE}}")
                .replace("namespace: shop", "namespace: shop, creationTimestamp: '2026-01-01T00:00:00Z'");
        assertThat(connects(of(younger, older), "10.0.0.9", "10.0.0.2", 5432)).isTrue();
        String selecting = "{selector: {matchLabels: {app: db}}, mtls: {mode: STRICT}}";
        assertThat(connects(of(mutual("istio-system", "a", selecting)), "10.0.0.9", "10.0.0.2", 5432))
                .isTrue();
        assertThat(connects(of(mutual("shop", "a", selecting)), "10.0.0.9", "10.0.0.2", 5432))
                .isFalse();
    }

    @Test
    void istio_15_to_17_modes_of_ports() {
        String ports =
                "{selector: {matchLabels: {app: db}}, mtls: {mode: STRICT}, portLevelMtls: {'8080': {mode: DISABLE}}}";
        Mesh mesh = of(mutual("shop", "a", ports), db("ALLOW", from("principals: ['*']")));
        assertThat(connects(mesh, "10.0.0.1", "10.0.0.2", 5432)).isTrue();
        assertThat(connects(mesh, "10.0.0.9", "10.0.0.2", 5432)).isFalse();
        assertThat(asks(mesh, "10.0.0.1", 8080, GET)).isFalse();
        Mesh open = of(mutual("shop", "a", ports));
        assertThat(asks(open, "10.0.0.9", 8080, GET)).isTrue();
        assertThat(connects(open, "10.0.0.9", "10.0.0.2", 80)).isFalse();
    }

    @Test
    void a_pattern_that_takes_too_long_matches_nothing() {
        String namespace = "a".repeat(60);
        String source = "namespaces: ['(a+)+(a+)+(a+)+b']";
        Cluster cluster = IstioManifests.read(
                List.of(CART.replace("namespace: shop", "namespace: " + namespace), DB, db("DENY", from(source))));
        assertThat(Network.of(cluster)
                        .decide("10.0.0.1", "10.0.0.2", Protocol.TCP, 5432)
                        .isAllowed())
                .isTrue();
    }

    @Test
    void istio_18_policies_attached_elsewhere() {
        String spec = "{targetRefs: [{kind: Service, name: db}], action: DENY, rules: [{}]}";
        assertThat(connects(of(policy("shop", "a", spec)), "10.0.0.1", "10.0.0.2", 5432))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{new: a}]|false|false",
                "'[{from: [{source: {new: [a]}}]}]'|false|false",
                "'[{from: [{source: {new: [a], namespaces: [pay]}}]}]'|false|true",
            })
    void what_is_not_known_closes(String rules, boolean allowed, boolean notDenied) {
        assertThat(connects(of(db("ALLOW", rules)), "10.0.0.1", "10.0.0.2", 5432))
                .isEqualTo(allowed);
        assertThat(connects(of(db("DENY", rules)), "10.0.0.1", "10.0.0.2", 5432))
                .isEqualTo(notDenied);
    }

    @Test
    void a_policy_with_something_unknown_closes() {
        Mesh allow = of(db("ALLOW", "[{}], new: a"));
        assertThat(connects(allow, "10.0.0.1", "10.0.0.2", 5432)).isFalse();
        Mesh when = of(db("ALLOW", when("source.namespace", "values: [shop], notValues: [sho]")));
        assertThat(connects(when, "10.0.0.1", "10.0.0.2", 5432)).isTrue();
    }
}
