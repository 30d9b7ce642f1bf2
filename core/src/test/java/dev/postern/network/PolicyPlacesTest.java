package dev.postern.network;

import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which policies may be for pods of some namespaces. */
class PolicyPlacesTest {
    private static final String ADMIN = """
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: %s
            metadata: {name: %s}
            spec: {%s subject: {namespaces: {}}, ingress: []}
            """;

    private static PolicyPlaces places(String... manifests) {
        Cluster cluster = Manifests.cluster(String.join("\n---\n", manifests));
        return new PolicyPlaces(Network.of(cluster).compiled().policies());
    }

    private static int[] within(PolicyPlaces places, String... namespaces) {
        return places.within(Set.of(namespaces)).toArray();
    }

    @Test
    void of_the_namespaces_and_those_that_are_of_none() {
        PolicyPlaces places = places(
                ADMIN.formatted("AdminNetworkPolicy", "first", "priority: 1,"),
                policy("a", "x", "{podSelector: {}}"),
                policy("a", "y", "{podSelector: {}}"),
                policy("b", "x", "{podSelector: {}}"),
                policy("d", "x", "{podSelector: {}}"),
                ADMIN.formatted("BaselineAdminNetworkPolicy", "default", ""));
        assertThat(within(places)).containsExactly(0, 5);
        assertThat(within(places, "a")).containsExactly(0, 1, 2, 5);
        assertThat(within(places, "b")).containsExactly(0, 3, 5);
        assertThat(within(places, "c")).containsExactly(0, 5);
        assertThat(within(places, "d", "a", "e")).containsExactly(0, 1, 2, 4, 5);
        assertThat(places.pooled()).hasSize(4);
        assertThat(places.before()).hasSize(1);
        assertThat(places.behind()).hasSize(1);
    }

    @Test
    void without_one_of_the_sorts() {
        assertThat(within(places(), "a")).isEmpty();
        PolicyPlaces pooled = places(policy("a", "x", "{podSelector: {}}"));
        assertThat(List.of(within(pooled, "a").length, within(pooled, "b").length))
                .containsExactly(1, 0);
        PolicyPlaces admin = places(ADMIN.formatted("AdminNetworkPolicy", "first", "priority: 1,"));
        assertThat(within(admin, "a")).containsExactly(0);
        assertThat(admin.pooled()).isEmpty();
        assertThat(admin.before()).hasSize(1);
    }

    @Test
    void those_of_other_kinds_by_the_only_namespace_that_they_are_for() {
        Cluster cluster = CalicoManifests.read(String.join(
                        "\n---\n",
                        cilium("CiliumNetworkPolicy", "{name: x, namespace: a}"),
                        cilium("CiliumNetworkPolicy", "{name: x, namespace: b}"),
                        cilium("CiliumClusterwideNetworkPolicy", "{name: w}")))
                .cluster();
        ImmutableList<Policy> policies =
                Network.of(cluster, CniProfile.CILIUM).compiled().policies();
        PolicyPlaces places = new PolicyPlaces(policies);
        List<String> found = places.within(Set.of("a")).stream()
                .mapToObj(place -> policies.get(place).ref().qualifiedName())
                .toList();
        assertThat(found).containsExactlyInAnyOrder("a/x", "w");
    }

    private static String cilium(String kind, String meta) {
        return "apiVersion: cilium.io/v2\nkind: " + kind + "\nmetadata: " + meta
                + "\nspec: {endpointSelector: {}, ingress: [{}]}";
    }
}
