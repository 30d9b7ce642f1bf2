package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.edit.Edit;
import dev.postern.edit.Edits;
import dev.postern.edit.RemovePolicyRule;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/**
 * What the smallest cut rests on: a rule that is taken out of a policy, of whatever kind, closes something or nothing, and never
 * opens anything.
 */
class RemovedRulesTest {
    private static final int SEEDS = 1_000_000_000;
    private static final double SOME_HAVE_RULES = 25;
    private static final List<Outcome> CLOSED_FIRST = List.of(Outcome.DENIED, Outcome.UNKNOWN, Outcome.ALLOWED);

    @Property(tries = 100)
    void of_kubernetes(@ForAll @IntRange(max = SEEDS) int seed) {
        opensNothing(RandomClusters.of(seed), CniProfile.KUBERNETES, RandomClusters.PORTS);
    }

    @Property(tries = 100)
    void of_calico(@ForAll @IntRange(max = SEEDS) int seed) {
        opensNothing(RandomCalico.of(seed, false).cluster(), CniProfile.CALICO, RandomCalico.PORTS);
    }

    @Property(tries = 100)
    void of_cilium(@ForAll @IntRange(max = SEEDS) int seed) {
        opensNothing(RandomCilium.of(seed), CniProfile.CILIUM, List.of(53, 80, 81, 8080));
    }

    @Property(tries = 100)
    void of_istio(@ForAll @IntRange(max = SEEDS) int seed) {
        ClusterSnapshot snapshot =
                IstioManifests.snapshot(Map.of("apiVersion", "v1", "kind", "List", "items", RandomMeshes.of(seed)));
        opensNothing(snapshot.cluster(), CniProfile.KUBERNETES, RandomMeshes.PORTS);
    }

    private static void opensNothing(Cluster cluster, CniProfile profile, Iterable<Integer> ports) {
        Network before = Network.of(cluster, profile);
        Set<Edit> removals = removals(cluster);
        Statistics.collect(removals.isEmpty());
        Statistics.coverage(found -> found.check(false).percentage(share -> share > SOME_HAVE_RULES));
        for (Edit edit : removals) {
            Cluster edited = Edits.of(cluster).after(List.of(edit)).cluster();
            Network after = Network.of(edited, profile);
            for (Pod source : cluster.pods()) {
                for (Pod destination : cluster.pods()) {
                    for (int port : ports) {
                        Outcome was = outcome(before, source, destination, port);
                        Outcome is = outcome(after, source, destination, port);
                        assertThat(CLOSED_FIRST.indexOf(is))
                                .as(() -> edit.describe() + ": " + source.object() + " to " + destination.object() + ":"
                                        + port + " was " + was + ", is " + is)
                                .isLessThanOrEqualTo(CLOSED_FIRST.indexOf(was));
                    }
                }
            }
        }
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
                        cluster.authorizationPolicies())
                .flatMap(List::stream)
                .map(KubernetesObject::ref)
                .forEach(ref -> {
                    for (String list : List.of("spec.ingress", "spec.egress", "spec.rules", "specs[0].ingress")) {
                        for (int i = 0; i < 4; i++) {
                            edits.removing(Evidence.stated(ref, list + "[" + i + "]", "")).stream()
                                    .filter(RemovePolicyRule.class::isInstance)
                                    .forEach(removals::add);
                        }
                    }
                });
        return removals;
    }
}
