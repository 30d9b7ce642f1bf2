package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which changes of clusters with policies of Calico, Cilium and Istio leave most of a network as it is. */
class IncrementFamiliesTest {
    private static final String CALICO = """
            apiVersion: projectcalico.org/v3
            kind: %s
            metadata: %s
            spec: {%s}
            """;
    private static final String CILIUM = """
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata: {name: c, namespace: shop}
            spec: {endpointSelector: %s, ingress: [{fromEndpoints: [%s]}]}
            """;
    private static final String ISTIO = """
            apiVersion: security.istio.io/v1
            kind: %s
            metadata: {name: %s, namespace: shop}
            spec: {%s}
            """;
    private static final String OF_WEB = "selector: \"app == 'db'\", ingress: [{action: Allow, source: %s}]";
    private static final String DB = "selector: {matchLabels: {app: db}}, rules: [{from: [{source: {%s}}]}]";

    /** A family, what there is beside the pods, and the profile. */
    private enum Family {
        CALICO(
                CniProfile.CALICO,
                ofShop(OF_WEB.formatted("{selector: \"app == 'web'\"}")),
                calico("GlobalNetworkPolicy", "{name: last}", "order: 9000, selector: \"app == 'none'\"")),
        CILIUM(
                CniProfile.CILIUM,
                IncrementFamiliesTest.CILIUM.formatted("{matchLabels: {app: db}}", "{matchLabels: {app: web}}")),
        ISTIO(
                CniProfile.KUBERNETES,
                istio("AuthorizationPolicy", "a", DB.formatted("namespaces: [shop]")),
                istio("AuthorizationPolicy", "of-nobody", "selector: {matchLabels: {app: none}}"),
                istio("PeerAuthentication", "m", "mtls: {mode: STRICT}"));

        private final CniProfile profile;
        private final Cluster cluster;

        Family(CniProfile profile, String... policies) {
            this.profile = profile;
            cluster = IncrementFamiliesTest.cluster(policies)
                    .with(
                            IncrementFamiliesTest.cluster(
                                    namespace("shop", "team: blue"),
                                    namespace("pay", "team: red"),
                                    pod("shop", "web", "web"),
                                    pod("shop", "db", "db"),
                                    pod("shop", "db2", "db"),
                                    pod("pay", "api", "api")),
                            Set.of());
        }
    }

