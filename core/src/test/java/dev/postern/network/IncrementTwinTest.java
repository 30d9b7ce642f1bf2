package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;

/** The network of a changed cluster as it is made of the former one, against one that is built anew. */
class IncrementTwinTest {
    private static final int SEEDS = 1_000_000_000;
    private static final int CHANGES = 4;
    private static final List<Integer> PORTS = List.of(80, 8080);

    private int asked;
    private int taken;

    /** Some changes are of what everything depends on. */
    @AfterProperty
    void whatIsUnderstoodIsTakenOver() {
        assertThat(taken).isGreaterThan(asked / 4);
    }

    @Property(tries = 80)
    void changes_of_network_and_admin_policies(@ForAll @IntRange(max = SEEDS) int seed) {
        for (CniProfile profile : List.of(CniProfile.KUBERNETES, CniProfile.OVN_KUBERNETES)) {
            compare(seed, RandomClusters::of, profile);
        }
    }

    @Property(tries = 40)
    void changes_beside_policies_of_cilium(@ForAll @IntRange(max = SEEDS) int seed) {
        compare(seed, RandomCilium::of, CniProfile.CILIUM);
    }

    @Property(tries = 40)
    void changes_beside_policies_of_calico(@ForAll @IntRange(max = SEEDS) int seed) {
        compare(seed, any -> RandomCalico.of(any, true).cluster(), CniProfile.CALICO);
    }

    @Property(tries = 40)
    void changes_beside_policies_of_istio(@ForAll @IntRange(max = SEEDS) int seed) {
        IntFunction<Cluster> meshes = any -> IstioManifests.snapshot(
                        Map.of("apiVersion", "v1", "kind", "List", "items", RandomMeshes.of(any)))
                .cluster();
        compare(seed, meshes, CniProfile.KUBERNETES);
    }

    private void compare(int seed, IntFunction<Cluster> worlds, CniProfile profile) {
        Cluster first = worlds.apply(seed);
        RandomChanges changes = new RandomChanges(new Random(seed), worlds.apply(seed + 1));
        Network former = Network.of(first, profile);
        Cluster cluster = first;
        Network network = former;
        for (int i = 0; i < CHANGES; i++) {
            cluster = changes.next(cluster);
            Optional<Network> increment = network.increment(cluster);
            taken += increment.isPresent() ? 1 : 0;
            asked++;
            network = increment.isPresent() ? increment.get() : network.after(cluster, profile);
            same(network, Network.of(cluster, profile), cluster);
        }
        same(former, Network.of(first, profile), first);
    }

    private static void same(Network network, Network anew, Cluster cluster) {
        for (Pod source : cluster.pods()) {
            for (Pod destination : cluster.pods()) {
                for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
                    PORTS.forEach(port -> same(network, anew, source, destination, protocol, port));
                }
            }
            assertThat(network.listeners(source)).isEqualTo(anew.listeners(source));
            assertThat(network.ownNode(source)).isEqualTo(anew.ownNode(source));
            assertThat(network.reachesApiServer(source)).isEqualTo(anew.reachesApiServer(source));
            assertThat(reached(network, source)).isEqualTo(reached(anew, source));
        }
        assertThat(network.allowedPairs()).isEqualTo(anew.allowedPairs());
        assertThat(network.allowedPairs(Protocol.TCP, 80)).isEqualTo(anew.allowedPairs(Protocol.TCP, 80));
        assertThat(network.connections()).containsExactlyElementsOf(anew.connections());
        assertThat(network.connections().exposures())
                .isEqualTo(anew.connections().exposures());
        assertThat(network.entryPoints()).isEqualTo(anew.entryPoints());
        assertThat(network.diagnostics()).containsExactlyInAnyOrderElementsOf(anew.diagnostics());
        assertThat(NetworkLint.of(network)).isEqualTo(NetworkLint.of(anew));
        ConnectionsDiff.of(anew, network).each(change -> fail("no change: %s", change));
    }

    private static void same(Network network, Network anew, Pod source, Pod destination, Protocol protocol, int port) {
        assertThat(network.decide(source, destination, protocol, port))
                .as("%s to %s %s %d", source.object(), destination.object(), protocol, port)
                .isEqualTo(anew.decide(source, destination, protocol, port));
        for (boolean sending : List.of(true, false)) {
            assertThat(network.decideSide(sending, source, destination, protocol, port))
                    .isEqualTo(anew.decideSide(sending, source, destination, protocol, port));
        }
        if (!source.isTerminated() && !destination.isTerminated()) {
            assertThat(network.outcome(network.classOf(source), network.classOf(destination), protocol, port))
                    .as("rows of %s to %s %s %d", source.object(), destination.object(), protocol, port)
                    .isEqualTo(anew.outcome(anew.classOf(source), anew.classOf(destination), protocol, port));
            assertThat(network.narrowed(network.classOf(source), network.classOf(destination)))
                    .isEqualTo(anew.narrowed(anew.classOf(source), anew.classOf(destination)));
        }
    }

    /** What a pod reaches, is reached by, and would if one end alone were asked: by pods, for classes have other numbers. */
    private static List<Map<String, List<PortSet>>> reached(Network network, Pod pod) {
        int own = network.classOf(pod);
        List<Map<String, List<PortSet>>> all = List.of(
                new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        if (own != Network.NO_CLASS) {
            network.reachableFrom(own, of(network, pod, all.get(0)));
            network.reachedBy(own, of(network, pod, all.get(1)));
            network.mayLeaveFor(own, of(network, pod, all.get(2)));
            network.mayLeaveTowards(own, of(network, pod, all.get(3)));
            network.mayEnter(own, of(network, pod, all.get(4)));
            network.mayBeEnteredBy(own, of(network, pod, all.get(5)));
        }
        return all;
    }

    private static ReachSink of(Network network, Pod own, Map<String, List<PortSet>> reached) {
        return (other, allowed, unknown) -> network.podsOf(other).forEach(pod -> {
            // Whether a class of several reaches itself depends on which pods are in it.
            if (!pod.equals(own)) {
                assertThat(reached.put(pod.object().toString(), List.of(allowed, unknown)))
                        .isNull();
            }
        });
    }
}
