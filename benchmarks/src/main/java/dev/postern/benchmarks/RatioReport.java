package dev.postern.benchmarks;

import dev.postern.Analysis;
import dev.postern.ingest.ClusterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints the table of the README: for each preset the time of tokenising the file with raw Jackson, of reading it, and of
 * reading it, building the graph and answering the default questions, with the ratio of each to the first; and how large
 * the graph is.
 *
 * <p>The stages take turns, round after round in one process, so that a slow moment of the machine meets all of them. The
 * garbage of a stage is collected before the next is timed. Arguments: presets (default {@code 1k 10k}), {@code --rounds N}
 * (default 5).
 */
public final class RatioReport {
    private static final double NANOS_PER_MILLI = 1e6;
    /** Bytes that are read before rounds count: the compiler goes on for some fifty rounds. */
    private static final long WARM_UP_BYTES = 3_000_000_000L;

    private static final int WARM_UP_ROUNDS = 60;

    private final Path file;
    private final List<Double> tokens = new ArrayList<>();
    private final List<Double> reads = new ArrayList<>();
    private final List<Double> wholes = new ArrayList<>();
    private final List<Double> graphs = new ArrayList<>();
    private final List<Double> paths = new ArrayList<>();
    private int objects;
    private long size;

    private RatioReport(Path file) {
        this.file = file;
    }

    public static void main(String[] args) throws IOException {
        List<String> presets = new ArrayList<>();
        int rounds = 5;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--rounds")) {
                rounds = Integer.parseInt(args[++i]);
            } else {
                presets.add(args[i]);
            }
        }
        System.out.println("| pods | MB | tokenise, ms | read, ms | ratio | read + graph + paths, ms | ratio"
                + " | graph alone, ms | paths alone, ms | (V + E) / object |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (String preset : presets.isEmpty() ? List.of("1k", "10k") : presets) {
            Path file = SyntheticFile.json(preset);
            RatioReport report = new RatioReport(file);
            for (int warm = (int) Math.min(WARM_UP_ROUNDS, 1 + WARM_UP_BYTES / Files.size(file)); warm > 0; warm--) {
                report.round();
            }
            report.forget();
            for (int round = 0; round < rounds; round++) {
                report.round();
            }
            System.out.println(report.row(preset));
            Files.delete(file);
        }
        System.out.println();
        System.out.println("Best / median of " + rounds + " rounds in one process after warming up, JDK "
                + Runtime.version().feature() + ", " + Runtime.getRuntime().availableProcessors() + " processors.");
    }

    private void round() throws IOException {
        long start = begin();
        require(Stages.tokenise(file) > 0);
        tokens.add(since(start));

        start = begin();
        require(Stages.read(file).inventory().understood() > 0);
        reads.add(since(start));

        start = begin();
        ClusterSnapshot snapshot = Stages.read(file);
        long read = System.nanoTime();
        Analysis analysis = Stages.graph(snapshot);
        graphs.add(since(read));
        long built = System.nanoTime();
        require(Stages.paths(analysis) >= 0);
        paths.add(since(built));
        wholes.add(since(start));

        objects = snapshot.inventory().understood();
        size = (long) analysis.graph().vertexCount() + analysis.graph().edgeCount();
    }

    private void forget() {
        List.of(tokens, reads, wholes, graphs, paths).forEach(List::clear);
    }

    private String row(String preset) throws IOException {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %s | %s | %s | %s | %s | %s | %s | %.2f |",
                preset,
                Files.size(file) / 1e6,
                millis(tokens),
                millis(reads),
                ratio(reads),
                millis(wholes),
                ratio(wholes),
                millis(graphs),
                millis(paths),
                size / (double) objects);
    }

    private static long begin() {
        System.gc();
        return System.nanoTime();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    private static void require(boolean done) {
        if (!done) {
            throw new IllegalStateException("a stage did nothing");
        }
    }

    private static String millis(List<Double> times) {
        return String.format(Locale.ROOT, "%.0f / %.0f", best(times), median(times));
    }

    private String ratio(List<Double> times) {
        return String.format(Locale.ROOT, "%.2f / %.2f", best(times) / best(tokens), median(times) / median(tokens));
    }

    private static double best(List<Double> times) {
        return times.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
