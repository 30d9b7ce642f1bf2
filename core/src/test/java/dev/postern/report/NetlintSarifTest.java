package dev.postern.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.PhysicalLocation;
import com.contrastsecurity.sarif.ReportingDescriptor;
import com.contrastsecurity.sarif.Result;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Printable;
import dev.postern.network.NetworkFinding;
import dev.postern.network.NetworkFindingKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document here is checked against the OASIS schema when it is read. */
final class NetlintSarifTest {
    private static final String PODS = """
            {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: web, labels: {app: web}},
             spec: {containers: [{name: c, ports: [{containerPort: 8080}]}]}}
            ---
            """;
    private static final String OPEN = "{from: [{podSelector: {matchLabels: {app: web}}}]}";
    private static final String NARROW =
            "{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 8080}, {port: 8080}]}";
    private static final String NOBODY = "{from: [{podSelector: {matchLabels: {app: gone}}}]}";

    @TempDir
    Path folder;

    private ParsedSarif sarif(Path input) {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(input));
        return ParsedSarif.of(NetlintSarif.render(analysis, analysis.networkFindings(), Asked.ROOT));
    }

    private ParsedSarif sarif(String file, String text) throws IOException {
        return sarif(Files.writeString(folder.resolve(file), text));
    }

    private static String policy(String... rules) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {namespace: shop, name: web}
                spec:
                  podSelector: {}
                  ingress:
                """ + Stream.of(rules).map(rule -> "  - " + rule + "\n").reduce("", String::concat);
    }

    private static List<String> fingerprints(ParsedSarif sarif) {
        return sarif.results().stream()
                .map(result -> result.getPartialFingerprints()
                        .getAdditionalProperties()
                        .get("posternNetlint/v1"))
                .sorted()
                .toList();
    }

    static Stream<Path> scenarios() {
        return Asked.scenarios().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void everyFindingIsAResultOfItsKindInAFile(Path scenario) {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(scenario));
        List<NetworkFinding> findings = analysis.networkFindings();
        ParsedSarif sarif = sarif(scenario);
        assertThat(sarif.results()).hasSameSizeAs(findings);
        List<ReportingDescriptor> rules =
                List.copyOf(sarif.run().getTool().getDriver().getRules());
        assertThat(rules)
                .hasSameSizeAs(NetworkFindingKind.values())
                .allSatisfy(rule -> assertThat(rule.getHelp().getText()).contains(" To do: "));
        for (int i = 0; i < findings.size(); i++) {
            Result result = sarif.results().get(i);
            assertThat(result.getRuleId())
                    .isEqualTo("netlint." + findings.get(i).kind().code());
            assertThat(rules.get(result.getRuleIndex()).getId()).isEqualTo(result.getRuleId());
            assertThat(result.getLevel())
                    .isEqualTo(findings.get(i).severity() == Severity.INFO ? Result.Level.NOTE : Result.Level.WARNING);
            // Without these, code scanning refuses the document.
            PhysicalLocation place = result.getLocations().get(0).getPhysicalLocation();
            assertThat(place.getRegion().getStartLine()).isPositive();
            assertThat(Asked.ROOT.resolve(place.getArtifactLocation().getUri())).isRegularFile();
        }
        assertThat(fingerprints(sarif)).doesNotHaveDuplicates();
    }

    @Test
    void aFindingStandsAtItsRuleAndTheRuleThatMakesItSoBesideIt() throws IOException {
        Result redundant = sarif("a.yaml", PODS + policy(OPEN, NARROW)).results().stream()
                .filter(result -> result.getRuleId().equals("netlint.redundant-rule"))
                .findFirst()
                .orElseThrow();
        assertThat(redundant
                        .getLocations()
                        .get(0)
                        .getPhysicalLocation()
                        .getRegion()
                        .getStartLine())
                .isEqualTo(11);
        assertThat(redundant.getRelatedLocations())
                .singleElement()
                .satisfies(related -> assertThat(
                                related.getPhysicalLocation().getRegion().getStartLine())
                        .isEqualTo(10));
        assertThat(ParsedSarif.shown(redundant.getMessage().getText())).endsWith(". Remove the rule.");
    }

    @Test
    void aFindingStaysTheSameWhereverItStands() throws IOException {
        List<String> first = fingerprints(sarif("a.yaml", PODS + policy(OPEN, NARROW, NOBODY)));
        List<String> moved = fingerprints(sarif("b.yaml", "\n\n" + policy(NOBODY, OPEN, NARROW) + "---\n" + PODS));
        assertThat(first).hasSizeGreaterThan(3).doesNotHaveDuplicates().isEqualTo(moved);
    }

    @Test
    void whatIsAlikeHasANumber() throws IOException {
        List<String> ids = fingerprints(sarif("a.yaml", PODS + policy(NOBODY, NOBODY)));
        assertThat(ids).doesNotHaveDuplicates().anyMatch(id -> id.endsWith("-2"));
    }

    @Test
    void aNamespaceThatIsInNoFileStandsAtAPodOfIt() throws IOException {
        assertThat(sarif("a.yaml", PODS).results())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.getLocations()
                                .get(0)
                                .getPhysicalLocation()
                                .getRegion())
                        .isNotNull());
        assertThat(sarif("a.yaml", PODS + policy(OPEN)).results())
                .filteredOn(result -> result.getRuleId().equals("netlint.no-default-deny"))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.getLocations().get(0).getPhysicalLocation())
                        .isNotNull());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("dev.postern.report.HostileNames#all")
    void aNameIsAName(String name) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode policy = mapper.createObjectNode()
                .put("apiVersion", "networking.k8s.io/v1")
                .put("kind", "NetworkPolicy");
        policy.putObject("metadata").put("name", name).put("namespace", name);
        policy.putObject("spec")
                .putObject("podSelector")
                .putObject("matchLabels")
                .put("app", "gone");
        Analysis analysis = Postern.analyze(
                ClusterSnapshot.read(Files.write(folder.resolve("cluster.json"), mapper.writeValueAsBytes(policy))));
        List<NetworkFinding> findings = analysis.networkFindings();
        assertThat(findings).isNotEmpty();
        ParsedSarif sarif = ParsedSarif.of(NetlintSarif.render(analysis, findings, Asked.ROOT));
        for (int i = 0; i < findings.size(); i++) {
            assertThat(ParsedSarif.shown(sarif.results().get(i).getMessage().getText()))
                    .startsWith(Printable.of(findings.get(i).message() + ". "));
        }
    }
}
