package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.EdgeRule;
import dev.postern.ingest.ClusterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the edges of each technique in its sample with the sample's own {@code # expect:} comments, exactly. */
final class TechniqueSamplesTest {
    private static final Pattern GIVEN = Pattern.compile("# given: (\\S+)");
    private static final Pattern EXPECT = Pattern.compile("# expect: ([A-Z_]+) (\\S+ -> \\S+)");

    static List<EdgeRule> rules() {
        return BuiltInRules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void hasExactlyTheEdgesThatItsSampleExpects(EdgeRule rule) throws IOException {
        Path sample = Path.of(System.getProperty("postern.root"))
                .resolve("samples/techniques")
                .resolve(TechniqueContractTest.sampleName(rule));
        ImmutableSortedSet<String> expected = expected(sample, rule.type().id());
        Set<String> given = given(sample);
        ClusterSnapshot snapshot = ClusterSnapshot.read(sample);

        assertThat(snapshot.diagnostics())
                .as("the sample is read whole")
                .noneMatch(diagnostic -> diagnostic.severity() == dev.postern.model.Diagnostic.Severity.ERROR);
        assertThat(TechniqueEdges.of(rule, snapshot.cluster(), given))
                .as(sample.getFileName().toString())
                .isEqualTo(expected);
    }

    private static Set<String> given(Path sample) throws IOException {
        return Files.readAllLines(sample).stream()
                .map(GIVEN::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toSet());
    }

    private static ImmutableSortedSet<String> expected(Path sample, String technique) throws IOException {
        ImmutableSortedSet.Builder<String> edges = ImmutableSortedSet.naturalOrder();
        for (String line : Files.readAllLines(sample)) {
            if (line.contains("# expect:")) {
                Matcher matcher = EXPECT.matcher(line.strip());
                assertThat(matcher.matches())
                        .as("the expectation '%s' is of the one form", line)
                        .isTrue();
                assertThat(matcher.group(1)).as("the technique of '%s'", line).isEqualTo(technique);
                edges.add(matcher.group(2));
            }
        }
        return edges.build();
    }
}
