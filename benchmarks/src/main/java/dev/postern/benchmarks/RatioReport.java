package dev.postern.benchmarks;

import dev.postern.Analysis;
import dev.postern.ingest.ClusterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the table of the README: for each preset the time of tokenising the file with raw Jackson, of reading it, and of
 * reading it, building the graph and answering the default questions, with the ratio of each to the first.
 *
 * <p>The stages take turns, round after round in one process, so that a slow moment of the machine meets all of them. The
 * garbage of a round is collected before the next is timed. Arguments: presets (default {@code 1k 10k}), {@code --rounds N}
 * (default 5).
 */
public final class RatioReport {
    private static final double NANOS_PER_MILLI = 1e6;

    private RatioReport() {}

    private enum Stage {
        TOKENS,
        READ,
        PATHS
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
        System.out.println("| pods | MB | tokenise, ms | read, ms | ratio | read + graph + paths, ms | ratio |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (String preset : presets.isEmpty() ? List.of("1k", "10k") : presets) {
            row(preset, rounds);
        }
        System.out.println();
        System.out.println("Best / median of " + rounds + " rounds in one process after warming up, JDK "
                + Runtime.version().feature() + ", " + Runtime.getRuntime().availableProcessors() + " processors.");
    }

    private static void row(String preset, int rounds) throws IOException {
        Path file = SyntheticFile.json(preset);
        Map<Stage, List<Double>> times = new LinkedHashMap<>();
        Arrays.stream(Stage.values()).forEach(stage -> times.put(stage, new ArrayList<>()));
        // Rounds that are not counted, until the compiler has seen everything often enough.
        int warmUp = (int) Math.max(2, Math.min(10, 100_000_000 / Files.size(file)));
        for (int round = -warmUp; round < rounds; round++) {
            for (Stage stage : Stage.values()) {
                System.gc();
                double time = time(stage, file);
                if (round >= 0) {
                    times.getOrDefault(stage, new ArrayList<>()).add(time);
                }
            }
        }
        List<Double> tokens = times.getOrDefault(Stage.TOKENS, List.of());
        List<Double> read = times.getOrDefault(Stage.READ, List.of());
        List<Double> paths = times.getOrDefault(Stage.PATHS, List.of());
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | %.0f | %s | %s | %s | %s | %s |",
                preset,
                Files.size(file) / 1e6,
                millis(tokens),
                millis(read),
                ratio(read, tokens),
                millis(paths),
                ratio(paths, tokens)));
        Files.delete(file);
    }

    private static double time(Stage stage, Path file) throws IOException {
        long start = System.nanoTime();
        long work = switch (stage) {
            case TOKENS -> Stages.tokenise(file);
            case READ -> Stages.read(file).cluster().pods().size();
            case PATHS -> {
                ClusterSnapshot snapshot = Stages.read(file);
                Analysis analysis = Stages.graph(snapshot);
                yield Stages.paths(analysis) + 1;
            }
        };
        double time = (System.nanoTime() - start) / NANOS_PER_MILLI;
        if (work <= 0) {
            throw new IllegalStateException(stage + " did nothing");
        }
        return time;
    }

    private static String millis(List<Double> times) {
        return String.format(Locale.ROOT, "%.0f / %.0f", best(times), median(times));
    }

    private static String ratio(List<Double> times, List<Double> base) {
        return String.format(Locale.ROOT, "%.2f / %.2f", best(times) / best(base), median(times) / median(base));
    }

    private static double best(List<Double> times) {
        return Collections.min(times);
    }

    private static double median(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
