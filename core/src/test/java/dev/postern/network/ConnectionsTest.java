package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Protocol;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connection lists of small clusters, line by line. */
class ConnectionsTest {
    private static final String CLOSED = policy("{podSelector: {}, policyTypes: [Ingress, Egress]}");

    private static Connections of(CniProfile profile, String... manifests) {
        return Network.of(Manifests.cluster(String.join("\n---\n", manifests)), profile)
                .connections();
    }

    private static List<String> lines(String... manifests) {
        return of(CniProfile.KUBERNETES, manifests).stream()
                .map(Connection::toString)
                .toList();
    }

    private static String deployment(String name, String labels, String spec) {
        return "kind: Deployment\nmetadata: {namespace: shop, name: " + name
                + "}\nspec: {template: {metadata: {labels: " + labels + "}, spec: " + spec + "}}";
    }

    private static String replica(String name, String owner, String labels) {
        return "kind: Pod\nmetadata: {namespace: shop, name: " + name + ", labels: " + labels
                + ", ownerReferences: [{kind: ReplicaSet, name: " + owner + ", controller: true}]}\nspec: {}";
    }

    @Test
    void without_policies_everything_reaches_everything_but_itself() {
        assertThat(lines(pod("shop", "db"), pod("shop", "cart")))
                .containsExactly(
                        "0.0.0.0-255.255.255.255[External] => shop/cart[Pod] : All Connections",
                        "0.0.0.0-255.255.255.255[External] => shop/db[Pod] : All Connections",
                        "shop/cart[Pod] => 0.0.0.0-255.255.255.255[External] : All Connections",
                        "shop/cart[Pod] => shop/db[Pod] : All Connections",
                        "shop/db[Pod] => 0.0.0.0-255.255.255.255[External] : All Connections",
                        "shop/db[Pod] => shop/cart[Pod] : All Connections");
    }

    @Test
    void what_is_closed_has_no_line() {
        assertThat(lines(pod("shop", "db"), pod("shop", "cart"), CLOSED)).isEmpty();
    }

    @Test
    void neighbouring_ranges_of_equal_ports_are_one() {
        String rule = "{to: [{ipBlock: {cidr: 10.0.0.0/25}}, {ipBlock: {cidr: 10.0.0.128/25}},"
                + " {ipBlock: {cidr: 10.2.0.0/16, except: [10.2.3.0/24]}}], ports: [{port: 80}, {port: 81}]}";
        String narrower = "{to: [{ipBlock: {cidr: 10.0.0.128/32}}], ports: [{port: 90, endPort: 99, protocol: UDP}]}";
        String egress = "{podSelector: {}, policyTypes: [Egress, Ingress], egress: [" + rule + ", " + narrower + "]}";
        assertThat(lines(pod("shop", "cart", "{}", "10.9.0.1"), policy(egress)))
                .containsExactly(
                        "shop/cart[Pod] => 10.0.0.0-10.0.0.127[External] : TCP 80-81",
                        "shop/cart[Pod] => 10.0.0.128-10.0.0.128[External] : TCP 80-81,UDP 90-99",
                        "shop/cart[Pod] => 10.0.0.129-10.0.0.255[External] : TCP 80-81",
                        "shop/cart[Pod] => 10.2.0.0-10.2.2.255[External] : TCP 80-81",
                        "shop/cart[Pod] => 10.2.4.0-10.2.255.255[External] : TCP 80-81");
    }

    @Test
    void a_rule_without_peers_takes_in_every_address_and_names_stand_for_ports_of_pods_only() {
        String egress = "{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}, {port: 443}]}]}";
        String ingress = "{podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: http}]}]}";
        String spec = "{containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}";
        assertThat(lines(pod("shop", "cart", spec, ""), policy("shop", "out", egress), policy("shop", "in", ingress)))
                .containsExactly(
                        "0.0.0.0-255.255.255.255[External] => shop/cart[Pod] : TCP 8080",
                        "shop/cart[Pod] => 0.0.0.0-255.255.255.255[External] : TCP 443");
    }

