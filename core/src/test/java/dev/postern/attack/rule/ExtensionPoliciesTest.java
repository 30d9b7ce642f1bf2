package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Vertex;
import dev.postern.model.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes to policies of Istio, Calico and Cilium, and the flows that these open. */
final class ExtensionPoliciesTest {
    private static final String DB = listening("data", "db", 5432);
    private static final String CRD = "crd.projectcalico.org";

    private static final String ISTIO =
            "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a,"
                    + " namespace: data}\nspec: {}\n";
    private static final String CALICO = "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: a,"
            + " namespace: data}\nspec: {selector: all(), types: [Ingress]}\n";
    private static final String GLOBAL = "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name:"
            + " g}\nspec: {selector: all(), types: [Ingress]}\n";
    private static final String CILIUM = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: a,"
            + " namespace: data}\nspec: {endpointSelector: {}, ingress: [{}]}\n";

    private static String policy(String family) {
        switch (family) {
            case "istio":
                return ISTIO;
            case "calico":
                return CALICO;
            case "global":
                return GLOBAL;
            default:
                return CILIUM;
        }
    }

    private static Set<String> written(String... manifests) {
        ImmutableSet.Builder<String> written = ImmutableSet.builder();
        TechniqueEdges.of(new NetworkChange(), Manifests.cluster(manifests), Set.of()).stream()
                .filter(edge -> edge.startsWith("user:ann -> "))
                .forEach(edge -> written.add(edge.substring(edge.indexOf("-> ") + 3)));
        return written.build();
    }

    @ParameterizedTest
    @CsvSource({
        "istio, security.istio.io, patch, authorizationpolicies, write:AuthorizationPolicy/data/a",
        "istio, security.istio.io, create, authorizationpolicies, write:AuthorizationPolicy/data/a",
        "istio, security.istio.io, create, peerauthentications,",
        "istio, networking.k8s.io, patch, authorizationpolicies,",
        "calico, projectcalico.org, delete, networkpolicies, write:NetworkPolicy.projectcalico.org/data/a",
        "calico, crd.projectcalico.org, update, networkpolicies, write:NetworkPolicy.projectcalico.org/data/a",
        "calico, networking.k8s.io, update, networkpolicies,",
        "cilium, cilium.io, deletecollection, ciliumnetworkpolicies, write:CiliumNetworkPolicy/data/a",
        "cilium, cilium.io, get, ciliumnetworkpolicies,",
    })
    void aRightInTheNamespaceLeadsToThePolicy(
            String family, String group, String verb, String resource, String expected) {
        assertThat(written(DB, policy(family), grant("data", "ann", ruleIn(group, verb, resource))))
                .isEqualTo(expected == null ? Set.of() : Set.of(expected));
    }

    @Test
    void aRoleElsewhereAndAnotherNameLeadNowhere() {
        String other = ruleIn("cilium.io", "patch", "ciliumnetworkpolicies", "other");
        assertThat(written(DB, CILIUM, grant("shop", "ann", ruleIn("cilium.io", "*", "*"))))
                .isEmpty();
        assertThat(written(DB, CILIUM, grant("data", "ann", other))).isEmpty();
    }

    @Test
    void whatIsOfTheWholeClusterTakesARightThere() {
        String rule = ruleIn(CRD, "create", "globalnetworkpolicies");
        assertThat(written(DB, CALICO, GLOBAL, grant("data", "ann", rule))).isEmpty();
        assertThat(written(DB, CALICO, GLOBAL, grantEverywhere("ann", rule)))
                .containsExactlyInAnyOrder(
                        "write:NetworkPolicy.projectcalico.org/data/a", "write:GlobalNetworkPolicy/g");
    }

    @ParameterizedTest
    @CsvSource({
        "istio, security.istio.io, authorizationpolicies, data, true",
        "istio, security.istio.io, authorizationpolicies, shop, false",
        "calico, projectcalico.org, networkpolicies, data, true",
        "cilium, cilium.io, ciliumnetworkpolicies, data, true",
        "cilium, cilium.io, ciliumnetworkpolicies, shop, false",
    })
    void whoWritesThePolicyOpensThePort(
            String family, String group, String resource, String namespace, boolean opened) {
        List<String> manifests = new ArrayList<>(List.of(
                listening("shop", "web", 8080),
                family.equals("istio") ? meshed(DB) : DB,
                policy(family),
                grant(namespace, "ann", ruleIn(group, "patch", resource))));
        Cluster cluster = Manifests.cluster(manifests.toArray(new String[0]));
        AttackGraph graph = TechniqueEdges.graph(cluster);
        assertThat(reached(graph, Set.of("container:shop/web/app"))).doesNotContain("port:data/db:tcp/5432");
        Set<String> both = reached(graph, Set.of("container:shop/web/app", "user:ann"));
        assertThat(both.contains("port:data/db:tcp/5432")).isEqualTo(opened);
    }

    private static String meshed(String pod) {
        return pod.replace(
                "containers:", "containers:\n    - {name: istio-proxy, image: registry.example.com/proxyv2:1}");
    }

    private static Set<String> reached(AttackGraph graph, Set<String> starts) {
        List<Vertex> held = graph.vertices().stream()
                .filter(vertex -> starts.contains(vertex.id()))
                .toList();
        List<AttackEdge> edges =
                Closure.edges(graph).stream().filter(edge -> !edge.assumption()).toList();
        return new Closure(edges).from(held, vertex -> true);
    }
}
