package dev.postern.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each guard finds the offender that was put there for it, and lets the innocent neighbour pass. */
final class GuardsTest {
    private static final String ROOT = "dev.postern.architecture.fixture";
    private static final JavaClasses FIXTURE = new ClassFileImporter().importPackages(ROOT);
    private final Guards guards = new Guards(ROOT);

    @Test
    void anArrowUpwardsIsFound() {
        assertThat(violations(guards.arrowsPointDown()))
                .anySatisfy(line -> assertThat(line).contains("LooksUp.verdict", "rbac.Verdict"))
                .noneSatisfy(line -> assertThat(line).contains("Verdict.about"));
    }

    @Test
    void aLibraryInTheWrongLayerIsFound() {
        assertThat(violations(guards.arrowsPointDown()))
                .anySatisfy(line -> assertThat(line).contains("UsesGuava", "ImmutableList"))
                .noneSatisfy(line -> assertThat(line).contains("ShowsJackson"));
    }

    @Test
    void aPackageOutsideTheTableIsFound() {
        assertThat(violations(guards.arrowsPointDown()))
                .anySatisfy(line -> assertThat(line).contains("elsewhere has no layer"));
    }

    @Test
    void aCycleIsFound() {
        assertThat(violations(guards.noCycles())).singleElement().asString().contains("model", "rbac");
    }

    @Test
    void aForeignTypeInAPublicSignatureIsFoundEvenAsATypeArgument() {
        assertThat(violations(guards.foreignTypesStayInside()))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("ShowsJackson.parsers()", "JsonParser"))
                .anySatisfy(line -> assertThat(line).contains("ShowsJackson.add", "HasMetadata"));
    }

    @Test
    void aRuleThatReadsVerbsOrSelectorsIsFoundAlsoThroughAMethodReference() {
        assertThat(violations(guards.rulesAskTheAuthorities()))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("mayCreate", "PolicyRule.verbs()"))
                .anySatisfy(line -> assertThat(line).contains("selectors", "Service.selector()"));
    }

    @Test
    void aPublicRuleAndAnOpenRuleAreFound() {
        assertThat(violations(guards.rulesAreFinal()))
                .singleElement()
                .asString()
                .contains("MatchesVerbs");
        assertThat(violations(guards.rulesArePackagePrivate()))
                .singleElement()
                .asString()
                .contains("MatchesVerbs");
    }

    @Test
    void stateTheClockAndTheNetworkAreFound() {
        assertThat(violations(guards.noStaticMutableState()))
                .singleElement()
                .asString()
                .contains("calls");
        assertThat(violations(guards.noClock())).singleElement().asString().contains("Instant.now()");
        assertThat(violations(guards.noNetwork()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("Impure.socket"));
    }

    @Test
    void aPackageWithoutNullMarkedIsFound() {
        assertThat(violations(guards.packagesAreNullMarked()))
                .anySatisfy(line -> assertThat(line).contains("Homeless does not live"));
    }

    @Test
    void thePublicSurfaceLeavesOutWhatNobodyCanName() {
        assertThat(PublicSurface.of(FIXTURE, ROOT))
                .contains(ROOT + ".ingest.ClusterSnapshot$Builder", ROOT + ".model.Service")
                .noneMatch(name -> name.contains("Hidden"))
                .noneMatch(name -> name.contains("LooksUp"));
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(FIXTURE).getFailureReport().getDetails();
    }
}
