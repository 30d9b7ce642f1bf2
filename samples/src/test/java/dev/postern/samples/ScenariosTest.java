package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario answers exactly what its folder says. {@code -Dpostern.regenerate=true} rewrites the answers and keeps the
 * questions; read the difference before it is committed.
 */
final class ScenariosTest {
    static final Path SCENARIOS = Path.of(System.getProperty("postern.root", ".."), "samples", "scenarios");
    private static final String FIXED = "-fixed";

    /** Compares two forms of one policy, which {@link AliceFrontoTest} does. */
    private static final String WITHOUT_QUESTIONS = "alice-fronto";

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void theAnswersAreThoseOfTheFolder(String scenario) throws IOException {
        Path file = SCENARIOS.resolve(scenario).resolve(Expectations.FILE);
        String answers = expectations(scenario).answered().toString();
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(file, answers);
        }
        assertThat(answers).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void theReadmeAsksEachQuestion(String scenario) throws IOException {
        String readme = Files.readString(SCENARIOS.resolve(scenario).resolve("README.md"));
        assertThat(readme).contains("postern paths samples/scenarios/" + scenario + " ");
        assertThat(expectations(scenario).questions())
                .isNotEmpty()
                .allSatisfy(question -> assertThat(readme).contains(question.options()));
        assertThat(Files.readString(SCENARIOS.resolve("README.md"))).contains("](" + scenario + ")");
    }

    /** Each question of the twin is asked of what is there, and nothing is left. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("fixed")
    void nothingIsLeftOfWhatTheTwinShows(String scenario) {
        String twin = scenario.substring(0, scenario.length() - FIXED.length());
        List<Expectations.Block> questions = expectations(scenario).questions();
        assertThat(expectations(twin).questions())
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(questions)
                        .filteredOn(question -> question.options().equals(asked.options()))
                        .singleElement()
                        .satisfies(question -> {
                            assertThat(question.isNone()).as(question.head()).isTrue();
                            // Silence about a name that is not there would be no answer.
                            assertThat(question.lines()).noneMatch(line -> line.contains("in the input"));
                        }));
        assertThat(expectations(twin).questions()).as("the attack is found").anyMatch(asked -> !asked.isNone());
    }

    @Test
    void eachScenarioHasItsFix() {
        assertThat(scenarios())
                .filteredOn(scenario -> !scenario.endsWith(FIXED))
                .allSatisfy(scenario ->
                        assertThat(SCENARIOS.resolve(scenario + FIXED)).isDirectory());
    }

    static List<String> fixed() {
        return scenarios().stream().filter(scenario -> scenario.endsWith(FIXED)).toList();
    }

    static List<String> scenarios() {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals(WITHOUT_QUESTIONS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("no scenarios in " + SCENARIOS, e);
        }
    }

    private static Expectations expectations(String scenario) {
        return Expectations.of(SCENARIOS.resolve(scenario));
    }
}
