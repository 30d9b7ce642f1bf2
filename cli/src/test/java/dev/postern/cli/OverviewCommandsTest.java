package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user of {@code summary}, {@code blast-radius}, {@code who-reaches} and {@code choke-points} sees. */
final class OverviewCommandsTest {
    private static final Path SCENARIOS = Path.of(System.getProperty("postern.root", ".."), "samples/scenarios");
    private static final String TESLA = SCENARIOS.resolve("tesla").toString();
    private static final String DASHBOARD = "sa:kube-system/kubernetes-dashboard";

    /** Red, right to left, and a line that could be taken for ours. */
    private static final String HOSTILE = "\\e[31m\\u202e\\n== Input";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private JsonNode json() {
        try {
            return new ObjectMapper().readTree(out.toString());
        } catch (IOException e) {
            throw new AssertionError(out.toString(), e);
        }
    }

    @Test
    void aSummarySaysWhatToKnowAndWhatToDoFirst() {
        assertThat(run("summary", TESLA)).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "  13 objects from 2 files: ",
                        "internet → cluster-admin ",
                        "namespace → namespace ",
                        "== Worst paths\n",
                        "  internet → cluster-admin  effort 4, LIKELY  id e644261103\n",
                        "    OPEN_CONSOLE  port TCP 9090",
                        "== Choke points",
                        DASHBOARD.substring(DASHBOARD.indexOf('/') + 1),
                        "== What to do first\n",
                        "  1. ");
        assertThat(err.toString()).isEmpty();
        assertThat(run("summary", TESLA, "-o", "json")).isZero();
        assertThat(json().at("/questions").findValuesAsText("to")).contains("cluster-admin");
        assertThat(json().at("/cut/proved").asBoolean()).isTrue();
    }

    @Test
    void anInputAloneIsItsSummary() {
        assertThat(run("summary", TESLA)).isZero();
        String summary = out.toString();
        assertThat(run(TESLA)).isZero();
        assertThat(out.toString()).isEqualTo(summary);
        assertThat(run(TESLA, SCENARIOS.resolve("insider").toString(), "-o", "json"))
                .isZero();
        assertThat(json().path("inventory").path("files").asInt()).isGreaterThan(2);
    }

    @Test
    void aBlastRadiusListsTheWorstFirst() {
        assertThat(run("blast-radius", TESLA, "--from", DASHBOARD)).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "== Blast radius of " + DASHBOARD,
                        "cluster-admin from effort 1, 1 node from effort 3, ",
                        "      cluster-admin   ",
                        "effort 1  CERTAIN\n");
        assertThat(run("blast-radius", TESLA, "--from", DASHBOARD, "-o", "json"))
                .isZero();
        JsonNode first = json().at("/footholds/0");
        assertThat(first.at("/start/0").asText()).isEqualTo(DASHBOARD);
        assertThat(first.at("/reached/0/vertex").asText()).isEqualTo("cluster-admin");
        assertThat(first.at("/kinds/cluster_admin/leastEffort").asInt()).isEqualTo(1);
        assertThat(run("blast-radius", TESLA, "--from", "pod:nowhere/nothing")).isZero();
        assertThat(out.toString()).contains("nothing is reached", "note: ");
    }

    @Test
    void whoReachesListsTheCheapestFirst() {
        assertThat(run("who-reaches", TESLA)).isZero();
        assertThat(out.toString())
                .containsSubsequence("== Who reaches cluster-admin", DASHBOARD, "effort 1", "CERTAIN");
        assertThat(run("who-reaches", TESLA, "-o", "json")).isZero();
        assertThat(json().at("/reachers").findValuesAsText("vertex")).contains(DASHBOARD);
        assertThat(json().at("/reachers").findValues("effort").stream().map(JsonNode::asInt))
                .isSorted();
        assertThat(json().path("truncated").asBoolean()).isFalse();
    }

    @Test
    void chokePointsListWhatEveryPathComesThroughAndTheEditsThatCloseAll() {
        assertThat(run("choke-points", TESLA, "--from", "internet", "--to", "cluster-admin"))
                .isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "== Choke points of internet → cluster-admin",
                        "  On every path:\n",
                        "    ServiceAccount kube-system/kubernetes-dashboard\n",
                        "  Each of these edits alone leaves no path:\n",
                        "    - delete ClusterRoleBinding kubernetes-dashboard  " + TESLA + "/dashboard.yaml:22\n");
        assertThat(run("choke-points", TESLA, "-o", "json")).isZero();
        assertThat(json().path("questions")).hasSize(4);
        assertThat(json().at("/questions/0/onEveryPath").findValuesAsText("vertex"))
                .contains(DASHBOARD);
    }

    @ParameterizedTest
    @CsvSource({
        "blast-radius INPUT, 2, --from",
        "blast-radius INPUT --from nonsense, 2, nonsense",
        "blast-radius INPUT --from any-pod -k 0, 2, ",
        "who-reaches INPUT --to nonsense, 2, nonsense",
        "who-reaches INPUT --min-confidence perhaps, 2, --min-confidence perhaps",
        "choke-points INPUT --from nonsense, 2, nonsense",
        "summary INPUT -o pdf, 2, --output pdf",
        "summary, 2, Missing INPUT",
        "summary nowhere.yaml, 3, nowhere.yaml",
        "blast-radius nowhere.yaml --from any-pod, 3, nowhere.yaml",
        "who-reaches nowhere.yaml, 3, nowhere.yaml",
        "choke-points nowhere.yaml, 3, nowhere.yaml",
    })
    void aMistakeIsSaidOnStandardError(String command, int code, String said) {
        assertThat(run(command.replace("INPUT", TESLA).split(" ")))
                .as(err.toString())
                .isEqualTo(code);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(said == null ? "-k" : said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "summary IN",
                "blast-radius IN --from any-pod",
                "who-reaches IN",
                "choke-points IN",
                "cut IN --from any-pod --to cluster-admin",
                "diff IN IN"
            })
    void aPartThatIsMissingIsSaidAndIsCode3(String command) throws IOException {
        Path input = Files.writeString(folder.resolve("in.yaml"), cluster("web") + "---\nkind: Pod\nmetadata: [\n");
        assertThat(run(command.replace("IN", input.toString()).split(" "))).isEqualTo(3);
        assertThat(out.toString()).containsAnyOf("a part of the input was not understood", "1 error");
        if (!command.startsWith("diff")) {
            assertThat(run((command + " -o json")
                            .replace("IN", input.toString())
                            .split(" ")))
                    .isEqualTo(3);
            assertThat(json().path("diagnostics").findValuesAsText("severity")).contains("error");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "summary IN",
                "IN",
                "paths IN",
                "blast-radius IN --from any-pod",
                "blast-radius IN --from internet",
                "who-reaches IN",
                "choke-points IN --from any-pod",
                "cut IN --from any-pod --to cluster-admin --patches",
                "check IN",
                "diff empty.yaml IN",
                "what-if empty.yaml --with IN",
                "escalations -f IN"
            })
    void aNameIsNeverObeyed(String command) throws IOException {
        Path input = Files.writeString(folder.resolve("in.yaml"), cluster(HOSTILE));
        Path other = Files.writeString(folder.resolve("empty.yaml"), pod("fixed"));
        assertThat(run(command.replace("IN", input.toString())
                        .replace("empty.yaml", other.toString())
                        .split(" ")))
                .as(err.toString())
                .isIn(0, 1);
        assertThat(out.toString()).doesNotContain("\u001b", "\u202e").contains("\\u{1b}[31m\\u{202e}\\u{a}== Input");
    }

    private static String cluster(String name) {
        return String.join(
                "\n",
                pod("fixed"),
                pod(name),
                "---",
                "apiVersion: rbac.authorization.k8s.io/v1",
                "kind: ClusterRoleBinding",
                "metadata: {name: \"" + name + "\"}",
                "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}",
                "subjects:",
                "- {kind: ServiceAccount, name: \"" + name + "\", namespace: \"" + name + "\"}",
                "");
    }

    /** A pod of that name, in a namespace of that name, reached from the internet. */
    private static String pod(String name) {
        String namespace = name.equals("fixed") ? "shop" : name;
        String metadata = "metadata: {name: \"" + name + "\", namespace: \"" + namespace + "\", labels: {app: x}}";
        return String.join(
                "\n",
                "---",
                "apiVersion: v1",
                "kind: Pod",
                metadata,
                "spec:",
                "  serviceAccountName: \"" + name + "\"",
                "  containers: [{name: \"" + name + "\", image: web, ports: [{containerPort: 80}]}]",
                "---",
                "apiVersion: v1",
                "kind: ServiceAccount",
                metadata,
                "---",
                "apiVersion: v1",
                "kind: Service",
                metadata,
                "spec: {type: LoadBalancer, selector: {app: x}, ports: [{port: 80}]}",
                "");
    }
}
