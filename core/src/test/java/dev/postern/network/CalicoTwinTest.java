package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The engine against the twin on random worlds of Calico's policies: the judge by address, and the rows by class. */
class CalicoTwinTest {
    private static final int SEEDS = 1_000_000_000;

    private static Cluster cluster(int seed, boolean addressed) {
        ClusterSnapshot snapshot = RandomCalico.of(seed, addressed);
        assertThat(snapshot.diagnostics()).isEmpty();
        return snapshot.cluster();
    }

    private static Network network(Cluster cluster) {
        Network network = Network.of(cluster, CniProfile.CALICO);
        assertThat(network.diagnostics()).noneMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
        return network;
    }

    private static List<Pod> bound(Cluster cluster) {
        return cluster.pods().stream().filter(pod -> !pod.spec().hostNetwork()).toList();
    }

    @Property(tries = 400)
    void the_judge_says_of_addresses_what_the_twin_says(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = cluster(seed, true);
        Network network = network(cluster);
        NaiveCalico twin = new NaiveCalico(cluster);
        List<String> ends = new ArrayList<>(RandomCalico.OUTSIDE);
        bound(cluster).forEach(pod -> ends.addAll(pod.ips()));
        for (String source : ends) {
            for (String destination : ends) {
                boolean self = bound(cluster).stream()
                        .anyMatch(pod -> pod.ips().contains(source) && pod.ips().contains(destination));
                boolean sameFamily = source.contains(":") == destination.contains(":");
                if (!self && sameFamily) {
                    compare(network, twin, source, destination);
                }
            }
        }
    }

    private static void compare(Network network, NaiveCalico twin, String source, String destination) {
        for (Protocol protocol : Protocol.values()) {
            for (int port : RandomCalico.PORTS) {
                Decision decision = network.decide(source, destination, protocol, port);
                assertThat(decision.outcome())
                        .as("%s to %s %s %d: %s", source, destination, protocol, port, decision)
                        .isEqualTo(twin.decide(source, destination, protocol, port));
            }
        }
    }

    @Property(tries = 400)
    void the_rows_say_of_classes_what_the_twin_says_of_their_pods(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = cluster(seed, true);
        Network network = network(cluster);
        NaiveCalico twin = new NaiveCalico(cluster);
        eachPair(cluster, (source, destination) -> {
            for (Protocol protocol : Protocol.values()) {
                for (int port : RandomCalico.PORTS) {
                    assertThat(network.outcome(network.classOf(source), network.classOf(destination), protocol, port))
                            .as("%s to %s %s %d", source.object(), destination.object(), protocol, port)
                            .isEqualTo(best(twin, source, destination, protocol, port));
                }
            }
        });
    }

    private interface Pairs {
        void accept(Pod source, Pod destination);
    }

    private static void eachPair(Cluster cluster, Pairs pairs) {
        for (Pod source : bound(cluster)) {
            for (Pod destination : bound(cluster)) {
                if (!source.object().equals(destination.object())) {
                    pairs.accept(source, destination);
                }
            }
        }
    }

    /** In whichever family comes closest to passing. */
    private static Outcome best(NaiveCalico twin, Pod source, Pod destination, Protocol protocol, int port) {
        Outcome best = Outcome.DENIED;
        for (String from : source.ips()) {
            for (String to : destination.ips()) {
                if (from.contains(":") == to.contains(":")) {
                    Outcome next = twin.decide(from, to, protocol, port);
                    best = best == Outcome.ALLOWED || next == Outcome.DENIED ? best : next;
                }
            }
        }
        return best;
    }

    @Property(tries = 400)
    void rows_and_judge_agree_where_addresses_are_not_known(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = cluster(seed, false);
        Network network = network(cluster);
        eachPair(cluster, (source, destination) -> {
            for (Protocol protocol : Protocol.values()) {
                for (int port : RandomCalico.PORTS) {
                    assertThat(network.outcome(network.classOf(source), network.classOf(destination), protocol, port))
                            .as("%s to %s %s %d", source.object(), destination.object(), protocol, port)
                            .isEqualTo(network.decide(source, destination, protocol, port)
                                    .outcome());
                }
            }
        });
    }

    @Property(tries = 200)
    void some_address_outside_passes_only_if_one_of_them_may(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = cluster(seed, true);
        Network network = network(cluster);
        for (Pod pod : bound(cluster)) {
            Endpoint end = Endpoint.workload(pod.namespace(), pod.meta().name());
            Outcome some = network.decide(Flow.from(end).to(Endpoint.internet()).tcp(80))
                    .outcome();
            boolean any = RandomCalico.OUTSIDE.stream()
                    .flatMap(address -> pod.ips().stream()
                            .filter(ip -> ip.contains(":") == address.contains(":"))
                            .map(ip -> network.decide(ip, address, Protocol.TCP, 80)
                                    .outcome()))
                    .anyMatch(outcome -> outcome == Outcome.ALLOWED);
            if (any && some == Outcome.DENIED) {
                throw new AssertionError(pod.object() + " reaches an address outside, but nothing outside");
            }
        }
    }
}
