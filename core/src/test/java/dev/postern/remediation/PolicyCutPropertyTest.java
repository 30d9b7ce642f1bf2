package dev.postern.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Derivation;
import dev.postern.attack.Facts;
import dev.postern.attack.rule.BuiltInRules;
import dev.postern.attack.rule.Reanalysis;
import dev.postern.edit.Draft;
import dev.postern.edit.Edit;
import dev.postern.edit.EditCosts;
import dev.postern.edit.EditKind;
import dev.postern.edit.Edits;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import dev.postern.network.CniProfile;
import dev.postern.network.Network;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.RbacOptions;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/**
 * A cut in policies of one kind, or of two, against every cheaper set of the edits that some fact of the cluster, or of the
 * cluster with one edit made, has.
 */
final class PolicyCutPropertyTest {
    private static final int SEEDS = 1_000_000_000;
    private static final int TRIES = 16;
    private static final int MIN_CUTS = 5;
    /** Sets of edits tried for one cluster, the smallest first. */
    private static final int TRIED = 40;

    private static final PathQuery QUESTION =
            PathQuery.from(Place.pod("shop", "web")).to(Place.pod("shop", "db")).assuming(1);
    private static final List<String> APPS = List.of("web", "cart", "db");

    /** Policies that are added close everything at once: at this price, what is there is changed instead. */
    private static final int DEAR = 9;

    private static final CutQuery ASKED =
            CutQuery.of(QUESTION).costing(EditKind.ISOLATE_EGRESS, DEAR).costing(EditKind.ISOLATE_INGRESS, DEAR);

    private final EditCosts costs = ASKED.costs();

    @Property(tries = TRIES, seed = "20261130")
    void noCheaperSetOfEditsClosesThePath(@ForAll @IntRange(max = SEEDS) int seed) {
        Analysis analysis = analysis(new Random(seed));
        Remediation cut = analysis.cut(ASKED);
        assertThat(cut.proof().holds()).isTrue();
        assertThat(cut.infeasible()).isEmpty();
        assertThat(cut.remaining()).isEmpty();
        Statistics.collect(cut.cost());
        Statistics.coverage(found -> found.check(0).count(none -> none < TRIES - MIN_CUTS));
        if (!cut.optimal()) {
            return;
        }
        Cluster cluster = analysis.snapshot().cluster();
        List<Edit> edits = List.copyOf(edits(cluster, analysis));
        List<List<Edit>> cheaper = new ArrayList<>();
        subsets(edits, 0, List.of(), cut.cost(), cheaper);
        cheaper.sort(Comparator.comparing(List::size));
        for (List<Edit> set : cheaper.subList(0, Math.min(TRIED, cheaper.size()))) {
            assertThat(Reanalysis.of(Draft.edited(cluster, set)).find(QUESTION).paths())
                    .as("%s close the path for less than %s", set, cut.edits())
                    .isNotEmpty();
        }
    }

    /** All edits of facts, of those too that only show once another is made. */
    private static TreeSet<Edit> edits(Cluster cluster, Analysis analysis) {
        TreeSet<Edit> first = new TreeSet<>();
        Edits edits = Edits.of(cluster);
        eachEdit(analysis.graph(), edits, first::add);
        TreeSet<Edit> all = new TreeSet<>(first);
        for (Edit edit : first) {
            Edits after = edits.after(List.of(edit));
            eachEdit(graph(after.cluster()), after, all::add);
        }
        return all;
    }

    private static AttackGraph graph(Cluster cluster) {
        Rbac rbac = Rbac.of(cluster, RbacOptions.DEFAULT);
        return Derivation.run(
                Facts.of(
                        cluster,
                        rbac,
                        Network.withNewcomers(cluster, CniProfile.of(cluster)),
                        PodSecurity.of(cluster, rbac.version())),
                BuiltInRules.all());
    }

    private static void eachEdit(AttackGraph graph, Edits edits, Consumer<Edit> action) {
        Consumer<AttackEdge> edge = one -> one.supports()
                .forEach(support -> support.facts()
                        .forEach(fact -> edits.removing(fact).stream()
                                .filter(edit -> !edits.mayOpen(edit))
                                .forEach(action)));
        graph.forEachEdge(edge);
        graph.forEachFlow(edge);
    }

