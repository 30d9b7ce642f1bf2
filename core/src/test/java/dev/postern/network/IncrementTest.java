package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which changes of a cluster leave most of its network as it is, and which make it be built anew. */
class IncrementTest {
    private static final String SHOP = "kind: Namespace\nmetadata: {name: shop, labels: {team: blue}}";
    private static final String FROM_BLUE = policy(
            "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: blue}}}]}]}");
    private static final Cluster CLUSTER = Manifests.cluster(
            String.join("\n---\n", SHOP, pod("shop", "cart"), pod("shop", "db"), pod("pay", "api"), FROM_BLUE));

    private final Network network = Network.of(CLUSTER);

    private static Cluster with(String... manifests) {
        return CLUSTER.with(Manifests.cluster(String.join("\n---\n", manifests)), Set.of());
    }

    private static Cluster without(ObjectRef gone) {
        return CLUSTER.with(Cluster.builder().build(), Set.of(gone));
    }

    private static Outcome outcome(Network network, String source, String destination) {
        return network.decide(find(network, source), find(network, destination), Protocol.TCP, 80)
                .outcome();
    }

    private static Pod find(Network network, String name) {
        return network.cluster().pods().stream()
                .filter(pod -> pod.object().qualifiedName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Network increment(Cluster changed) {
        return network.increment(changed).orElseThrow();
    }

    @Test
    void a_policy_taken_away_added_or_rewritten() {
        assertThat(outcome(network, "pay/api", "shop/db")).isEqualTo(Outcome.DENIED);
        Network open = increment(without(ObjectRef.of("NetworkPolicy", "shop", "np")));
        assertThat(outcome(open, "pay/api", "shop/db")).isEqualTo(Outcome.ALLOWED);
        Network closed = increment(with(policy("pay", "a", "{podSelector: {}, policyTypes: [Egress]}")));
        assertThat(outcome(closed, "pay/api", "shop/cart")).isEqualTo(Outcome.DENIED);
        Network other = increment(with(policy("{podSelector: {matchLabels: {app: cart}}}")));
        assertThat(outcome(other, "pay/api", "shop/db")).isEqualTo(Outcome.ALLOWED);
        assertThat(outcome(other, "pay/api", "shop/cart")).isEqualTo(Outcome.DENIED);
        assertThat(outcome(network, "pay/api", "shop/db"))
                .as("the former one stays as it is")
                .isEqualTo(Outcome.DENIED);
        assertThat(outcome(network, "pay/api", "shop/cart")).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void labels_of_a_pod_and_of_a_namespace() {
        Network relabelled = increment(with(pod("shop", "cart").replace("app: cart", "app: db")));
        assertThat(outcome(relabelled, "pay/api", "shop/cart")).isEqualTo(Outcome.DENIED);
        Network red = increment(with(SHOP.replace("blue", "red")));
        assertThat(outcome(network, "shop/cart", "shop/db")).isEqualTo(Outcome.ALLOWED);
        assertThat(outcome(red, "shop/cart", "shop/db")).isEqualTo(Outcome.DENIED);
        Network both = increment(with(SHOP.replace("shop", "pay")));
        assertThat(outcome(both, "pay/api", "shop/db")).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void a_pod_that_comes_or_goes() {
        Network more = increment(with(pod("shop", "db2").replace("app: db2", "app: db")));
        assertThat(outcome(more, "pay/api", "shop/db2")).isEqualTo(Outcome.DENIED);
        Network less = increment(without(ObjectRef.of("Pod", "shop", "cart")));
        assertThat(less.classCount()).isLessThan(network.classCount());
        assertThat(outcome(less, "pay/api", "shop/db")).isEqualTo(Outcome.DENIED);
    }

    @Test
    void of_several_classes_that_end_at_once_each_number_is_given_once() {
        List<String> names = List.of("a", "b", "c", "d");
        List<String> manifests = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "other")) {
            manifests.add(
                    policy("shop", name, "{podSelector: {matchLabels: {app: " + name + "}}, policyTypes: [Ingress]}"));
        }
        names.forEach(name -> manifests.add(pod("shop", name)));
        Cluster cluster = Manifests.cluster(String.join("\n---\n", manifests));
        for (String stays : names) {
            for (String changes : names) {
                if (!stays.equals(changes)) {
                    Set<ObjectRef> gone = names.stream()
                            .filter(name -> !name.equals(stays) && !name.equals(changes))
                            .map(name -> ObjectRef.of("Pod", "shop", name))
                            .collect(Collectors.toSet());
                    Cluster changed = Manifests.cluster(pod("shop", changes).replace("app: " + changes, "app: other"));
                    Network after = Network.of(cluster)
                            .increment(cluster.with(changed, gone))
                            .orElseThrow();
                    assertThat(after.classCount()).isEqualTo(2);
                    assertThat(after.binding(after.classOf(find(after, "shop/" + changes)), false))
                            .containsExactly(ObjectRef.of("NetworkPolicy", "shop", "other"));
                    assertThat(after.binding(after.classOf(find(after, "shop/" + stays)), false))
                            .containsExactly(ObjectRef.of("NetworkPolicy", "shop", stays));
                }
            }
        }
    }

    @Test
    void what_nobody_asks_for_changes_no_class() {
        Network same = increment(with(SHOP.replace("team: blue", "team: blue, other: x")));
        assertThat(same.classCount()).isEqualTo(network.classCount());
        assertThat(increment(CLUSTER).allowedPairs()).isEqualTo(network.allowedPairs());
    }

    @Test
    void whatever_may_be_about_any_pod_is_built_anew() {
        assertThat(network.increment(with("kind: Node\nmetadata: {name: n1}"))).isEmpty();
        assertThat(network.increment(
                        with("kind: Service\nmetadata: {namespace: shop, name: s}\nspec: {clusterIP: '10.0.0.1'}")))
                .isEmpty();
        assertThat(network.increment(with(policy("{podSelector: {}, ingress: [{ports: [{port: nobodys-name}]}]}"))))
                .isEmpty();
        assertThat(Network.withNewcomers(CLUSTER, CniProfile.KUBERNETES).increment(CLUSTER))
                .isEmpty();
        assertThat(outcome(network.after(CLUSTER, CniProfile.CILIUM), "pay/api", "shop/db"))
                .isEqualTo(Outcome.DENIED);
    }
}