    @Test
    void both_families_are_listed_where_both_are_in_use() {
        String dual = "kind: Pod\nmetadata: {namespace: shop, name: cart}\nspec: {}\n"
                + "status: {podIPs: [{ip: 10.0.0.1}, {ip: 'fd00::1'}]}";
        String egress = "{podSelector: {}, policyTypes: [Ingress, Egress],"
                + " egress: [{to: [{ipBlock: {cidr: 'fd00::/127'}}, {ipBlock: {cidr: 10.0.0.0/31}}]}]}";
        assertThat(lines(dual, policy(egress)))
                .containsExactly(
                        "shop/cart[Pod] => 10.0.0.0-10.0.0.1[External] : All Connections",
                        "shop/cart[Pod] => fd00:0:0:0:0:0:0:0-fd00:0:0:0:0:0:0:1[External] : All Connections");
    }

    @Test
    void pods_of_one_workload_with_other_labels_are_joined() {
        String ingress = "{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: ["
                + "{from: [{podSelector: {matchLabels: {tier: a}}}], ports: [{port: 1}]},"
                + "{from: [{podSelector: {matchLabels: {tier: b}}}], ports: [{port: 2}]}]}";
        List<String> lines = lines(
                replica("r-1", "r", "{tier: a}"), replica("r-2", "r", "{tier: b}"), pod("shop", "db"), policy(ingress));
        assertThat(lines).contains("shop/r[ReplicaSet] => shop/db[Pod] : TCP 1-2");
        assertThat(lines).noneMatch(line -> line.contains("r[ReplicaSet] => shop/r[ReplicaSet]"));
    }

    @Test
    void of_a_workload_with_other_labels_what_is_outside_is_joined_as_well() {
        String ingress =
                "{podSelector: {matchLabels: {tier: %s}}, policyTypes: [Ingress, Egress], ingress: [{from: [{ipBlock: "
                        + "{cidr: %s}}], ports: [{port: %s}]}]}";
        List<String> lines = lines(
                replica("r-1", "r", "{tier: a}"),
                replica("r-2", "r", "{tier: b}"),
                policy("shop", "a", String.format(ingress, "a", "198.51.100.0/24", "1")),
                policy("shop", "b", String.format(ingress, "b", "198.51.100.128/25", "2")));
        assertThat(lines)
                .containsExactly(
                        "198.51.100.0-198.51.100.127[External] => shop/r[ReplicaSet] : TCP 1",
                        "198.51.100.128-198.51.100.255[External] => shop/r[ReplicaSet] : TCP 1-2");
    }

    @Test
    void what_comes_from_outside_is_in_order_of_its_addresses() {
        String ingress =
                "{podSelector: {matchLabels: {app: %s}}, policyTypes: [Ingress, Egress], ingress: [{from: [%s]}]}";
        String low = "{ipBlock: {cidr: 198.51.100.0/24}}";
        String high = "{ipBlock: {cidr: 203.0.113.0/24}}";
        assertThat(lines(
                        pod("shop", "a"),
                        pod("shop", "b"),
                        policy("shop", "a", String.format(ingress, "a", high)),
                        policy("shop", "b", String.format(ingress, "b", low + ", " + high))))
                .containsExactly(
                        "198.51.100.0-198.51.100.255[External] => shop/b[Pod] : All Connections",
                        "203.0.113.0-203.0.113.255[External] => shop/a[Pod] : All Connections",
                        "203.0.113.0-203.0.113.255[External] => shop/b[Pod] : All Connections");
    }

    @Test
    void a_workload_is_there_while_one_of_its_pods_runs() {
        Connections all =
                of(CniProfile.KUBERNETES, pod("shop", "db"), pod("shop", "job").replace("Running", "Succeeded"));
        assertThat(all.has("shop", "db")).isTrue();
        assertThat(all.has("pay", "db")).isFalse();
        assertThat(all.has("shop", "job")).isFalse();
    }

