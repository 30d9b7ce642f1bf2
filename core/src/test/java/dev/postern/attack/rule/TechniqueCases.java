package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The test of one technique: a table of cases. A contract test sees to it that none of the named cases is missing. */
abstract class TechniqueCases {
    /** The rule under test. */
    abstract EdgeRule technique();

    /** The table; see {@link Manifests} for terse manifests. */
    abstract ImmutableList<TechniqueCase> cases();

    @TestFactory
    final Stream<DynamicTest> hasExactlyTheseEdges() {
        return cases().stream()
                .filter(row -> row.whyNot().isEmpty())
                .map(row -> DynamicTest.dynamicTest(
                        row.kind() + ": " + row.title(),
                        () -> assertThat(
                                        TechniqueEdges.of(technique(), Manifests.cluster(row.manifests()), row.given()))
                                .as(row.title())
                                .isEqualTo(row.edges())));
    }
}
