package dev.postern.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.contrastsecurity.sarif.Location;
import com.contrastsecurity.sarif.Notification;
import com.contrastsecurity.sarif.PhysicalLocation;
import com.contrastsecurity.sarif.ReportingDescriptor;
import com.contrastsecurity.sarif.Result;
import com.contrastsecurity.sarif.ThreadFlowLocation;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.rule.BuiltInRules;
import dev.postern.path.AttackPath;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.report.SarifReport.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document here is checked against the OASIS schema when it is read. */
final class SarifReportTest {
    private static ParsedSarif sarif(Asked asked) {
        return ParsedSarif.of(SarifReport.render(asked.analysis(), asked.answers(), Asked.ROOT));
    }

    private static Asked tesla() {
        return Asked.of(
                Asked.scenario("tesla"), PathQuery.from(Place.internet()).to(Place.clusterAdmin()));
    }

    static Stream<Path> scenarios() {
        return Asked.scenarios().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void everyPathIsAResultWithOneLocationForEachStep(Path scenario) {
        Asked asked = Asked.of(scenario);
        ParsedSarif sarif = sarif(asked);
        Map<String, AttackPath> paths = new TreeMap<>();
        asked.answers().forEach(answer -> answer.paths().forEach(path -> paths.putIfAbsent(path.id(), path)));
        assertThat(sarif.results()).hasSize(paths.size());
        for (Result result : sarif.results()) {
            AttackPath path = paths.get(fingerprint(result));
            assertThat(sarif.steps(result)).hasSameSizeAs(path.steps());
            assertThat(List.copyOf(sarif.run().getTool().getDriver().getRules())
                            .get(result.getRuleIndex())
                            .getId())
                    .isEqualTo(result.getRuleId());
            // Without these, code scanning refuses the result.
            PhysicalLocation place = result.getLocations().get(0).getPhysicalLocation();
            assertThat(place.getRegion().getStartLine()).isPositive();
            assertThat(Asked.ROOT.resolve(place.getArtifactLocation().getUri())).isRegularFile();
            assertThat(place.getArtifactLocation().getUriBaseId()).isEqualTo("SRCROOT");
            assertThat(result.getRelatedLocations())
                    .isNotEmpty()
                    .allSatisfy(location ->
                            assertThat(location.getPhysicalLocation()).isNotNull());
        }
    }

    @Test
    void aResultStandsWhereItsTargetIsGot() {
        ParsedSarif sarif = sarif(tesla());
        Result result = sarif.results().get(0);
        assertThat(result.getRuleId()).isEqualTo("SUBJECT_GRANT");
        assertThat(result.getLevel()).isEqualTo(Result.Level.ERROR);
        assertThat(ParsedSarif.shown(result.getMessage().getText()))
                .startsWith("internet → cluster-admin: 3 steps, effort 4, LIKELY.\n1. EXPOSES: ");
        assertThat(place(result.getLocations().get(0))).isEqualTo("samples/scenarios/tesla/dashboard.yaml:22");
        assertThat(sarif.steps(result))
                .extracting(step -> place(step.getLocation()))
                .containsExactly(
                        "samples/scenarios/tesla/dashboard.yaml:66",
                        "samples/scenarios/tesla/dashboard.yaml:46",
                        "samples/scenarios/tesla/dashboard.yaml:22");
        assertThat(sarif.steps(result))
                .extracting(ThreadFlowLocation::getExecutionOrder)
                .containsExactly(1, 2, 3);
        assertThat(sarif.steps(result).get(0).getLocation().getLogicalLocations())
                .singleElement()
                .satisfies(object -> assertThat(object.getFullyQualifiedName())
                        .isEqualTo("Service kube-system/kubernetes-dashboard"));
    }

    private static String place(Location location) {
        PhysicalLocation place = location.getPhysicalLocation();
        return place.getArtifactLocation().getUri() + ":" + place.getRegion().getStartLine();
    }

    private static String fingerprint(Result result) {
        Map<String, String> all = result.getPartialFingerprints().getAdditionalProperties();
        assertThat(all).containsOnlyKeys("posternPath/v1", "primaryLocationLineHash");
        assertThat(all.get("primaryLocationLineHash")).isEqualTo(all.get("posternPath/v1") + ":1");
        return all.get("posternPath/v1");
    }

    @Test
    void aPathThatAnswersTwoQuestionsIsOneResult() {
        Asked asked = Asked.of(
                Asked.scenario("insider"),
                PathQuery.from(Place.parse("user:dana@example.com")).to(Place.clusterAdmin()),
                PathQuery.from(Place.parse("user:dana@example.com"))
                        .to(Place.clusterAdmin())
                        .cheapest(1));
        assertThat(asked.answers().get(1).paths()).hasSize(1);
        assertThat(sarif(asked).results()).hasSameSizeAs(asked.answers().get(0).paths());
    }

    @Test
    void fingerprintsOutliveLinesAndFileNames(@TempDir Path folder) throws IOException {
        try (Stream<Path> files = Files.list(Asked.scenario("tesla"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                Files.writeString(
                        folder.resolve("renamed-" + file.getFileName()), "# moved\n#\n" + Files.readString(file));
            }
        }
        List<Result> before = sarif(Asked.of(Asked.scenario("tesla"))).results();
        List<Result> after = sarif(Asked.of(folder)).results();
        assertThat(after)
                .extracting(SarifReportTest::fingerprint, Result::getRuleId)
                .containsExactlyElementsOf(before.stream()
                        .map(result -> tuple(fingerprint(result), result.getRuleId()))
                        .toList());
        assertThat(after)
                .extracting(result -> place(result.getLocations().get(0)))
                .doesNotContainAnyElementsOf(before.stream()
                        .map(result -> place(result.getLocations().get(0)))
                        .toList());
    }

    @Test
    void outsideTheRootAUriIsAbsolute(@TempDir Path folder) {
        PhysicalLocation place = sarif(Asked.named(folder, "x"))
                .results()
                .get(0)
                .getLocations()
                .get(0)
                .getPhysicalLocation();
        assertThat(place.getArtifactLocation().getUri()).isEqualTo("file://" + folder + "/cluster.json");
        assertThat(place.getArtifactLocation().getUriBaseId()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b.yaml, a/b.yaml",
        "./a/../b.yaml, b.yaml",
        "/repo/a.yaml, a.yaml",
        "../a.yaml, file:///a.yaml",
        "/elsewhere/a b.yaml, file:///elsewhere/a%20b.yaml",
        "a#1?x%.yaml, a%231%3Fx%25.yaml",
        "c:a.yaml, c%3Aa.yaml",
        "ü[1].yaml, %C3%BC%5B1%5D.yaml",
        "-, -"
    })
    void namesOfFilesBecomeUris(String file, String uri) {
        assertThat(new SourceUris(Path.of("/repo")).uri(file)).isEqualTo(uri);
    }

    @Test
    void aRuleSaysWhatItNeedsHowToStopItAndWhereItIsListed() {
        EdgeType grant = type("SUBJECT_GRANT");
        ReportingDescriptor rule = sarif(tesla()).run().getTool().getDriver().getRules().stream()
                .filter(found -> found.getId().equals("SUBJECT_GRANT"))
                .findFirst()
                .orElseThrow();
        assertThat(rule.getHelp().getMarkdown()).contains(grant.needs(), grant.stop(), "T1078", "MS-TA9019");
        assertThat(ParsedSarif.shown(rule.getHelp().getText())).contains(grant.needs(), grant.stop());
        assertThat(rule.getProperties().getTags())
                .contains("security", "external/attack/T1078", "external/microsoft/MS-TA9019");
    }

    private static EdgeType type(String id) {
        return types().filter(type -> type.id().equals(id)).findFirst().orElseThrow();
    }

    private static Stream<EdgeType> types() {
        return BuiltInRules.all().stream().map(EdgeRule::type);
    }

    /** The tags that are cut off would be those of the last catalogue. */
    @Test
    void noTechniqueHasMoreTagsThanCodeScanningReads() {
        assertThat(types()).allSatisfy(type -> assertThat(SarifRules.tags(type)).hasSizeLessThan(20));
    }

    @Test
    void whatDoesNotFitIsLeftOutAndSaid() {
        Asked asked = Asked.of(Asked.scenario("tesla"));
        int all = sarif(asked).results().size();
        assertThat(all).isGreaterThan(2);
        assertThat(notifications(sarif(asked))).noneMatch(text -> text.contains("left out"));
        for (Limits limits : List.of(new Limits(2, Long.MAX_VALUE), new Limits(25_000, 3_000), new Limits(0, 0))) {
            ParsedSarif cut = ParsedSarif.of(SarifReport.render(asked.analysis(), asked.answers(), Asked.ROOT, limits));
            assertThat(cut.results()).hasSizeLessThan(all);
            assertThat(notifications(cut))
                    .contains((all - cut.results().size()) + " of " + all
                            + " results are left out, the last ones: code scanning takes no more in one run");
            assertThat(cut.run().getTool().getDriver().getRules().stream()
                            .map(ReportingDescriptor::getId)
                            .collect(ImmutableSet.toImmutableSet()))
                    .containsAll(cut.results().stream().map(Result::getRuleId).toList());
        }
    }

    private static List<String> notifications(ParsedSarif sarif) {
        return sarif.run().getInvocations().get(0).getToolExecutionNotifications().stream()
                .map(notification -> ParsedSarif.shown(notification.getMessage().getText()))
                .toList();
    }

    @Test
    void diagnosticsOfTheInputAreNotifications(@TempDir Path folder) throws IOException {
        Files.copy(Asked.scenario("tesla").resolve("dashboard.yaml"), folder.resolve("dashboard.yaml"));
        Files.writeString(folder.resolve("bad.yaml"), "\n\nno: kind\n");
        ParsedSarif sarif = sarif(Asked.of(folder));
        assertThat(sarif.run().getInvocations().get(0).getExecutionSuccessful()).isFalse();
        Notification bad = sarif.run().getInvocations().get(0).getToolExecutionNotifications().stream()
                .filter(notification -> notification.getLevel() == Notification.Level.ERROR)
                .findFirst()
                .orElseThrow();
        assertThat(place(bad.getLocations().iterator().next())).isEqualTo("file://" + folder + "/bad.yaml:3");
        assertThat(sarif.run().getTool().getDriver().getNotifications())
                .extracting(ReportingDescriptor::getId)
                .contains(bad.getDescriptor().getId());
        assertThat(sarif(tesla()).run().getInvocations().get(0).getExecutionSuccessful())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "CERTAIN, 1, error",
        "LIKELY, 7, error",
        "LIKELY, 8, warning",
        "POSSIBLE, 7, warning",
        "POSSIBLE, 8, note",
        "CERTAIN, 40, warning"
    })
    void theLevelSaysHowSureAndHowEasy(String confidence, int effort, String level) {
        AttackPath path = tesla().answers().get(0).paths().get(0);
        SarifLocations none = new SarifLocations(Places.of(tesla().analysis(), List.of()), new SourceUris(Asked.ROOT));
        assertThat(new SarifResult(new Rated(path, confidence, effort), List.of("x"), none).level())
                .isEqualTo(level);
    }
}
