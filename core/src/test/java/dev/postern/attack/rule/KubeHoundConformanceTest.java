package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import dev.postern.attack.EdgeRule;
import dev.postern.model.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * KubeHound's own manifests, one for each of its attacks, with what it expects of them. Three nodes are added; its
 * pods, in the order of its files, run on them in turn. Where our answer is another, the row says by which rule of
 * Kubernetes. A row is compared where its manifest is there.
 */
class KubeHoundConformanceTest {
    private static final int NODES = 3;
    private static final String GENERIC = "generic";

    /** What each subject or container has anyway, whatever the attack. */
    private static final Set<String> OF_EVERY_SUBJECT = Set.of("SubjectGrant", "SubjectInGroup");

    private static final Set<String> OF_EVERY_CONTAINER = Set.of("PodAssumesSa");

    @Test
    void eachAttackHasItsSteps() throws IOException {
        Path root = Path.of(System.getProperty("postern.corpus", "../shared/corpus"), "kubehound-attacks");
        Assumptions.assumeTrue(Files.isDirectory(root), () -> "no attacks at " + root);
        Cluster cluster = Manifests.cluster(manifests(root).toArray(new String[0]));
        Map<String, Map<String, Set<String>>> found = new TreeMap<>();
        Set<String> steps = new TreeSet<>();
        for (EdgeRule rule : BuiltInRules.all()) {
            String name = CaseFormat.UPPER_UNDERSCORE.to(
                    CaseFormat.UPPER_CAMEL, rule.type().id());
            for (String edge : TechniqueEdges.of(rule, cluster, given(rule))) {
                steps.add(name + " " + edge);
                String[] ends = edge.split(" -> ");
                found.computeIfAbsent(ends[0], key -> new TreeMap<>())
                        .computeIfAbsent(name, key -> new TreeSet<>())
                        .add(ends[1]);
            }
        }
        List<String> agreeing = new ArrayList<>();
        List<String> deviations = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (KubeHoundRow row : KubeHoundRow.ALL) {
            if (isThere(root, row.attack())) {
                Object actual = ends(row.from(), found.getOrDefault(row.from(), Map.of()));
                compare(row.attack() + " " + row.from(), row.expected(cluster), actual, wrong);
                note(row.attack(), row.deviation(), agreeing, deviations);
            }
        }
        for (KubeHoundEdges row : KubeHoundEdges.ALL) {
            if (row.attack().equals(GENERIC) || isThere(root, row.attack())) {
                compare(row.attack() + " " + row.shown(), row.expected().apply(cluster), row.of(steps), wrong);
                note(row.attack(), row.deviation(), agreeing, deviations);
            }
        }
        System.out.printf(
                "conformance kubehound attacks: compared %d, agree %d, deviations %d%n",
                agreeing.size() + deviations.size(), agreeing.size(), deviations.size());
        deviations.forEach(deviation -> System.out.println("  " + deviation));
        without(root).forEach(attack -> System.out.println("  not compared: " + attack));
        assertThat(wrong).isEmpty();
    }

    private static void compare(String what, Object expected, Object actual, List<String> wrong) {
        if (!actual.equals(expected)) {
            wrong.add(what + ": expected " + expected + ", got " + actual);
        }
    }

    private static void note(String attack, String deviation, List<String> agreeing, List<String> deviations) {
        if (deviation.isEmpty()) {
            agreeing.add(attack);
        } else {
            deviations.add(attack + ": " + deviation);
        }
    }

    /** Manifests that no row is about. */
    private static List<String> without(Path root) throws IOException {
        Set<String> attacks = new HashSet<>();
        KubeHoundRow.ALL.forEach(row -> attacks.add(row.attack() + ".yaml"));
        KubeHoundEdges.ALL.forEach(row -> attacks.add(row.attack() + ".yaml"));
        return files(root).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !attacks.contains(name))
                .toList();
    }

    private static boolean isThere(Path root, String attack) {
        return Files.exists(root.resolve(attack + ".yaml"));
    }

    /** How many ends each technique has; of role binding, which. */
    private static Map<String, Object> ends(String from, Map<String, Set<String>> found) {
        Map<String, Object> ends = new TreeMap<>();
        found.forEach(
                (technique, all) -> ends.put(technique, technique.equals(KubeHoundRow.ROLE_BIND) ? all : all.size()));
        ends.keySet().removeAll(from.startsWith("container:") ? OF_EVERY_CONTAINER : OF_EVERY_SUBJECT);
        return ends;
    }

    /** Writing the link and reading the log are two things: who reads is asked beside the pod that writes. */
    private static Set<String> given(EdgeRule rule) {
        return rule instanceof EscapeVarLog ? Set.of(KubeHoundRow.VAR_LOG) : Set.of();
    }

    private static List<String> manifests(Path root) throws IOException {
        List<String> manifests = new ArrayList<>();
        for (int i = 1; i <= NODES; i++) {
            manifests.add(Manifests.node("worker-" + i));
        }
        int pods = 0;
        for (Path file : files(root)) {
            for (String document : Files.readString(file).split("(?m)^---$")) {
                boolean pod = document.contains("\nkind: Pod\n");
                manifests.add(
                        pod
                                ? document.replaceFirst(
                                        "\nspec:\n", "\nspec:\n  nodeName: worker-" + (pods++ % NODES + 1) + "\n")
                                : document);
            }
        }
        return manifests;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
