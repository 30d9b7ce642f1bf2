package dev.postern.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.postern.model.Cluster;
import dev.postern.network.Network;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Prints how long the model of reachability takes to build and to ask, for clusters of published shapes, after comparing it
 * with a literal reading of the policies on random packets.
 *
 * <p>Arguments: shapes ({@link NetworkShape}; default all but {@code plain-1m}), {@code --rounds N} (default 3), {@code
 * --warm N} (default 2), {@code --questions N} (default 200000).
 */
public final class NetworkReport {
    private static final double MILLI = 1e6;
    private static final int SETS = 1_000;
    /** Rounds of changes, each of which takes little: as many to warm up. */
    private static final int CHANGES = 40;
    /** Of the questions that are compared, how many are timed. */
    private static final int TIMED = 20_000;

    /** For machines on which others work too: how long processors worked, on whatever thread. */
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final NetworkShape shape;
    private final Cluster cluster;
    private final NetworkQuestions questions;
    private final int rounds;
    private final int warm;

    private NetworkReport(NetworkShape shape, int questions, int rounds, int warm) {
        this.shape = shape;
        this.rounds = rounds;
        this.warm = warm;
        cluster = shape.cluster().get();
        this.questions = new NetworkQuestions(cluster, questions);
    }

    public static void main(String[] args) {
        List<String> shapes = new ArrayList<>();
        int rounds = 3;
        int warm = 2;
        int questions = 200_000;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--warm" -> warm = Integer.parseInt(args[++i]);
                case "--questions" -> questions = Integer.parseInt(args[++i]);
                default -> shapes.add(args[i]);
            }
        }
        if (shapes.isEmpty()) {
            shapes.addAll(List.of("real", "plain-1k", "plain", "nested-labels", "antrea"));
        }
        System.out.println("| shape | question | CPU | wall | goal |");
        System.out.println("|---|---|---|---|---|");
        for (String name : shapes) {
            new NetworkReport(NetworkShape.of(name), questions, rounds, warm).print();
        }
        System.out.printf(
                Locale.ROOT,
                "%nBest of %d rounds after %d to warm up (changes: at least %d each), one process, JDK %d, %d processors.%n",
                rounds,
                warm,
                CHANGES,
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors());
    }

    private void print() {
        long before = heap();
        Network network = Network.of(cluster);
        long retained = heap() - before;
        System.err.printf(
                Locale.ROOT,
                "%s: %,d pods, %,d policies, %,d namespaces, %,d classes%n",
                shape.name(),
                cluster.pods().size(),
                policies(),
                cluster.namespaces().size(),
                network.classCount());
        shape.literal(cluster).ifPresent(literal -> compare(network, literal));
        time(
                "model",
                "s",
                1e3,
                shape.buildGoal() + "",
                1,
                () -> Network.of(cluster).classCount());
        row(
                "heap kept by the model",
                String.format(Locale.ROOT, "%d MB", retained >> 20),
                "",
                shape.heapGoal() + " MB");
        points(network);
        long[] pairs = {0};
        time("pairs that may talk", "s", 1e3, shape.pairsGoal() > 0 ? shape.pairsGoal() + "" : "", 1, () -> {
            pairs[0] = network.allowedPairs();
            return pairs[0];
        });
        System.err.printf(Locale.ROOT, "%s: %,d pairs may talk%n", shape.name(), pairs[0]);
        sets(network);
        new NetworkChanges(cluster, network, questions)
                .each((what, ask) ->
                        time(what, "ms", 1, "10", 1, Math.max(warm, CHANGES), Math.max(rounds, CHANGES), ask));
    }

    private void compare(Network network, Cluster literal) {
        NetworkQuestions.Comparison compared = questions.compare(network, new NaiveNetworkPolicy(literal));
        System.err.printf(
                Locale.ROOT,
                "%s: compared %,d, allowed %,d, mismatches %,d%n",
                shape.name(),
                compared.compared(),
                compared.allowed(),
                compared.mismatches());
        if (compared.mismatches() > 0 || compared.allowed() == 0) {
            throw new IllegalStateException(shape.name() + ": the model and the literal reading differ");
        }
    }

    private int policies() {
        return cluster.networkPolicies().size()
                + cluster.calicoPolicies().size()
                + cluster.ciliumPolicies().size()
                + cluster.authorizationPolicies().size();
    }

    private void points(Network network) {
        int timed = Math.min(TIMED, questions.count());
        int[] sources = new int[timed];
        int[] destinations = new int[timed];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = network.classOfPodAt(questions.sources[i]);
            destinations[i] = network.classOfPodAt(questions.destinations[i]);
        }
        time("verdict between two classes", "µs", 1e-3, "1", timed, () -> {
            long sum = 1;
            for (int i = 0; i < sources.length; i++) {
                sum += network.outcome(sources[i], destinations[i], questions.protocols[i], questions.ports[i])
                        .ordinal();
            }
            return sum;
        });
        time("the same between two pods, their classes looked up", "µs", 1e-3, "1", timed, () -> {
            long sum = 1;
            for (int i = 0; i < timed; i++) {
                int source = network.classOf(questions.source(i));
                int destination = network.classOf(questions.destination(i));
                sum += network.outcome(source, destination, questions.protocols[i], questions.ports[i])
                        .ordinal();
            }
            return sum;
        });
        time("decision with evidence", "µs", 1e-3, "20", timed, () -> {
            long sum = 1;
            for (int i = 0; i < timed; i++) {
                sum += network.decide(
                                questions.source(i),
                                questions.destination(i),
                                questions.protocols[i],
                                questions.ports[i])
                        .supports()
                        .size();
            }
            return sum;
        });
    }

    private void sets(Network network) {
        time("what can X reach (mean of " + SETS + " pods)", "ms", 1, "5", SETS, () -> {
            long[] sum = {1};
            for (int i = 0; i < SETS; i++) {
                network.reachableFrom(
                        network.classOfPodAt(questions.sources[i]), (other, allowed, unknown) -> sum[0] += other);
            }
            return sum[0];
        });
        time("who can reach X (mean of " + SETS + " pods)", "ms", 1, "5", SETS, () -> {
            long[] sum = {1};
            for (int i = 0; i < SETS; i++) {
                network.reachedBy(
                        network.classOfPodAt(questions.sources[i]), (other, allowed, unknown) -> sum[0] += other);
            }
            return sum[0];
        });
    }

    private void time(String what, String name, double unit, String goal, int times, LongSupplier ask) {
        time(what, name, unit, goal, times, warm, rounds, ask);
    }

    /** Best of the rounds; {@code unit} in milliseconds. */
    private void time(
            String what, String name, double unit, String goal, int times, int before, int measured, LongSupplier ask) {
        double cpu = Double.MAX_VALUE;
        double wall = Double.MAX_VALUE;
        for (int round = 0; round < before + measured; round++) {
            System.gc();
            long worked = PROCESS.getProcessCpuTime();
            long start = System.nanoTime();
            long answer = ask.getAsLong();
            double taken = (System.nanoTime() - start) / MILLI / unit / times;
            double work = (PROCESS.getProcessCpuTime() - worked) / MILLI / unit / times;
            if (answer < 0) {
                throw new IllegalStateException(what + ": no answer");
            }
            if (round >= before) {
                cpu = Math.min(cpu, work);
                wall = Math.min(wall, taken);
            }
        }
        String format = "%.2f " + name;
        row(
                what,
                String.format(Locale.ROOT, format, cpu),
                String.format(Locale.ROOT, format, wall),
                goal.isEmpty() ? "" : goal + " " + name);
    }

    private void row(String what, String cpu, String wall, String goal) {
        System.out.printf(Locale.ROOT, "| %s | %s | %s | %s | %s |%n", shape.name(), what, cpu, wall, goal);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