    @Test
    void what_only_an_address_would_tell_is_unknown() {
        String ingress = "{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: ["
                + "{from: [{podSelector: {matchLabels: {app: cart}}}], ports: [{port: 1}]},"
                + "{from: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 2}]}]}";
        String[] manifests = {
            deployment("cart", "{app: cart}", "{}"), deployment("more", "{}", "{}"), pod("shop", "db"), policy(ingress)
        };
        assertThat(lines(manifests))
                .contains(
                        "shop/cart[Deployment] => shop/db[Pod] : TCP 1 (unknown: TCP 2)",
                        "shop/more[Deployment] => shop/db[Pod] : No Connections (unknown: TCP 2)");
        assertThat(of(CniProfile.CILIUM, manifests).stream().map(Connection::toString))
                .contains("shop/cart[Deployment] => shop/db[Pod] : TCP 1")
                .noneMatch(line -> line.contains("shop/more[Deployment] => shop/db[Pod]"));
    }

    @Test
    void pods_and_their_own_node_always_reach_each_other() {
        String onNode = "{nodeName: n1}";
        String host = "{nodeName: n1, hostNetwork: true}";
        String elsewhere = "{nodeName: n2, hostNetwork: true}";
        assertThat(lines(
                        pod("shop", "db", onNode, ""),
                        pod("kube-system", "agent", host, ""),
                        pod("kube-system", "other", elsewhere, ""),
                        CLOSED))
                .contains(
                        "kube-system/agent[Pod] => shop/db[Pod] : All Connections",
                        "shop/db[Pod] => kube-system/agent[Pod] : All Connections")
                .noneMatch(line -> line.contains("shop/db") && line.contains("other"));
    }

    @Test
    void an_ingress_controller_that_is_not_in_the_input_has_its_lines() {
        String service = "kind: Service\nmetadata: {namespace: shop, name: web}\n"
                + "spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}";
        String ingress = "kind: Ingress\nmetadata: {namespace: shop, name: web}\nspec: {rules: [{http: {paths: ["
                + "{backend: {service: {name: web, port: {number: 80}}}}]}}]}";
        assertThat(lines(pod("shop", "web"), service, ingress))
                .last()
                .isEqualTo("{ingress-controller} => shop/web[Pod] : TCP 8080");
    }

    @Test
    void the_lines_of_one_workload_are_those_that_name_it() {
        String[] manifests = {
            pod("a", "a"),
            pod("shop", "db"),
            pod("shop", "cart"),
            pod("z", "z"),
            policy("{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}]}]}")
        };
        Connections all = of(CniProfile.KUBERNETES, manifests);
        assertThat(all.involving("shop", "db"))
                .isEqualTo(all.stream()
                        .filter(connection -> connection.toString().contains("shop/db[Pod]"))
                        .toList())
                .isNotEmpty();
        assertThat(all.involving("shop", "nobody")).isEmpty();
    }

    @Test
    void ports_have_the_common_notation() {
        PortSet some = PortSet.of(Protocol.TCP, 80)
                .union(PortSet.range(Protocol.TCP, 90, 95))
                .union(PortSet.of(Protocol.SCTP, 9))
                .union(PortSet.allOf(Protocol.UDP));
        assertThat(some.notation()).isEqualTo("SCTP 9,TCP 80,90-95,UDP 1-65535");
        assertThat(PortSet.ALL.notation()).isEqualTo("All Connections");
        assertThat(PortSet.NONE.notation()).isEqualTo("No Connections");
    }

    @Test
    void every_profile_is_found_by_its_name() {
        assertThat(Arrays.stream(CniProfile.values()).map(profile -> CniProfile.parse(profile.id())))
                .containsExactly(CniProfile.values());
    }
}
