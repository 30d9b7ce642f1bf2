package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies leave open to pods that the input does not hold, as {@code connections --exposure} lists it. */
class OpenEndsTest {
    private static final String CART = pod("shop", "cart");

    private static Exposures exposures(CniProfile profile, String... manifests) {
        Cluster cluster = Manifests.cluster(String.join("\n---\n", manifests));
        return Network.of(cluster, profile).connections().exposures();
    }

    /** Of the pods, without the addresses outside. */
    private static List<String> lines(CniProfile profile, String... manifests) {
        return exposures(profile, manifests).exposures().stream()
                .map(Exposure::toString)
                .filter(line -> !line.contains("[External]"))
                .toList();
    }

    private static List<String> lines(String... manifests) {
        return lines(CniProfile.KUBERNETES, manifests);
    }

    private static String ingress(String rules) {
        return policy(
                "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Ingress, Egress], ingress: [" + rules + "]}");
    }

    private static String egress(String rules) {
        return policy(
                "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Ingress, Egress], egress: [" + rules + "]}");
    }

    @Test
    void what_no_policy_selects_is_open_to_the_whole_cluster() {
        Exposures open = exposures(CniProfile.KUBERNETES, CART, policy("{podSelector: {}, policyTypes: [Egress]}"));
        assertThat(open.exposures().stream().map(Exposure::toString))
                .containsExactly(
                        "shop/cart[Pod] <= 0.0.0.0-255.255.255.255[External] : All Connections",
                        "shop/cart[Pod] <= entire-cluster : All Connections");
        assertThat(open.unprotected().stream().map(Exposures.Unprotected::toString))
                .containsExactly("shop/cart[Pod] is not protected on Ingress");
        assertThat(exposures(CniProfile.KUBERNETES, CART).unprotected().stream().map(Exposures.Unprotected::toString))
                .containsExactly(
                        "shop/cart[Pod] is not protected on Egress", "shop/cart[Pod] is not protected on Ingress");
        assertThat(lines(CART, ingress(""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{podSelector: {matchLabels: {app: new}}}|shop/[pod with {app=new}]",
                "{podSelector: {}}|shop/[all pods]",
                "{namespaceSelector: {}}|entire-cluster",
                "{namespaceSelector: {}, podSelector: {matchLabels: {app: new}}}|[all namespaces]/[pod with {app=new}]",
                "{namespaceSelector: {matchLabels: {team: a}}}|[namespace with {team=a}]/[all pods]",
                "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: pay}}}|pay/[all pods]",
                "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: pay, team: a}}}|[namespace with {kubernetes.io/metadata.name=pay,team=a}]/[all pods]",
                "{podSelector: {matchExpressions: [{key: app, operator: In, values: [new]}]}}|shop/[pod with {app=new}]",
                "{podSelector: {matchExpressions: [{key: app, operator: In, values: [new, newer]}]}}|shop/[pod with {{Key:app,Operator:In,Values:[new newer],}}]",
                "{podSelector: {matchExpressions: [{key: b, operator: NotIn, values: [x]}, {key: a, operator: DoesNotExist}]}}|shop/[pod with {{Key:a,Operator:DoesNotExist,Values:[],},{Key:b,Operator:NotIn,Values:[x],}}]",
                "{podSelector: {matchLabels: {z: y}, matchExpressions: [{key: a, operator: Exists}]}}|shop/[pod with {z=y,{Key:a,Operator:Exists,Values:[],}}]",
                "{podSelector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [c]}]}}|shop/[pod with {a=b,{Key:a,Operator:In,Values:[c],}}]",
                "{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [a]}]}}|[namespace with {{Key:kubernetes.io/metadata.name,Operator:NotIn,Values:[a],}}]/[all pods]",
            })
    void pods_are_named_as_the_rule_names_them(String peer, String end) {
        assertThat(lines(CART, ingress("{from: [" + peer + "], ports: [{port: 80}]}")))
                .containsExactly("shop/cart[Pod] <= " + end + " : TCP 80");
    }

    @Test
    void selectors_that_mean_the_same_are_one_line() {
        String twice = "{podSelector: {matchExpressions: [{key: a, operator: Exists}, {key: b, operator: Exists}]}}";
        String swapped = "{podSelector: {matchExpressions: [{key: b, operator: Exists}, {key: a, operator: Exists}]}}";
        assertThat(lines(
                        CART,
                        ingress("{from: [" + twice + "], ports: [{port: 1}]}, {from: [" + swapped
                                + "], ports: [{port: 2}]}")))
                .containsExactly("shop/cart[Pod] <= shop/[pod with {{Key:a,Operator:Exists,Values:[],},"
                        + "{Key:b,Operator:Exists,Values:[],}}] : TCP 1-2");
    }

    @Test
    void plain_labels_that_pods_of_the_input_carry_mean_those_pods() {
        String web = ingress("{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}");
        String line = "shop/cart[Pod] <= shop/[pod with {app=web}] : TCP 80";
        assertThat(ofCart(web, pod("shop", "web"))).isEmpty();
        assertThat(ofCart(web, pod("pay", "web"))).as("of another namespace").containsExactly(line);
        assertThat(ofCart(web, pod("shop", "web").replace("Running", "Succeeded")))
                .as("it has ended")
                .containsExactly(line);
        assertThat(ofCart(web, pod("shop", "web").replace("app: web", "app: web2")))
                .as("another value")
                .containsExactly(line);
        String both = web.replace("app: web}", "app: web, tier: a}");
        assertThat(ofCart(both, pod("shop", "web"), pod("shop", "x").replace("app: x", "tier: a")))
                .as("no pod has both labels")
                .containsExactly("shop/cart[Pod] <= shop/[pod with {app=web,tier=a}] : TCP 80");
        assertThat(ofCart(both, pod("shop", "web").replace("app: web", "app: web, tier: a")))
                .isEmpty();
        String anywhere = web.replace(
                "{podSelector: {matchLabels: {app: web}}}",
                "{namespaceSelector: {}, podSelector: " + "{matchLabels: {app: web}}}");
        assertThat(ofCart(anywhere, pod("pay", "web"))).isEmpty();
        String ofTeam = anywhere.replace("namespaceSelector: {}", "namespaceSelector: {matchLabels: {team: a}}");
        assertThat(ofCart(ofTeam, pod("pay", "web")))
                .containsExactly("shop/cart[Pod] <= [namespace with {team=a}]/[pod with {app=web}] : TCP 80");
        assertThat(ofCart(ofTeam, pod("pay", "web"), "kind: Namespace\nmetadata: {name: pay, labels: {team: a}}"))
                .isEmpty();
        String byExpression =
                web.replace("matchLabels: {app: web}", "matchExpressions: [{key: app, operator: Exists}]");
        assertThat(ofCart(byExpression, pod("shop", "web")))
                .as("an expression stays what it is")
                .containsExactly("shop/cart[Pod] <= shop/[pod with {{Key:app,Operator:Exists,Values:[],}}] : TCP 80");
        String namespaceByExpression = anywhere.replace(
                "namespaceSelector: {}", "namespaceSelector: {matchExpressions: [{key: x, operator: DoesNotExist}]}");
        assertThat(ofCart(namespaceByExpression, pod("pay", "web")))
                .containsExactly("shop/cart[Pod] <= [namespace with {{Key:x,Operator:DoesNotExist,Values:[],}}]/"
                        + "[pod with {app=web}] : TCP 80");
    }

    private static List<String> ofCart(String... others) {
        List<String> manifests = new ArrayList<>(List.of(CART));
        manifests.addAll(Arrays.asList(others));
        return lines(manifests.toArray(new String[0])).stream()
                .filter(line -> line.startsWith("shop/cart[Pod]"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes, 0.0.0.0/0, true",
        "kubernetes, '::/0', true",
        "kubernetes, 0.0.0.0/1, false",
        "np-guard, 0.0.0.0/0, false",
        "cilium, 0.0.0.0/0, false",
        "calico, 0.0.0.0/0, true",
    })
    void a_block_of_every_address_takes_in_the_cluster_where_blocks_match_pods(
            String profile, String cidr, boolean cluster) {
        String rule = ingress("{from: [{ipBlock: {cidr: '" + cidr + "'}}], ports: [{port: 80}]}");
        assertThat(lines(CniProfile.parse(profile), CART, rule))
                .isEqualTo(cluster ? List.of("shop/cart[Pod] <= entire-cluster : TCP 80") : List.of());
    }

    @Test
    void a_rule_without_peers_is_for_the_whole_cluster_and_its_ports_are_of_everybody() {
        assertThat(
                        lines(
                                CART,
                                ingress(
                                        "{ports: [{port: 443}]}, {from: [{podSelector: {matchLabels: {app: new}}}], ports: "
                                                + "[{port: 80}]}, {from: [{podSelector: {matchLabels: {app: old}}}], ports: [{port: 443}]}")))
                .containsExactly(
                        "shop/cart[Pod] <= entire-cluster : TCP 443",
                        "shop/cart[Pod] <= shop/[pod with {app=new}] : TCP 80,443");
    }

    @Test
    void names_of_ports_of_pods_that_are_not_there_stay_names() {
        assertThat(
                        lines(
                                CART,
                                egress(
                                        "{to: [{podSelector: {matchLabels: {app: new}}}], ports: [{port: http}, {port: 80}, "
                                                + "{port: dns, protocol: UDP}]}, {ports: [{protocol: SCTP}, {port: x, protocol: SCTP}]}")))
                .containsExactly(
                        "shop/cart[Pod] => entire-cluster : SCTP 1-65535",
                        "shop/cart[Pod] => shop/[pod with {app=new}] : SCTP 1-65535,TCP 80,http,UDP dns");
        assertThat(lines(
                        pod(
                                "shop",
                                "cart",
                                "{containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}",
                                ""),
                        ingress("{from: [{podSelector: {matchLabels: {app: new}}}], ports: [{port: http}]}")))
                .as("towards a pod that is there, its own")
                .containsExactly("shop/cart[Pod] <= shop/[pod with {app=new}] : TCP 8080");
    }

    @Test
    void administrators_rules_come_first() {
        String admin = "kind: ClusterNetworkPolicy\nmetadata: {name: a}\nspec: {tier: Admin, priority: 1, subject: "
                + "{namespaces: {}}, ingress: [%s], egress: [%s]}";
        String red = "{namespaces: {matchLabels: {team: red}}}";
        String blue = "{namespaces: {matchLabels: {team: blue}}}";
        String both =
                ingress("{from: [{namespaceSelector: {matchLabels: {team: red}}}, {namespaceSelector: {matchLabels: "
                        + "{team: blue}}}], ports: [{port: 80}]}");
        assertThat(lines(
                        CART,
                        both,
                        String.format(
                                admin,
                                "{action: Pass, from: [" + blue + "]}, {action: Deny, from: [" + red
                                        + "], protocols: [{tcp: {}}]}, {action: Deny, from: [" + blue + "]}",
                                "{action: Accept, to: [" + red + "], protocols: [{destinationNamedPort: http}]}")))
                .containsExactly(
                        "shop/cart[Pod] => [namespace with {team=red}]/[all pods] : SCTP http,TCP http,UDP http",
                        "shop/cart[Pod] <= [namespace with {team=blue}]/[all pods] : TCP 80");
    }

    @Test
    void those_of_one_workload_may_be_asked_for() {
        Exposures all = exposures(CniProfile.KUBERNETES, CART, pod("shop", "db"));
        assertThat(all.of("shop", "db").exposures())
                .hasSize(4)
                .allMatch(exposure -> exposure.workload().isNamed("shop", "db"));
        assertThat(all.of("shop", "db").unprotected()).hasSize(2);
        assertThat(all.of("shop", "nobody").exposures()).isEmpty();
        assertThat(all.of("pay", "db").unprotected()).isEmpty();
    }
}
