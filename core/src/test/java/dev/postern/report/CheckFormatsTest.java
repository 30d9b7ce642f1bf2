package dev.postern.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.Notification;
import com.contrastsecurity.sarif.PhysicalLocation;
import com.contrastsecurity.sarif.ReportingDescriptor;
import com.contrastsecurity.sarif.Result;
import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.check.Baseline;
import dev.postern.check.Check;
import dev.postern.check.CheckFinding;
import dev.postern.check.CheckPolicy;
import dev.postern.check.CheckReport;
import dev.postern.check.FailOn;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Printable;
import dev.postern.path.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A check as SARIF, JUnit XML and Markdown, each read back by a parser of others. */
final class CheckFormatsTest {
    private static final Set<FailOn> NEW = EnumSet.of(FailOn.NEW);
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 1);

    @TempDir
    Path folder;

    private record Checked(Analysis analysis, CheckReport report) {
        ParsedSarif sarif() {
            return ParsedSarif.of(CheckSarif.render(analysis, report, NEW, Asked.ROOT));
        }

        ParsedJunit junit() {
            return ParsedJunit.of(CheckJunit.render(analysis, report, NEW));
        }

        ParsedMarkdown markdown() {
            return ParsedMarkdown.of(CheckMarkdown.render(analysis, report, NEW));
        }
    }

    private static Checked standard(Path input) {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(input));
        Check check = Check.of(analysis, CheckPolicy.standard(analysis.snapshot()));
        return new Checked(analysis, check.against(Baseline.EMPTY, TODAY));
    }

    private Checked policy(Path input, String... assertions) throws IOException {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(input));
        String text = "schemaVersion: 1\nassertions:\n" + String.join("\n", assertions) + "\n";
        CheckPolicy policy = CheckPolicy.read(Files.writeString(folder.resolve("policy.yaml"), text));
        return new Checked(analysis, Check.of(analysis, policy).against(Baseline.EMPTY, TODAY));
    }

    static Stream<Path> scenarios() {
        return Asked.scenarios().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void everyFindingThatFailsIsAResultOfItsAssertion(Path scenario) {
        Checked checked = standard(scenario);
        List<CheckFinding> failing = checked.report().failing(NEW);
        ParsedSarif sarif = checked.sarif();
        assertThat(sarif.results()).hasSameSizeAs(failing);
        List<ReportingDescriptor> rules =
                List.copyOf(sarif.run().getTool().getDriver().getRules());
        for (int i = 0; i < failing.size(); i++) {
            Result result = sarif.results().get(i);
            CheckFinding finding = failing.get(i);
            assertThat(result.getRuleId()).isEqualTo(finding.assertion());
            assertThat(rules.get(result.getRuleIndex()).getId()).isEqualTo(result.getRuleId());
            assertThat(result.getPartialFingerprints().getAdditionalProperties())
                    .containsEntry("posternFinding/v1", finding.assertion() + "/" + finding.id());
            assertThat(sarif.steps(result))
                    .hasSameSizeAs(finding.path().orElseThrow().steps());
            PhysicalLocation place = result.getLocations().get(0).getPhysicalLocation();
            assertThat(Asked.ROOT.resolve(place.getArtifactLocation().getUri())).isRegularFile();
        }
        ParsedJunit junit = checked.junit();
        checked.report()
                .results()
                .forEach(result -> assertThat(
                                junit.outcomeOf(result.assertion().terms().id() + ": "
                                        + result.assertion().describe()))
                        .isEqualTo(
                                result.findings().stream().anyMatch(failing::contains)
                                        ? "failure"
                                        : result.holds() ? "" : "error"));
        assertThat(checked.markdown().column("Verdict", "Assertion"))
                .hasSameSizeAs(checked.report().results());
    }

    @Test
    void whatIsUndecidedIsNoResultAndNoPass() throws IOException {
        Checked checked = policy(
                Asked.scenario("tesla"),
                "- {id: open, reason: why, noReach: {from: 'pod:shop/cart', to: 'pod:shop/gone', port: 80}}");
        ParsedSarif sarif = checked.sarif();
        assertThat(sarif.results()).isEmpty();
        assertThat(sarif.run().getInvocations().get(0).getToolExecutionNotifications())
                .filteredOn(told -> told.getDescriptor().getId().equals("undecided"))
                .singleElement()
                .satisfies(told -> assertThat(told.getLevel()).isEqualTo(Notification.Level.WARNING));
        assertThat(checked.junit().outcomeOf("open: no packet from shop/cart to shop/gone, TCP 80"))
                .isEqualTo("error");
        assertThat(checked.markdown().column("Verdict", "Assertion")).containsExactly("open");
        ParsedSarif failing = ParsedSarif.of(
                CheckSarif.render(checked.analysis(), checked.report(), EnumSet.of(FailOn.UNKNOWN), Asked.ROOT));
        Result result = failing.results().get(0);
        assertThat(result.getLevel()).isEqualTo(Result.Level.WARNING);
        // Nothing in the input speaks of it: it stands where it is asserted.
        assertThat(result.getLocations()
                        .get(0)
                        .getPhysicalLocation()
                        .getRegion()
                        .getStartLine())
                .isEqualTo(3);
    }

    @Test
    void aRightStandsAtItsFirstFactThatIsInAFile() throws IOException {
        Checked checked = policy(
                Asked.scenario("tesla"),
                "- {id: rights, reason: why, onlyCan: {verb: get, resource: secrets, allowed: []}}");
        assertThat(checked.sarif().results())
                .hasSameSizeAs(checked.report().failing(NEW))
                .anySatisfy(result -> assertThat(result.getLocations()
                                .get(0)
                                .getPhysicalLocation()
                                .getArtifactLocation()
                                .getUri())
                        .isEqualTo("samples/scenarios/tesla/dashboard.yaml"))
                .allSatisfy(result -> assertThat(result.getCodeFlows()).isNullOrEmpty());
    }

    @Test
    void whatExpiredFails() throws IOException {
        Checked checked = policy(
                Asked.scenario("tesla-fixed"),
                "- {id: past, reason: why, expires: 2020-01-01, noPath: {from: internet, to: cluster-admin, maxEffort: 1}}");
        assertThat(checked.sarif().results())
                .singleElement()
                .satisfies(result -> assertThat(
                                ParsedSarif.shown(result.getMessage().getText()))
                        .startsWith("this assertion expired"));
        assertThat(checked.junit().outcomeOf("past: no path from internet to cluster-admin of effort 1 or less"))
                .isEqualTo("failure");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("dev.postern.report.HostileNames#all")
    void aNameIsANameInEachForm(String name) {
        Checked checked = standard(namedFile(name));
        CheckFinding finding = checked.report().failing(NEW).stream()
                .filter(found -> found.assertion().contains("cluster-admin"))
                .findFirst()
                .orElseThrow();
        List<String> sentences = finding.path().orElseThrow().steps().stream()
                .map(Step::describe)
                .map(Printable::of)
                .toList();
        ParsedSarif sarif = checked.sarif();
        assertThat(sarif.stepSentences(checked.report().failing(NEW).indexOf(finding)))
                .containsExactlyElementsOf(sentences);
        assertThat(ParsedSarif.shown(sarif.results()
                        .get(checked.report().failing(NEW).indexOf(finding))
                        .getMessage()
                        .getText()))
                .startsWith(Printable.of(finding.title()));
        assertThat(checked.markdown().column("Step", "Technique")).containsAll(sentences);
        assertThat(checked.markdown().html()).containsOnly("<details>", "</details>", "<summary>Evidence>");
        assertThat(checked.junit().names()).hasSize(checked.report().results().size() + 2);
    }

    private Path namedFile(String name) {
        Asked.named(folder, name);
        return folder.resolve("cluster.json");
    }
}
