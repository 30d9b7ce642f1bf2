package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Confidence;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules by which a proxy tells requests apart leave a connection possible, and a step through it no longer certain. */
class NarrowedTest {
    private static final String PODS = String.join(
            "---\n",
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}\n",
            pod("web", 9090),
            pod("db", 8080),
            "{apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop}, spec: {type: LoadBalancer, selector: {app: db}, ports: [{name: http,"
                    + " port: 8080}]}, status: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}}\n");

    private static final String DELETE = "rules: [{to: [{operation: {methods: [DELETE]}}]}]";

    private static String pod(String name, int port) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: shop, labels: {app: " + name
                + "}}, spec: {nodeName: n-" + name + ", containers: [{name: c, image: i, ports: [{containerPort: "
                + port
                + "}]}, {name: istio-proxy, image: proxyv2}]}, status: {phase: Running}}\n";
    }

    private static String cilium(String ingress) {
        return "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: a, namespace: shop}, spec: {endpointSelector:"
                + " {matchLabels: {app: db}}, ingress: [" + ingress + "]}}\n";
    }

    private static String calico(String ingress) {
        return CalicoManifests.policy(false, "{selector: app == 'db', ingress: [" + ingress + "]}");
    }

    private static String istio(String spec) {
        return "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, namespace: shop}, spec: {selector:"
                + " {matchLabels: {app: db}}, " + spec + "}}\n";
    }

    static Stream<Arguments> rules() {
        String ports = "toPorts: [{ports: [{port: '8080', protocol: TCP}]";
        String http = "action: Allow, protocol: TCP, http: {methods: [GET]}";
        return Stream.of(
                arguments(
                        "Cilium, narrowed",
                        true,
                        CniProfile.CILIUM,
                        cilium("{" + ports + ", rules: {http: [{path: /}]}}]}")),
                arguments("Cilium, of ports alone", false, CniProfile.CILIUM, cilium("{" + ports + "}]}")),
                arguments(
                        "Cilium, both",
                        false,
                        CniProfile.CILIUM,
                        cilium("{" + ports + ", rules: {http: [{path: /}]}}]}, {fromEntities: [all]}")),
                arguments(
                        "Cilium, another for others",
                        true,
                        CniProfile.CILIUM,
                        cilium("{" + ports
                                + ", rules: {http: [{path: /}]}}]}, {fromEndpoints: [{matchLabels: {app: etl}}]}")),
                arguments("Calico, narrowed", true, CniProfile.CALICO, calico("{" + http + "}")),
                arguments(
                        "Calico, narrowed to ports",
                        true,
                        CniProfile.CALICO,
                        calico("{" + http + ", destination: {ports: [8080]}}")),
                arguments("Calico, both", false, CniProfile.CALICO, calico("{" + http + "}, {action: Allow}")),
                arguments(
                        "Istio, narrowed",
                        true,
                        CniProfile.KUBERNETES,
                        istio("rules: [{to: [{operation: {methods: [GET]}}]}]")),
                arguments(
                        "Istio, one of two operations",
                        false,
                        CniProfile.KUBERNETES,
                        istio("rules: [{to: [{operation: {methods: [GET]}}, {operation: {ports: ['8080']}}]}]")),
                arguments(
                        "Istio, narrowed by a source",
                        true,
                        CniProfile.KUBERNETES,
                        istio("rules: [{from: [{source: {requestPrincipals: ['*']}}]}]")),
                arguments(
                        "Istio, one of two sources",
                        false,
                        CniProfile.KUBERNETES,
                        istio(
                                "rules: [{from: [{source: {requestPrincipals: ['*']}}, {source: {ipBlocks: [0.0.0.0/0, '::/0']}}]}]")),
                arguments(
                        "Istio, for others by a source without requests",
                        true,
                        CniProfile.KUBERNETES,
                        istio(
                                "rules: [{from: [{source: {requestPrincipals: ['*']}}, {source: {namespaces: [pay]}}]}]")),
                arguments(
                        "Istio, some requests refused", true, CniProfile.KUBERNETES, istio("action: DENY, " + DELETE)),
                arguments(
                        "Istio, some requests of everybody refused",
                        true,
                        CniProfile.KUBERNETES,
                        istio("action: DENY, rules: [{when: [{key: 'request.headers[x-a]', values: ['*']}]}]")),
                arguments(
                        "Istio, those without a token refused",
                        true,
                        CniProfile.KUBERNETES,
                        istio("action: DENY, rules: [{from: [{source: {notRequestPrincipals: ['*']}}]}]")),
                arguments(
                        "Istio, some requests refused in the whole mesh",
                        true,
                        CniProfile.KUBERNETES,
                        istio("action: DENY, " + DELETE).replace("namespace: shop", "namespace: istio-system")),
                arguments(
                        "Istio, some requests refused in another namespace",
                        false,
                        CniProfile.KUBERNETES,
                        istio("action: DENY, " + DELETE).replace("namespace: shop", "namespace: pay")),
                arguments(
                        "Istio, some requests of others refused",
                        false,
                        CniProfile.KUBERNETES,
                        istio("action: DENY, rules: [{from: [{source: {namespaces: [pay]}}], to: [{operation: {methods:"
                                + " [DELETE]}}]}]")),
                arguments(
                        "Istio, some requests refused at another port",
                        false,
                        CniProfile.KUBERNETES,
                        istio("action: DENY, rules: [{to: [{operation: {methods: [DELETE], ports: ['8081']}}]}]")),
                arguments(
                        "Istio, some requests refused in a dry run",
                        false,
                        CniProfile.KUBERNETES,
                        istio("action: DENY, " + DELETE)
                                .replace("{name: a,", "{name: a, annotations: {istio.io/dry-run: 'true'},")),
                arguments(
                        "Istio, somebody outside is asked",
                        true,
                        CniProfile.KUBERNETES,
                        istio("action: CUSTOM, provider: {name: opa}, rules: [{}]")),
                arguments(
                        "Istio, somebody outside is asked of another port",
                        false,
                        CniProfile.KUBERNETES,
                        istio(
                                "action: CUSTOM, provider: {name: opa}, rules: [{to: [{operation: {ports: ['8081']}}]}]")));
    }

    @Test
    void onOneNodeAStepPastPoliciesIsLikelyWhereRequestsAreJudged() {
        String host = pod("host", 1).replace("nodeName: n-host", "hostNetwork: true, nodeName: n-db");
        String closed =
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np, namespace: shop}, spec: {podSelector: {},"
                        + " policyTypes: [Ingress]}}\n";
        for (boolean narrowed : new boolean[] {true, false}) {
            String policy = narrowed
                    ? istio("action: DENY, " + DELETE)
                    : istio("action: DENY, rules: [{to: [{operation: {ports: ['1']}}]}]");
            ClusterSnapshot snapshot = CalicoManifests.read(String.join("---\n", PODS, host, closed, policy));
            assertThat(Postern.analyze(snapshot)
                            .paths(PathQuery.from(Place.parse("pod:shop/host"))
                                    .to(Place.parse("pod:shop/db"))
                                    .assuming(1))
                            .paths())
                    .first()
                    .satisfies(path -> assertThat(path.steps().get(0).confidence())
                            .isEqualTo(narrowed ? Confidence.LIKELY : Confidence.CERTAIN));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void aStepIsLikelyWhereRequestsAreJudged(String title, boolean narrowed, CniProfile profile, String policy) {
        ClusterSnapshot snapshot = CalicoManifests.read(PODS + "---\n" + policy);
        assertThat(snapshot.diagnostics()).isEmpty();
        Network network = Network.of(snapshot.cluster(), profile);
        List<Pod> pods = snapshot.cluster().pods();
        int db = network.classOf(pods.get(0));
        int web = network.classOf(pods.get(1));

        assertThat(network.outcome(web, db, Protocol.TCP, 8080)).isEqualTo(Outcome.ALLOWED);
        assertThat(network.narrowed(web, db).contains(Protocol.TCP, 8080)).isEqualTo(narrowed);
        assertThat(network.narrowed(db, web).isEmpty()).isTrue();

        assertThat(network.entryPoints())
                .filteredOn(entry -> entry.port() == 8080)
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.confidence()).isEqualTo(narrowed ? Confidence.LIKELY : Confidence.CERTAIN));

        Analysis analysis = Postern.analyze(snapshot);
        assertThat(analysis.profile()).isEqualTo(profile);
        assertThat(analysis.paths(PathQuery.from(Place.parse("pod:shop/web"))
                                .to(Place.parse("pod:shop/db"))
                                .assuming(1))
                        .paths())
                .first()
                .satisfies(path -> assertThat(path.steps().get(0).confidence())
                        .isEqualTo(narrowed ? Confidence.LIKELY : Confidence.CERTAIN));
    }
}