    private void subsets(List<Edit> edits, int from, List<Edit> chosen, int below, List<List<Edit>> sets) {
        for (int i = from; i < edits.size(); i++) {
            int left = below - costs.of(edits.get(i));
            if (left > 0) {
                List<Edit> more = new ArrayList<>(chosen);
                more.add(edits.get(i));
                sets.add(more);
                subsets(edits, i + 1, more, left, sets);
            }
        }
    }

    private static Analysis analysis(Random random) {
        StringBuilder yaml = new StringBuilder();
        boolean mesh = random.nextBoolean();
        yaml.append("{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: ")
                .append(mesh ? "enabled" : "disabled")
                .append("}}}\n");
        for (String app : APPS) {
            yaml.append("---\n{apiVersion: v1, kind: Pod, metadata: {name: ").append(app);
            yaml.append(", namespace: shop, labels: {app: ").append(app);
            yaml.append("}}, spec: {automountServiceAccountToken: false, serviceAccountName: ")
                    .append(app);
            yaml.append(", containers: [{name: c, image: i, ports: [{containerPort: 80}, {containerPort: 81}]}]}}\n");
        }
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            yaml.append("---\n").append(policy(random, i)).append('\n');
        }
        return Postern.analyze(ClusterSnapshot.read(
                List.of(Input.stdin(new ByteArrayInputStream(yaml.toString().getBytes(UTF_8))))));
    }

    private static String policy(Random random, int number) {
        String head = ", metadata: {name: p" + number + ", namespace: shop}, spec: {";
        switch (random.nextInt(4)) {
            case 0:
                return "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy" + head
                        + "selector: {matchLabels: {app: db}}, rules: ["
                        + rules(
                                random,
                                "from",
                                List.of(
                                        "{source: {principals: [cluster.local/ns/shop/sa/web, cluster.local/ns/shop/sa/cart]}}",
                                        "{source: {namespaces: [shop, ops]}}",
                                        "{source: {principals: [cluster.local/ns/shop/sa/cart]}}"),
                                "to",
                                List.of("{operation: {ports: ['80', '81']}}", "{operation: {ports: ['80']}}"))
                        + "]}}";
            case 1:
                return "{apiVersion: policy.networking.k8s.io/v1alpha1, kind: AdminNetworkPolicy, metadata: {name: p"
                        + number
                        + "}, spec: {priority: " + number
                        + ", subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}, ingress: ["
                        + "{action: " + List.of("Allow", "Deny", "Pass").get(random.nextInt(3))
                        + ", from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: "
                        + APPS.get(random.nextInt(2)) + "}}}}]}, {action: "
                        + List.of("Allow", "Deny", "Pass").get(random.nextInt(3))
                        + ", from: [{namespaces: {}}]}]}}";
            default:
                return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy" + head
                        + "podSelector: {matchLabels: {app: db}}, ingress: ["
                        + rules(
                                random,
                                "from",
                                List.of(
                                        "{podSelector: {matchLabels: {app: web}}}",
                                        "{podSelector: {matchLabels: {app: cart}}}",
                                        "{namespaceSelector: {}}",
                                        "{ipBlock: {cidr: 192.0.2.0/24}}"),
                                "ports",
                                List.of("{port: 80}", "{port: 81}", "{port: 82}"))
                        + "]}}";
        }
    }

    private static String rules(Random random, String peers, List<String> ofPeers, String ports, List<String> ofPorts) {
        List<String> rules = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            List<String> lists = new ArrayList<>();
            some(random, peers, ofPeers, lists);
            some(random, ports, ofPorts, lists);
            rules.add("{" + String.join(", ", lists) + "}");
        }
        return String.join(", ", rules);
    }

    private static void some(Random random, String field, List<String> items, List<String> lists) {
        List<String> some = items.stream().filter(item -> random.nextInt(3) > 0).toList();
        if (!some.isEmpty()) {
            lists.add(field + ": [" + String.join(", ", some) + "]");
        }
    }
}
