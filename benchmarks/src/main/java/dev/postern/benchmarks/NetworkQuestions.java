package dev.postern.benchmarks;

import dev.postern.model.Cluster;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.network.Network;
import java.util.List;
import java.util.Random;

/** Random packets between the pods of a cluster, half of them within a stretch of neighbouring pods; the same each time. */
final class NetworkQuestions {
    private static final int SEED = 20260906;
    private static final int NEAR = 200;
    private static final List<Integer> PORTS = List.of(53, 80, 443, 1001, 5003, 8080, 8080, 8080, 8050, 9090);

    final int[] sources;
    final int[] destinations;
    final int[] ports;
    final Protocol[] protocols;
    private final List<Pod> pods;

    NetworkQuestions(Cluster cluster, int count) {
        pods = cluster.pods();
        sources = new int[count];
        destinations = new int[count];
        ports = new int[count];
        protocols = new Protocol[count];
        Random random = new Random(SEED);
        for (int i = 0; i < count; i++) {
            sources[i] = random.nextInt(pods.size());
            destinations[i] = random.nextBoolean()
                    ? random.nextInt(pods.size())
                    : Math.floorMod(sources[i] + random.nextInt(NEAR) - NEAR / 2, pods.size());
            ports[i] = PORTS.get(random.nextInt(PORTS.size()));
            protocols[i] = random.nextInt(10) == 0 ? Protocol.UDP : Protocol.TCP;
        }
    }

    int count() {
        return sources.length;
    }

    Pod source(int i) {
        return pods.get(sources[i]);
    }

    Pod destination(int i) {
        return pods.get(destinations[i]);
    }

    /** How the answers of a model compare with those of the literal reading. */
    record Comparison(int compared, int allowed, int mismatches) {}

    /** Compares both the verdicts between classes and the decisions with their reasons. */
    Comparison compare(Network network, NaiveNetworkPolicy naive) {
        int allowed = 0;
        int mismatches = 0;
        for (int i = 0; i < count(); i++) {
            Pod source = source(i);
            Pod destination = destination(i);
            boolean byPolicy = naive.allows(source, destination, protocols[i], ports[i]);
            boolean passes = naive.passes(source, destination, protocols[i], ports[i]);
            Outcome classes = network.outcome(
                    network.classOfPodAt(sources[i]), network.classOfPodAt(destinations[i]), protocols[i], ports[i]);
            Outcome decision =
                    network.decide(source, destination, protocols[i], ports[i]).outcome();
            allowed += passes ? 1 : 0;
            mismatches += classes == verdict(byPolicy) && decision == verdict(passes) ? 0 : 1;
        }
        return new Comparison(count(), allowed, mismatches);
    }

    private static Outcome verdict(boolean passes) {
        return passes ? Outcome.ALLOWED : Outcome.DENIED;
    }
}
