package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.postern.model.Change;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Diagnostic;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.ObjectRef;
import dev.postern.network.CniProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What a facts file may say, and what is said of everything else in one. */
final class ClusterFactsReaderTest {
    private static final String HEAD = "apiVersion: postern.dev/v1\nkind: ClusterFacts\n";
    private static final String WHOLE = HEAD + """
            kubernetesVersion: 1.30
            network: {plugin: cilium, enforced: true}
            apiServer: {exposure: public}
            users:
            - name: dana@example.com
              groups: [platform-admins, staff]
            - name: erik
            crownJewels:
            - {kind: Secret, namespace: pay, name: keys}
            - {kind: Namespace, name: pay}
            - labels: app=payments
            effort: {POD_EXEC: 3, NO_SUCH: 13}
            """;

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private ClusterSnapshot facts(String text) throws IOException {
        return ClusterSnapshot.read(List.of(
                Input.path(file("pods.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n")),
                Input.facts(file("facts.yaml", text))));
    }

    private static ClusterFacts only(ClusterSnapshot snapshot) {
        assertThat(snapshot.cluster().facts()).hasSize(1);
        return snapshot.cluster().facts().get(0);
    }

    @Test
    void everyFieldIsRead() throws IOException {
        ClusterSnapshot snapshot = facts(WHOLE);
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(snapshot.isIncomplete()).isFalse();
        ClusterFacts facts = only(snapshot);
        assertThat(facts.kubernetesVersion()).as("as it is written").contains(new KubernetesVersion(1, 30));
        assertThat(facts.plugin()).contains("cilium");
        assertThat(facts.enforced()).contains(true);
        assertThat(facts.publicApiServer()).contains(true);
        assertThat(facts.users())
                .containsExactly(
                        new ClusterFacts.User(
                                "users[0]", "dana@example.com", ImmutableList.of("platform-admins", "staff")),
                        new ClusterFacts.User("users[1]", "erik", ImmutableList.of()));
        assertThat(facts.crownJewels().get(0).object()).contains(ObjectRef.of("Secret", "pay", "keys"));
        assertThat(facts.crownJewels().get(1).object()).contains(ObjectRef.cluster("Namespace", "pay"));
        assertThat(facts.crownJewels().get(2).labels()).isEqualTo("app=payments");
        assertThat(facts.effort()).containsEntry("POD_EXEC", 3).hasSize(2);
    }

