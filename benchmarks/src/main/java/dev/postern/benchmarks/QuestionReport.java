package dev.postern.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Change;
import dev.postern.model.RoleBinding;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.ReachQuery;
import dev.postern.remediation.CutQuery;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints how long questions take on clusters that are loaded, their graphs derived: best and median of some rounds, the
 * ratio of the best to tokenising the file in the same process, and how it grows from preset to preset.
 *
 * <p>The questions take turns as the stages of {@link RatioReport} do. Arguments: presets (default {@code 10k 100k}),
 * {@code --rounds N} (default 5), {@code --warm N} (rounds that do not count, default 3), {@code --only REGEX} (questions
 * in whose names it is found).
 */
public final class QuestionReport {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String TOKENISE = "tokenise";
    /** From how many pods, evenly chosen, a blast radius is asked for; the time is that of one. */
    private static final int PODS = 20;

    /** For machines on which others work too: how long processors worked, on whatever thread. */
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private interface Ask {
        /** A number that depends on the whole answer. */
        long answer() throws IOException;
    }

    private final Path file;
    private final String only;
    private final Analysis analysis;
    private final ClusterSnapshot changed;
    private final Map<String, List<Double>> times = new LinkedHashMap<>();
    private final Map<String, List<Double>> work = new LinkedHashMap<>();

    private QuestionReport(Path file, String only) {
        this.file = file;
        this.only = only;
        ClusterSnapshot snapshot = Stages.read(file);
        this.analysis = Stages.graph(snapshot);
        RoleBinding binding = snapshot.cluster().roleBindings().stream()
                .filter(one -> one.subjects().stream()
                        .anyMatch(subject -> subject.kind().equals("ServiceAccount")))
                .reduce((first, second) -> second)
                .orElseThrow();
        this.changed = snapshot.with(List.of(Change.patch(
                binding.ref(),
                Change.Format.JSON,
                "[{\"op\": \"replace\", \"path\": \"/subjects/0/name\", \"value\": \"somebody-else\"}]")));
    }

    public static void main(String[] args) throws IOException {
        List<String> presets = new ArrayList<>();
        int rounds = 5;
        int warm = 3;
        String only = "";
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--warm" -> warm = Integer.parseInt(args[++i]);
                case "--only" -> only = args[++i];
                default -> presets.add(args[i]);
            }
        }
        Map<String, List<Double>> smaller = Map.of();
        System.out.println("| pods | question | ms | CPU, ms | x tokenising | growth |");
        System.out.println("|---|---|---|---|---|---|");
        for (String preset : presets.isEmpty() ? List.of("10k", "100k") : presets) {
            Path file = SyntheticFile.json(preset);
            QuestionReport report = new QuestionReport(file, only);
            for (int round = 0; round < warm; round++) {
                report.round();
            }
            report.times.clear();
            report.work.clear();
            for (int round = 0; round < rounds; round++) {
                report.round();
            }
            report.print(preset, smaller);
            smaller = report.times;
            Files.delete(file);
        }
        System.out.println();
        System.out.println("Best / median of " + rounds + " rounds in one process after warming up, JDK "
                + Runtime.version().feature() + ", " + Runtime.getRuntime().availableProcessors() + " processors.");
    }

    private void round() throws IOException {
        PathQuery fromPods =
                PathQuery.from(Place.anyPod()).to(Place.clusterAdmin()).cheapest(10);
        PathQuery fromOutside =
                PathQuery.from(Place.internet()).to(Place.clusterAdmin()).cheapest(10);
        time(TOKENISE, 1, () -> Stages.tokenise(file));
        time(
                "who reaches cluster-admin",
                1,
                () -> analysis.whoReaches(ReachQuery.of(Place.clusterAdmin()))
                        .reachers()
                        .size());
        time(
                "ten cheapest plans, any pod",
                1,
                () -> analysis.paths(fromPods).paths().size());
        time(
                "ten cheapest plans, internet",
                1,
                () -> analysis.paths(fromOutside).paths().size());
        List<Place> pods = pods();
        time("blast radius of a pod", pods.size(), () -> {
            long reached = 1;
            for (Place pod : pods) {
                reached += analysis.blastRadius(ReachQuery.of(pod)).footholds().size();
            }
            return reached;
        });
        time(
                "blast radius of cluster-admin",
                1,
                () -> analysis.blastRadius(ReachQuery.of(Place.clusterAdmin()))
                        .footholds()
                        .size());
        time(
                "choke points, internet",
                1,
                () -> 1 + analysis.chokePoints(fromOutside).onEvery().size());
        time(
                "choke points, any pod",
                1,
                () -> 1 + analysis.chokePoints(fromPods).onEvery().size());
        Analysis newer = Postern.analyze(changed);
        time(
                "diff, one binding changed",
                1,
                () -> analysis.diff(newer, List.of(fromOutside, fromPods))
                        .objects()
                        .size());
        time("namespace matrix", 1, () -> newer.namespaces().footholds().size());
        time(
                "cut, internet to cluster-admin",
                1,
                () -> 1 + analysis.cut(CutQuery.of(fromOutside)).edits().size());
    }

    private List<Place> pods() {
        List<Place> pods = new ArrayList<>();
        var all = analysis.snapshot().cluster().pods();
        for (int i = 0; i < PODS; i++) {
            var pod = all.get((int) ((long) i * all.size() / PODS));
            pods.add(Place.pod(pod.namespace(), pod.object().name()));
        }
        return pods;
    }

    private void time(String question, int times, Ask ask) throws IOException {
        if (!question.matches(".*(" + only + ").*") && !question.equals(TOKENISE)) {
            return;
        }
        System.gc();
        long worked = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        long answer = ask.answer();
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI / times;
        work.computeIfAbsent(question, any -> new ArrayList<>())
                .add((PROCESS.getProcessCpuTime() - worked) / NANOS_PER_MILLI / times);
        if (answer <= 0) {
            throw new IllegalStateException(question + ": nothing was found");
        }
        this.times.computeIfAbsent(question, any -> new ArrayList<>()).add(millis);
    }

    private void print(String preset, Map<String, List<Double>> smaller) {
        double unit = best(times.getOrDefault(TOKENISE, List.of()));
        times.forEach((question, taken) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.0f | %.2f | %s |%n",
                preset,
                question,
                String.format(Locale.ROOT, "%.0f / %.0f", best(taken), median(taken)),
                best(work.getOrDefault(question, List.of())),
                best(taken) / unit,
                smaller.containsKey(question)
                        ? String.format(
                                Locale.ROOT, "%.1f", best(taken) / best(smaller.getOrDefault(question, List.of())))
                        : ""));
    }

    private static double best(List<Double> times) {
        return times.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
