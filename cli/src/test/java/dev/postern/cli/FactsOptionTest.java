package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --facts} and {@code --api-server}: what no manifest says. */
final class FactsOptionTest {
    private static final String SHOP = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop, labels: {app: web}}
            spec: {containers: [{name: c, image: web, ports: [{containerPort: 80}]}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: p, namespace: shop}
            spec: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {}}]}]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: admins}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: Group, name: platform-admins}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: anonymous}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: User, name: 'system:anonymous'}]
            """;

    private static final String FACTS = """
            apiVersion: postern.dev/v1
            kind: ClusterFacts
            kubernetesVersion: "1.30"
            network: {plugin: cilium, enforced: true}
            apiServer: {exposure: public}
            users:
            - name: dana@example.com
              groups: [platform-admins]
            crownJewels:
            - {kind: Pod, namespace: shop, name: web}
            effort: {POD_EXEC: 3}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path input = Path.of("");
    private Path facts = Path.of("");

    @BeforeEach
    void write() throws IOException {
        input = Files.writeString(folder.resolve("all.yaml"), SHOP);
        facts = Files.writeString(folder.resolve("facts.yaml"), FACTS);
    }

    private int run(String command) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(
                new PrintWriter(out),
                new PrintWriter(err),
                command.replace("{}", input.toString())
                        .replace("FACTS", facts.toString())
                        .split(" "));
    }

    @Test
    void groupsOfADirectory() {
        assertThat(run("can-i -f {} get secrets -n shop --as user:dana@example.com"))
                .isEqualTo(Exit.NO);
        assertThat(run("can-i -f {} get secrets -n shop --as user:dana@example.com --facts FACTS"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("facts.yaml:8", "platform-admins");
        assertThat(run("can-i -f {} get secrets -n shop --as user:dana@example.com --as-group staff --facts FACTS"))
                .as("exactly those groups")
                .isEqualTo(Exit.NO);
        run("who-can -f {} get secrets -n shop --facts FACTS");
        assertThat(out.toString()).contains("1 known member");
        run("who-can -f {} get secrets -n shop --facts FACTS -o json");
        assertThat(out.toString()).contains("dana@example.com");
        run("rights -f {} user:dana@example.com --facts FACTS");
        assertThat(out.toString()).contains("platform-admins");
        run("escalations -f {} --from user:dana@example.com --facts FACTS");
        assertThat(out.toString()).contains("cluster-admin", "facts.yaml:8");
    }

    @Test
    void theApiServerSeenFromOutside() {
        String question = "paths {} --from internet --to cluster-admin --assume 0";
        run(question);
        assertThat(out.toString()).doesNotContain("SUBJECT_GRANT");
        run(question + " --facts FACTS");
        assertThat(out.toString()).contains("SUBJECT_GRANT", "apiServer.exposure", "facts.yaml:5");
        run(question + " --facts FACTS --api-server private");
        assertThat(out.toString()).as("what the command line says, counts").doesNotContain("SUBJECT_GRANT");
        run(question + " --api-server public");
        assertThat(out.toString()).contains("SUBJECT_GRANT", "apiServer.exposure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "Public", "''"})
    void anExposureIsPublicOrPrivate(String text) {
        assertThat(run("paths {} --api-server " + text)).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("write public or private");
    }

    @Test
    void thePluginThatEnforces() {
        run("netlint {}");
        assertThat(out.toString()).contains("enforcement-unproven");
        run("netlint {} --facts FACTS");
        assertThat(out.toString()).doesNotContain("enforcement-unproven");
        run("netlint {} --cni calico");
        assertThat(out.toString()).doesNotContain("enforcement-unproven");
        run("netlint {} --cni kubernetes");
        assertThat(out.toString()).as("no plugin").contains("enforcement-unproven");
    }

    @Test
    void crownJewelsAndEffort() {
        run("paths {} --from user:dana@example.com --to crown-jewels --only-techniques SUBJECT_IN_GROUP --facts FACTS");
        run("paths {} --from user:dana@example.com --to crown-jewels --facts FACTS");
        assertThat(out.toString()).contains("Pod shop/web");
    }

    @Test
    void whatIsNotUnderstoodIsSaidAndIsNoAnswer() throws IOException {
        Files.writeString(facts, FACTS + "egress: closed\n");
        assertThat(run("paths {} --facts FACTS")).isEqualTo(Exit.UNKNOWN);
        assertThat(out.toString() + err).contains("egress is not understood", "facts.yaml:12");
    }

    @Test
    void aTechniqueThatIsNoneIsSaid() throws IOException {
        Files.writeString(facts, FACTS.replace("POD_EXEC", "POD_EXCE"));
        assertThat(run("paths {} --facts FACTS")).isEqualTo(Exit.OK);
        assertThat(out.toString() + err).contains("did you mean POD_EXEC", "facts.yaml:11");
    }

    @Test
    void factsAmongTheInputsDoNotCount() throws IOException {
        Files.writeString(input, SHOP + "---\n" + FACTS);
        assertThat(run("can-i -f {} get secrets -n shop --as user:dana@example.com"))
                .isEqualTo(Exit.NO);
        run("paths {}");
        assertThat(out.toString() + err).contains("facts among manifests do not count", "--facts");
    }

    @Test
    void theExampleOfTheDocumentIsUnderstood() throws IOException {
        String page = Files.readString(
                Path.of(System.getProperty("postern.root", "..")).resolve("docs/facts.md"));
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("\n```\n"));
        Files.writeString(facts, example);
        assertThat(run("paths {} --facts FACTS")).isEqualTo(Exit.OK);
    }

    @Test
    void aMissingFileIsNoAnswer() {
        assertThat(run("paths {} --facts FACTS.gone")).isEqualTo(Exit.UNKNOWN);
        assertThat(err.toString()).contains("facts.yaml.gone does not exist");
    }

    static Stream<String> commands() {
        return Stream.of(
                "summary {}",
                "paths {}",
                "escalations -f {}",
                "blast-radius {} --from any-pod",
                "who-reaches {}",
                "choke-points {}",
                "why {} --from user:dana@example.com --to cluster-admin",
                "why-not {} --from user:dana@example.com --to cluster-admin",
                "cut {} --from user:dana@example.com --to cluster-admin",
                "what-if {} --delete ClusterRoleBinding/anonymous",
                "diff {} {}",
                "netdiff {} {}",
                "connections {}",
                "reach {} --from shop/web --to api-server",
                "netlint {}",
                "exposure {}",
                "inventory {}",
                "check {}",
                "can-i -f {} get pods --as user:a",
                "who-can -f {} get pods",
                "rights -f {} user:dana@example.com");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandThatAnalysesTakesThem(String command) {
        assertThat(run(command + " --facts FACTS --facts FACTS --api-server public"))
                .as(err.toString())
                .isNotIn(Exit.USAGE, Exit.INTERNAL_ERROR);
        assertThat(err.toString()).doesNotContain("Exception");
    }

    @Test
    void aDiffKeepsThemOnBothSides() throws IOException {
        Path newer =
                Files.writeString(folder.resolve("newer.yaml"), SHOP.replace("name: platform-admins", "name: nobody"));
        run("diff {} " + newer + " --from user:dana@example.com --to cluster-admin --facts FACTS");
        assertThat(out.toString()).contains("vanished  effort").doesNotContain("ClusterFacts");
    }
}