    private static boolean isBySchema(String yaml) {
        JsonNode tree = new ObjectMapper().valueToTree(new Yaml().load(yaml));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ClusterFacts.class.getResourceAsStream("/dev/postern/schema/facts.json"))
                .validate(tree)
                .isEmpty();
    }

    @Test
    void theSchemaTakesTheSame() {
        assertThat(isBySchema(WHOLE.replace("1.30", "'1.30'"))).isTrue();
        assertThat(isBySchema(WHOLE)).as("quotes are better").isFalse();
        assertThat(isBySchema(HEAD)).isTrue();
    }

    @Test
    void eachFactHasItsLine() throws IOException {
        ClusterSnapshot snapshot = facts(WHOLE);
        ClusterFacts facts = only(snapshot);
        assertThat(List.of(
                                ClusterFacts.VERSION,
                                ClusterFacts.PLUGIN,
                                ClusterFacts.EXPOSURE,
                                facts.users().get(0).groupField(1),
                                facts.crownJewels().get(2).field(),
                                "effort.POD_EXEC")
                        .stream()
                        .map(field -> snapshot.locate(facts.ref(), field).line()))
                .containsExactly(3, 4, 5, 8, 13, 14);
    }

    @Test
    void jsonIsReadTheSame() throws IOException {
        Path json = file(
                "facts.json",
                "{\"kind\": \"ClusterFacts\", \"kubernetesVersion\": 1.30, \"apiVersion\": \"postern.dev/v1\"}");
        ClusterSnapshot snapshot = ClusterSnapshot.read(List.of(Input.facts(json)));
        assertThat(only(snapshot).kubernetesVersion()).contains(new KubernetesVersion(1, 30));
        assertThat(snapshot.inventory().isEmpty())
                .as("of the cluster nothing is known")
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    egress: closed                               | unknown-fact | egress is not understood
                    network: {plugin: cilium, egress: none}      | unknown-fact | network.egress is not understood
                    users: [{name: a, uid: 1}]                   | unknown-fact | users[0].uid is not understood
                    nodes: []                                    | unknown-fact | nodes is not understood
                    kubernetesVersion: new                       | invalid-fact | is no version
                    kubernetesVersion: [1]                       | invalid-fact | kubernetesVersion must be a text
                    network: cilium                              | invalid-fact | network must be a map
                    network: {plugin: weave}                     | invalid-fact | network.plugin "weave" is not known: write one of calico, cilium
                    network: {enforced: perhaps}                 | invalid-fact | write one of true, false
                    apiServer: {exposure: open}                  | invalid-fact | write one of public, private
                    users: {name: a}                             | invalid-fact | users must be a list
                    users: [a]                                   | invalid-fact | users[0] must be a map
                    users: [{groups: [g]}]                       | invalid-fact | users[0] has no name
                    users: [{name: a, groups: g}]                | invalid-fact | users[0].groups must be a list
                    users: [{name: a, groups: ['']}]             | invalid-fact | users[0].groups[0] has an empty group
                    users: [{name: a, groups: [{}]}]             | invalid-fact | users[0].groups[0] must be a text
                    users: [{name: 'system:serviceaccount:a:b'}] | invalid-fact | the API server alone gives groups
                    users: [{name: 'system:anonymous'}]          | invalid-fact | the API server alone gives groups
                    crownJewels: [{kind: Secret, name: a}]       | invalid-fact | must have kind, namespace and name
                    crownJewels: [{kind: Role, name: a}]         | invalid-fact | write one of CronJob
                    crownJewels: [{labels: 'a in ('}]            | invalid-fact | no selector
                    crownJewels: [{labels: a=b, name: c}]        | invalid-fact | or labels alone
                    effort: {POD_EXEC: 0}                        | invalid-fact | from 1 to 13
                    effort: {POD_EXEC: 14}                       | invalid-fact | from 1 to 13
                    effort: {POD_EXEC: 99999999999}              | invalid-fact | from 1 to 13
                    effort: {POD_EXEC: '3'}                      | invalid-fact | from 1 to 13
                    effort: {POD_EXEC: [3]}                      | invalid-fact | effort.POD_EXEC must be a whole number
                    effort: [POD_EXEC]                           | invalid-fact | effort must be a map
                    """)
    void whatIsNotUnderstoodIsSaid(String text, String code, String message) throws IOException {
        ClusterSnapshot snapshot = facts(HEAD + "\n" + text + "\n");
        assertThat(snapshot.diagnostics()).allSatisfy(diagnostic -> {
            assertThat(diagnostic.severity()).isEqualTo(Diagnostic.Severity.ERROR);
            assertThat(diagnostic.source().line()).isEqualTo(4);
        });
        assertThat(snapshot.diagnostics()).anySatisfy(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo(code);
            assertThat(diagnostic.message()).contains(message);
        });
        assertThat(snapshot.isIncomplete()).isTrue();
        // What a selector may look like is more than a schema says.
        assertThat(isBySchema(HEAD + text)).isEqualTo(message.equals("no selector"));
        ClusterFacts facts = only(snapshot);
        assertThat(facts.users()).isEmpty();
        assertThat(facts.crownJewels()).isEmpty();
        assertThat(facts.effort()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetesVersion:",
                "network:",
                "users:",
                "users: []",
                "effort: {}",
                "users: [{name: a, groups: }]"
            })
    void whatIsEmptySaysNothing(String text) throws IOException {
        assertThat(facts(HEAD + text + "\n").diagnostics()).isEmpty();
    }

    @Test
    void factsAmongManifestsDoNotCount() throws IOException {
        ClusterSnapshot snapshot = ClusterSnapshot.read(file("all.yaml", "\n\n" + WHOLE));
        assertThat(snapshot.cluster().facts()).isEmpty();
        assertThat(Snapshots.codes(snapshot)).contains("facts-not-obeyed");
        Diagnostic said = snapshot.diagnostics().stream()
                .filter(diagnostic -> diagnostic.code().equals("facts-not-obeyed"))
                .findFirst()
                .orElseThrow();
        assertThat(said.source().line()).isEqualTo(3);
        assertThat(said.message()).contains("--facts");
    }

    @Test
    void norDoThoseThatAChangePutsIn() throws IOException {
        ClusterSnapshot snapshot = facts(HEAD).with(List.of(Change.put(WHOLE)));
        assertThat(only(snapshot).users()).isEmpty();
    }

    @Test
    void manifestsAmongFactsDoNotCount() throws IOException {
        ClusterSnapshot snapshot =
                facts("apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: b}\n---\nkind: What\n---\n" + HEAD);
        assertThat(snapshot.cluster().secrets()).isEmpty();
        assertThat(snapshot.diagnostics()).hasSize(2).allSatisfy(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo("unknown-fact");
            assertThat(diagnostic.message()).contains("go into the input");
        });
        assertThat(snapshot.isIncomplete()).isTrue();
    }

    @Test
    void configurationsOfAdmissionAreFacts() throws IOException {
        ClusterSnapshot snapshot = facts("""
                apiVersion: pod-security.admission.config.k8s.io/v1
                kind: PodSecurityConfiguration
                defaults: {enforce: restricted}
                """);
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(snapshot.cluster().podSecurityDefaults()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    kubernetesVersion: 1.30      | kubernetesVersion: 1.31      | 1
                    kubernetesVersion: 1.30      | kubernetesVersion: v1.30.4   | 0
                    network: {plugin: calico}    | network: {plugin: cilium}    | 1
                    network: {enforced: true}    | network: {enforced: false}   | 1
                    network: {enforced: true}    | network: {plugin: cilium}    | 0
                    apiServer: {exposure: public} | apiServer: {exposure: private} | 1
                    users: [{name: a, groups: [g, h]}] | users: [{name: a, groups: [h, g]}] | 0
                    users: [{name: a, groups: [g]}] | users: [{name: a, groups: [h]}] | 1
                    users: [{name: a, groups: [g]}] | users: [{name: b, groups: [h]}] | 0
                    effort: {A: 1}               | effort: {A: 2}               | 1
                    effort: {A: 1}               | effort: {B: 2}               | 0
                    """)
    void contradictionsNameBothPlacesAndTheSmallerCounts(String first, String second, int errors) throws IOException {
        Path one = file("1.yaml", HEAD + first + "\n");
        Path two = file("2.yaml", HEAD + "\n" + second + "\n");
        List<List<Input>> orders =
                List.of(List.of(Input.facts(one), Input.facts(two)), List.of(Input.facts(two), Input.facts(one)));
        for (List<Input> order : orders) {
            ClusterSnapshot snapshot = ClusterSnapshot.read(order);
            List<Diagnostic> found = snapshot.diagnostics().stream()
                    .filter(diagnostic -> diagnostic.code().equals("contradicting-facts"))
                    .toList();
            assertThat(found).hasSize(errors).allSatisfy(diagnostic -> {
                assertThat(diagnostic.source().file()).endsWith("2.yaml");
                assertThat(diagnostic.source().line()).isEqualTo(4);
                assertThat(diagnostic.message()).contains("1.yaml:3,");
            });
            assertThat(snapshot.cluster().facts().get(0).meta().origin().file()).endsWith("1.yaml");
            assertThat(snapshot.isIncomplete()).isEqualTo(errors > 0);
        }
    }

    @Test
    void oneFileMayContradictItself() throws IOException {
        ClusterSnapshot snapshot =
                facts(HEAD + "users:\n- {name: a, groups: [g]}\n- {name: a, groups: [h]}\n- {name: a, groups: [g]}\n");
        assertThat(snapshot.diagnostics()).hasSize(1).allSatisfy(diagnostic -> {
            assertThat(diagnostic.message()).startsWith("groups of user a is said otherwise, [g], at ");
            assertThat(diagnostic.source().line()).isEqualTo(5);
        });
    }

    @Test
    void theSameFileTwiceIsOne() throws IOException {
        Path file = file("facts.yaml", WHOLE);
        ClusterSnapshot snapshot = ClusterSnapshot.read(List.of(Input.facts(file), Input.facts(file)));
        assertThat(snapshot.cluster().facts()).hasSize(1);
        assertThat(Snapshots.codes(snapshot)).containsExactly("nothing-understood");
    }

    @Test
    void hostileTextIsEscaped() throws IOException {
        ClusterSnapshot snapshot = facts(HEAD + "\"\\e[31mred\\n\": 1\nnetwork: {plugin: \"\\e[31mred\\n\"}\n");
        assertThat(snapshot.diagnostics())
                .hasSize(2)
                .allSatisfy(diagnostic -> assertThat(diagnostic.message()).doesNotContain("\u001b", "\n"));
    }

    @Test
    void aYamlBombIsTheReadersToRefuse() throws IOException {
        StringBuilder bomb = new StringBuilder(HEAD + "users:\n- &a0 {name: a, groups: [g]}\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("- &a" + i + " {name: a, groups: [*a" + (i - 1) + ", *a" + (i - 1) + "]}\n");
        }
        assertThat(facts(bomb.toString()).isIncomplete()).isTrue();
    }

    @Test
    void theDocumentOfFactsIsNoObjectToPatch() throws IOException {
        ClusterSnapshot snapshot = facts(WHOLE);
        assertThat(snapshot.document(only(snapshot).ref())).isEmpty();
    }

    @Test
    void pluginsAreTheProfilesThereAre() {
        assertThat(ClusterFacts.PLUGINS)
                .isEqualTo(Arrays.stream(CniProfile.values())
                        .map(CniProfile::id)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
