package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.edit.Edit;
import dev.postern.edit.EditKind;
import dev.postern.edit.Edits;
import dev.postern.edit.RemovePolicyItem;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/**
 * What the smallest cut rests on: a rule that is taken out of a policy, of whatever kind, or a peer or a port of a rule, closes
 * something or nothing, and never opens anything; nor do several of them.
 */
class RemovedRulesTest {
    private static final int SEEDS = 1_000_000_000;
    private static final double SOME_HAVE_RULES = 25;
    private static final double SOME_HAVE_ITEMS = 4;
    private static final List<String> OUTSIDE = List.of("192.0.2.10", "203.0.113.7");
    private static final int RULES = 4;
    private static final int ITEMS = 3;
    /** Lists of rules whose items are alternatives, and those that are told as a whole; %d is a place in a list around. */
    private static final List<String> LISTS = List.of(
            "from",
            "to",
            "ports",
            "toPorts",
            "toPorts[%d].ports",
            "fromEndpoints",
            "toEndpoints",
            "fromEntities",
            "toEntities",
            "fromCIDR",
            "toCIDR",
            "fromCIDRSet",
            "toCIDRSet",
            "fromNodes",
            "toNodes",
            "toFQDNs",
            "toServices",
            "source.nets",
            "destination.nets",
            "source.serviceAccounts.names",
            "destination.serviceAccounts.names",
            "destination.ports",
            "from[%d].source.principals",
            "from[%d].source.namespaces",
            "from[%d].source.ipBlocks",
            "from[%d].source.remoteIpBlocks",
            "to[%d].operation.ports");

    private static final List<Outcome> CLOSED_FIRST = List.of(Outcome.DENIED, Outcome.UNKNOWN, Outcome.ALLOWED);

    @Property(tries = 100)
    void of_kubernetes(@ForAll @IntRange(max = SEEDS) int seed) {
        opensNothing(RandomClusters.of(seed), CniProfile.KUBERNETES, RandomClusters.PORTS);
    }

    /** Rules of administrators, which are in order: what one of them let pass is left to the next. */
    @Property(tries = 200)
    void of_administrators(@ForAll @IntRange(max = SEEDS) int seed) {
        List<Map<String, Object>> objects = new ArrayList<>(RandomClusters.objects(seed));
        objects.removeIf(object -> String.valueOf(object.get("kind")).matches(".+NetworkPolicy"));
        objects.addAll(new RandomTiers(new Random(seed)).policies());
        Cluster cluster = RandomClusters.build(objects);
        List<List<Edit>> sets = new ArrayList<>();
        removals(cluster).stream()
                .filter(edit -> edit.kind() == EditKind.REMOVE_ADMIN_POLICY_RULE)
                .forEach(edit -> sets.add(List.of(edit)));
        Statistics.collect(sets.isEmpty());
        Statistics.coverage(found -> found.check(false).percentage(share -> share > SOME_HAVE_RULES));
        opensNothing(cluster, CniProfile.KUBERNETES, RandomClusters.PORTS, sets);
    }

    @Property(tries = 100)
    void of_calico(@ForAll @IntRange(max = SEEDS) int seed) {
        opensNothing(RandomCalico.of(seed, false).cluster(), CniProfile.CALICO, RandomCalico.PORTS);
    }

    @Property(tries = 100)
    void of_cilium(@ForAll @IntRange(max = SEEDS) int seed) {
        opensNothing(RandomCilium.of(seed), CniProfile.CILIUM, List.of(53, 80, 81, 8080));
    }

    @Property(tries = 200)
    void of_istio(@ForAll @IntRange(max = SEEDS) int seed) {
        ClusterSnapshot snapshot =
                IstioManifests.snapshot(Map.of("apiVersion", "v1", "kind", "List", "items", RandomMeshes.of(seed)));
        opensNothing(snapshot.cluster(), CniProfile.KUBERNETES, RandomMeshes.PORTS);
    }

