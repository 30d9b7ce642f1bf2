package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.ingest.Inventory;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Subject;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import dev.postern.rbac.AccessReview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is found in manifests that people deploy, plan by plan, each with a verdict that a person reached by reading the
 * cited lines. {@code -Dpostern.regenerate=true} rewrites the files and keeps the verdicts of plans that are still there.
 */
final class RealExpectationsTest {
    private static final String VERDICT = "  verdict: ";
    private static final int OBJECTS_IN_EACH_DUMP = 765;

    private static final Path CORPUS = folder("postern.corpus", "../shared/corpus");
    private static final Path EXPECTATIONS = folder("postern.root", "..").resolve("samples/expectations/real");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "amazon-vpc-cni-k8s, default, 6",
        "argo-cd, argocd, 59",
        "calico, default, 38",
        "cluster-kube-apiserver-operator, default, 29",
        "dashboard-1.6.3, default, 4",
        "ingress-nginx, default, 19",
        "kube-prometheus, default, 131",
        "kubernetes-goat, default, 33",
        "longhorn, default, 51",
        "microservices-demo, default, 54",
        "rook, default, 104",
    })
    void thePlansOfAProjectAreThoseJudged(String project, String namespace, int objects) throws IOException {
        Path folder = present(CORPUS.resolve("real").resolve(project));
        ClusterSnapshot snapshot =
                ClusterSnapshot.read(List.of(Input.path(folder).inNamespace(namespace)));
        assertThat(count(snapshot) - snapshot.inventory().skipped()).isEqualTo(objects);
        String header = namespace.equals("default")
                ? "# postern paths real/" + project + "\n"
                : "# postern paths -n " + namespace + " real/" + project + "\n";
        compare(project, header, plans(snapshot, folder.getParent()));
    }

    @Test
    void thePlansOfTheDumpAreThoseJudged() throws IOException {
        Path dump = present(CORPUS.resolve("dumps/cluster-v1.36.json.gz"));
        ClusterSnapshot snapshot = ClusterSnapshot.read(dump);
        assertThat(count(snapshot)).isEqualTo(OBJECTS_IN_EACH_DUMP);
        compare("cluster-v1.36", "# postern paths dumps/cluster-v1.36.json.gz\n", plans(snapshot, dump.getParent()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"cluster-v1.36.yaml.gz", "cluster-v1.36.managed-fields.json.gz"})
    void theOtherDumpsOfTheSameMomentGiveEqualAnswers(String name) throws IOException {
        Path json = present(CORPUS.resolve("dumps/cluster-v1.36.json.gz"));
        Path other = present(CORPUS.resolve("dumps").resolve(name));
        ClusterSnapshot snapshot = ClusterSnapshot.read(other);
        assertThat(count(snapshot)).isEqualTo(OBJECTS_IN_EACH_DUMP);
        assertThat(withoutPlaces(plans(snapshot, other.getParent()), name))
                .isEqualTo(withoutPlaces(
                        plans(ClusterSnapshot.read(json), json.getParent()),
                        json.getFileName().toString()));
    }

    @Test
    void exactlyThreeAccountsOfTheDumpHoldClusterAdminThemselves() {
        Analysis analysis =
                Postern.analyze(ClusterSnapshot.read(present(CORPUS.resolve("dumps/cluster-v1.36.json.gz"))));
        List<ServiceAccount> accounts = analysis.snapshot().cluster().serviceAccounts();
        assertThat(accounts).hasSize(102);
        assertThat(accounts.stream()
                        .filter(account -> analysis.decide(AccessReview.of(Subject.serviceAccount(
                                                account.meta().namespace(),
                                                account.meta().name()))
                                        .verb("*")
                                        .group("*")
                                        .resource("*"))
                                .isAllowed())
                        .map(account -> account.meta().namespace() + "/"
                                + account.meta().name()))
                .containsExactlyInAnyOrder(
                        "argocd/argocd-application-controller",
                        "kube-system/superadmin",
                        "longhorn-system/longhorn-support-bundle");
    }

    @Test
    void noPlanGoesOnFromOneNodeToAnother() {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(present(CORPUS.resolve("real/kubernetes-goat"))));
        AttackPaths answer = analysis.paths(
                PathQuery.from(Place.anyPod()).to(Place.anyNode()).cheapest(30));
        assertThat(answer.paths()).hasSizeGreaterThan(5).allSatisfy(path -> {
            List<Step> before = path.steps().subList(0, path.steps().size() - 1);
            assertThat(before).noneMatch(step -> isNode(step.to()));
        });
    }

    private static boolean isNode(Vertex vertex) {
        return vertex instanceof Vertex.NodeControl
                || vertex instanceof Vertex.SymbolicNode
                || vertex instanceof Vertex.SomeNode;
    }

    private static Map<String, String> plans(ClusterSnapshot snapshot, Path root) {
        return new PlanText(Postern.analyze(snapshot), root + "/").plans();
    }

    /** Every object read is one that was understood, one of another kind, one of two alike, or a document skipped. */
    private static int count(ClusterSnapshot snapshot) {
        Inventory inventory = snapshot.inventory();
        return inventory.understood() + inventory.others() + inventory.duplicates() + inventory.skipped();
    }

    private static void compare(String name, String header, Map<String, String> plans) throws IOException {
        Path file = EXPECTATIONS.resolve(name + ".txt");
        String expected = Files.exists(file) ? Files.readString(file) : "";
        Map<String, String> verdicts = verdicts(expected);
        if (Boolean.getBoolean("postern.regenerate")) {
            StringBuilder text = new StringBuilder(header);
            plans.forEach((id, plan) -> text.append('\n')
                    .append(plan)
                    .append(VERDICT)
                    .append(verdicts.getOrDefault(id, ""))
                    .append('\n'));
            Files.createDirectories(EXPECTATIONS);
            Files.writeString(file, text);
            return;
        }
        StringBuilder actual = new StringBuilder(header);
        plans.values().forEach(plan -> actual.append('\n').append(plan));
        assertThat(actual.toString()).as(file.getFileName().toString()).isEqualTo(withoutVerdicts(expected));
        assertThat(verdicts.keySet()).as("plans with a verdict").containsExactlyElementsOf(plans.keySet());
        assertThat(verdicts.values())
                .as("verdicts")
                .allMatch(verdict -> verdict.matches("TRUE( IF \\S.*| - because \\S.*)"));
    }

    /** The verdict of each plan; a plan's id is the first word of its first line. */
    private static Map<String, String> verdicts(String text) {
        Map<String, String> verdicts = new LinkedHashMap<>();
        String id = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith(VERDICT)) {
                assertThat(verdicts.put(id, line.substring(VERDICT.length()).strip()))
                        .as("one verdict for " + id)
                        .isNull();
            } else if (!line.isEmpty() && !line.startsWith(" ") && !line.startsWith("#")) {
                id = line.substring(0, line.indexOf(' '));
            }
        }
        return verdicts;
    }

    private static String withoutVerdicts(String text) {
        StringBuilder kept = new StringBuilder();
        try (Stream<String> lines = text.lines()) {
            lines.filter(line -> !line.startsWith(VERDICT))
                    .forEach(line -> kept.append(line).append('\n'));
        }
        return kept.toString();
    }

    private static String withoutPlaces(Map<String, String> plans, String file) {
        return String.join("\n", plans.values()).replaceAll("  \\Q" + file + "\\E(:[0-9]+)?", "");
    }

    private static Path present(Path path) {
        assumeTrue(Files.exists(path), "no corpus here: " + path.getFileName() + " is missing");
        return path;
    }

    private static Path folder(String property, String otherwise) {
        String value = System.getProperty(property, "");
        return Path.of(value.isEmpty() ? otherwise : value).toAbsolutePath().normalize();
    }
}