    private static String namespace(String name, String labels) {
        return "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + ", labels: {" + labels + "}}";
    }

    private static String pod(String namespace, String name, String app) {
        return """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: %s, labels: {app: %s}}
            spec: {containers: [{name: c, image: i}, {name: istio-proxy, image: i}]}
            status: {phase: Running, podIPs: [{ip: 10.0.%d.%d}]}
            """.formatted(name, namespace, app, namespace.length(), Math.floorMod(name.hashCode(), 250));
    }

    private static String calico(String kind, String meta, String spec) {
        return CALICO.formatted(kind, meta, spec);
    }

    private static String ofShop(String spec) {
        return calico("NetworkPolicy", "{name: a, namespace: shop}", spec);
    }

    private static String istio(String kind, String name, String spec) {
        return ISTIO.formatted(kind, name, spec);
    }

    private static Cluster cluster(String... manifests) {
        return CalicoManifests.read(String.join("\n---\n", manifests)).cluster();
    }

    private static Arguments of(Family family, String title, String from, Outcome outcome, String... manifests) {
        return Arguments.of(family, title, from, outcome, cluster(manifests), Set.of());
    }

    private static Arguments without(Family family, String from, Outcome outcome, ObjectRef gone) {
        return Arguments.of(family, "without " + gone, from, outcome, cluster(), Set.of(gone));
    }

    /** What is asked is whether packets of one pod come to shop/db at port 80. */
    static List<Arguments> taken() {
        return List.of(
                of(Family.CALICO, "nothing", "shop/web", Outcome.ALLOWED),
                of(Family.CALICO, "nothing", "pay/api", Outcome.DENIED),
                of(
                        Family.CALICO,
                        "other peers",
                        "pay/api",
                        Outcome.ALLOWED,
                        ofShop(OF_WEB.formatted("{selector: \"app == 'api'\", namespaceSelector: \"team == 'red'\"}"))),
                of(
                        Family.CALICO,
                        "a block",
                        "pay/api",
                        Outcome.ALLOWED,
                        ofShop(OF_WEB.formatted("{nets: [10.0.3.0/24]}"))),
                of(
                        Family.CALICO,
                        "one in front",
                        "shop/web",
                        Outcome.DENIED,
                        calico(
                                "GlobalNetworkPolicy",
                                "{name: b}",
                                "order: 1, types: [Ingress], ingress: [{action: Deny}]")),
                of(
                        Family.CALICO,
                        "one behind",
                        "shop/web",
                        Outcome.ALLOWED,
                        calico("GlobalNetworkPolicy", "{name: z}", "types: [Ingress], ingress: [{action: Deny}]")),
                of(
                        Family.CALICO,
                        "a rule about the pod's own address",
                        "pay/api",
                        Outcome.DENIED,
                        ofShop("ingress: [{action: Allow, destination: {nets: [192.0.2.0/24]}}]")),
                of(
                        Family.CALICO,
                        "a NetworkPolicy among them",
                        "shop/web",
                        Outcome.DENIED,
                        Verdicts.policy("shop", "n", "{podSelector: {}, policyTypes: [Ingress]}")
                                .replace(
                                        "kind: NetworkPolicy", "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy"),
                        ofShop("order: 2000, " + OF_WEB.formatted("{selector: \"app == 'other'\"}"))),
                of(Family.CALICO, "a pod", "pay/api", Outcome.DENIED, pod("pay", "api", "web")),
                of(Family.CALICO, "a pod", "shop/web", Outcome.DENIED, pod("shop", "web", "api")),
                of(Family.CALICO, "a namespace", "shop/web", Outcome.ALLOWED, namespace("shop", "team: red")),
                without(
                        Family.CALICO,
                        "pay/api",
                        Outcome.ALLOWED,
                        ObjectRef.of("NetworkPolicy.projectcalico.org", "shop", "a")),
                of(Family.CILIUM, "nothing", "shop/web", Outcome.ALLOWED),
                of(Family.CILIUM, "nothing", "pay/api", Outcome.DENIED),
                of(
                        Family.CILIUM,
                        "other pods",
                        "pay/api",
                        Outcome.ALLOWED,
                        CILIUM.formatted("{matchLabels: {app: web}}", "{}")),
                of(
                        Family.CILIUM,
                        "other peers",
                        "pay/api",
                        Outcome.ALLOWED,
                        CILIUM.formatted("{}", "{matchLabels: {io.cilium.k8s.namespace.labels.team: red}}")),
                of(Family.CILIUM, "a pod", "shop/web", Outcome.DENIED, pod("shop", "web", "api")),
                of(Family.CILIUM, "a namespace", "shop/web", Outcome.ALLOWED, namespace("shop", "team: red")),
                without(Family.CILIUM, "pay/api", Outcome.ALLOWED, ObjectRef.of("CiliumNetworkPolicy", "shop", "c")),
                of(Family.ISTIO, "nothing", "shop/web", Outcome.ALLOWED),
                of(Family.ISTIO, "nothing", "pay/api", Outcome.DENIED),
                of(
                        Family.ISTIO,
                        "other peers",
                        "pay/api",
                        Outcome.ALLOWED,
                        istio(
                                "AuthorizationPolicy",
                                "a",
                                DB.formatted("principals: [cluster.local/ns/pay/sa/default]"))),
                of(
                        Family.ISTIO,
                        "one that denies",
                        "shop/web",
                        Outcome.DENIED,
                        istio("AuthorizationPolicy", "d", "action: DENY, rules: [{}]")),
                of(
                        Family.ISTIO,
                        "one for nobody before, and its pod",
                        "pay/api",
                        Outcome.DENIED,
                        istio("AuthorizationPolicy", "of-nobody", "selector: {matchLabels: {app: x}}, rules: [{}]"),
                        pod("shop", "web", "x")),
                of(Family.ISTIO, "a pod", "shop/web", Outcome.ALLOWED, pod("shop", "web", "db")),
                of(Family.ISTIO, "a pod that comes", "shop/web", Outcome.ALLOWED, pod("shop", "db3", "db")),
                of(Family.ISTIO, "a namespace", "pay/api", Outcome.DENIED, namespace("pay", "team: blue")),
                without(Family.ISTIO, "shop/web", Outcome.ALLOWED, ObjectRef.of("Pod", "shop", "db2")),
                without(Family.ISTIO, "pay/api", Outcome.ALLOWED, ObjectRef.of("AuthorizationPolicy", "shop", "a")));
    }

    @ParameterizedTest(name = "{0}, {1}: {2} {3}")
    @MethodSource("taken")
    void taken_over(Family family, String title, String from, Outcome outcome, Cluster changes, Set<ObjectRef> gone) {
        Cluster changed = family.cluster.with(changes, gone);
        Network network = increment(family, changed).orElseThrow();
        Network anew = Network.of(changed, family.profile);
        for (Pod source : changed.pods()) {
            for (Pod destination : changed.pods()) {
                assertThat(network.decide(source, destination, Protocol.TCP, 80))
                        .isEqualTo(anew.decide(source, destination, Protocol.TCP, 80));
            }
        }
        assertThat(network.decide(find(changed, from), find(changed, "shop/db"), Protocol.TCP, 80)
                        .outcome())
                .isEqualTo(outcome);
    }

    private static Optional<Network> increment(Family family, Cluster changed) {
        return Network.of(family.cluster, family.profile).increment(changed);
    }

    private static Pod find(Cluster cluster, String name) {
        return cluster.pods().stream()
                .filter(pod -> pod.object().qualifiedName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<Arguments> anew() {
        return List.of(
                Arguments.of(Family.CALICO, cluster(calico("Tier", "{name: t}", "order: 5"))),
                Arguments.of(Family.CALICO, cluster(calico("GlobalNetworkSet", "{name: s}", "nets: [192.0.2.0/24]"))),
                Arguments.of(
                        Family.CALICO,
                        cluster(calico("NetworkPolicy", "{name: missing.b, namespace: shop}", "tier: missing"))),
                Arguments.of(
                        Family.CALICO,
                        cluster(
                                ofShop("ingress: [{action: Allow, destination: {nets: [192.0.2.0/24]}}]"),
                                pod("shop", "web", "api"))),
                Arguments.of(
                        Family.CILIUM,
                        cluster("apiVersion: cilium.io/v2\nkind: CiliumCIDRGroup\nmetadata: {name: g}\n"
                                + "spec: {externalCIDRs: [192.0.2.0/24]}")),
                Arguments.of(Family.ISTIO, cluster(istio("PeerAuthentication", "m", "mtls: {mode: DISABLE}"))),
                Arguments.of(Family.ISTIO, cluster(namespace("pay", "istio-injection: enabled"))),
                Arguments.of(Family.ISTIO, cluster(pod("other", "x", "web"))),
                Arguments.of(Family.ISTIO, cluster(pod("shop", "web", "none"))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("anew")
    void built_anew(Family family, Cluster changes) {
        Optional<Network> increment = increment(family, family.cluster.with(changes, Set.of()));
        assertThat(increment).isEmpty();
    }

    @Test
    void where_no_policy_of_the_kind_is_left() {
        for (Family family : List.of(Family.CALICO, Family.ISTIO)) {
            Set<ObjectRef> policies = family.cluster
                    .objects()
                    .filter(object -> !List.of("Pod", "Namespace").contains(object.kind()))
                    .map(KubernetesObject::ref)
                    .collect(Collectors.toSet());
            assertThat(increment(family, family.cluster.with(cluster(), policies)))
                    .isEmpty();
        }
    }

    @Test
    void one_change_after_the_other() {
        for (Family family : Arrays.asList(Family.values())) {
            Cluster cluster = family.cluster;
            Network network = Network.of(cluster, family.profile);
            for (String change : List.of(
                    pod("shop", "web", "db"),
                    namespace("pay", "team: x"),
                    pod("pay", "api", "web"),
                    pod("shop", "web", "api"))) {
                cluster = cluster.with(cluster(change), Set.of());
                network = network.increment(cluster).orElseThrow();
                Network anew = Network.of(cluster, family.profile);
                assertThat(network.allowedPairs()).isEqualTo(anew.allowedPairs());
            }
        }
    }
}