    private static void opensNothing(Cluster cluster, CniProfile profile, Iterable<Integer> ports) {
        Set<Edit> removals = removals(cluster);
        Statistics.label("rules").collect(removals.isEmpty());
        Statistics.label("rules").coverage(found -> found.check(false).percentage(share -> share > SOME_HAVE_RULES));
        List<Edit> items =
                removals.stream().filter(RemovePolicyItem.class::isInstance).toList();
        Statistics.label("items").collect(items.isEmpty());
        Statistics.label("items").coverage(found -> found.check(false).percentage(share -> share > SOME_HAVE_ITEMS));
        List<List<Edit>> sets = new ArrayList<>();
        removals.forEach(edit -> sets.add(List.of(edit)));
        Random random = new Random(items.size());
        items.forEach(any ->
                sets.add(items.stream().filter(item -> random.nextBoolean()).toList()));
        sets.add(items);
        opensNothing(cluster, profile, ports, sets);
    }

    private static void opensNothing(
            Cluster cluster, CniProfile profile, Iterable<Integer> ports, List<List<Edit>> sets) {
        Map<String, Outcome> before = outcomes(cluster, Network.of(cluster, profile), ports);
        for (List<Edit> edits : sets) {
            Network network = Network.of(Edits.of(cluster).after(edits).cluster(), profile);
            outcomes(cluster, network, ports)
                    .forEach((flow, is) -> assertThat(CLOSED_FIRST.indexOf(is))
                            .as(() -> edits + ": " + flow + " was " + before.get(flow) + ", is " + is)
                            .isLessThanOrEqualTo(CLOSED_FIRST.indexOf(before.get(flow))));
        }
    }

    /** Between pods, and between pods and what is outside. */
    private static Map<String, Outcome> outcomes(Cluster cluster, Network network, Iterable<Integer> ports) {
        Map<String, Outcome> outcomes = new HashMap<>();
        for (int port : ports) {
            for (Pod pod : cluster.pods()) {
                for (Pod other : cluster.pods()) {
                    outcomes.put(
                            pod.object() + " to " + other.object() + ":" + port, outcome(network, pod, other, port));
                }
                Endpoint inside = Endpoint.pod(pod.object());
                for (String address : OUTSIDE) {
                    Endpoint outside = Endpoint.address(address);
                    outcomes.put(
                            address + " to " + pod.object() + ":" + port,
                            network.decide(Flow.from(outside).to(inside).tcp(port))
                                    .outcome());
                    outcomes.put(
                            pod.object() + " to " + address + ":" + port,
                            network.decide(Flow.from(inside).to(outside).tcp(port))
                                    .outcome());
                }
            }
        }
        return outcomes;
    }

    private static Outcome outcome(Network network, Pod source, Pod destination, int port) {
        int from = network.classOf(source);
        int to = network.classOf(destination);
        return from == Network.NO_CLASS || to == Network.NO_CLASS
                ? Outcome.DENIED
                : network.outcome(from, to, Protocol.TCP, port);
    }

    /** Whatever can be taken out of the policies of a cluster. */
    private static Set<Edit> removals(Cluster cluster) {
        Edits edits = Edits.of(cluster);
        Set<Edit> removals = new LinkedHashSet<>();
        Stream.of(
                        cluster.networkPolicies(),
                        cluster.calicoPolicies(),
                        cluster.ciliumPolicies(),
                        cluster.authorizationPolicies(),
                        cluster.adminPolicies())
                .flatMap(List::stream)
                .map(KubernetesObject::ref)
                .forEach(ref -> {
                    for (String list : List.of("spec.ingress", "spec.egress", "spec.rules", "specs[0].ingress")) {
                        for (int i = 0; i < RULES; i++) {
                            for (String field : fields(list + "[" + i + "]")) {
                                removals.addAll(edits.removing(Evidence.stated(ref, field, "")));
                            }
                        }
                    }
                });
        return removals;
    }

    /** A rule, each list of it, and the items of each list. */
    private static List<String> fields(String rule) {
        List<String> fields = new ArrayList<>(List.of(rule));
        for (String list : LISTS) {
            for (int outer = 0; outer < (list.contains("%d") ? ITEMS : 1); outer++) {
                String field = rule + "." + String.format(list, outer);
                fields.add(field);
                for (int item = 0; item < ITEMS; item++) {
                    fields.add(field + "[" + item + "]");
                }
            }
        }
        return fields;
    }
}
