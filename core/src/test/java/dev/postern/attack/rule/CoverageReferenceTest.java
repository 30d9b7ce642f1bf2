package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.EdgeType.OtherName;
import dev.postern.attack.rule.Rival.Kind;
import dev.postern.attack.rule.Rival.Name;
import dev.postern.attack.rule.Rival.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every name that another program has for a step is answered, by a technique or by a reason; {@code docs/coverage.md}
 * says so, and is written with {@code -Dpostern.regenerate=true}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CoverageReferenceTest {
    private static final List<EdgeType> TYPES =
            BuiltInRules.all().stream().map(EdgeRule::type).sorted().toList();
    private static final Set<String> IDS = TYPES.stream().map(EdgeType::id).collect(Collectors.toSet());

    private List<Rival> rivals = List.of();

    @BeforeAll
    void read() throws IOException {
        rivals = Rival.all();
    }

    @Test
    void thePageSaysWhatTheRulesAndTheTableSay() throws IOException {
        Path page = Path.of(System.getProperty("postern.root")).resolve("docs/coverage.md");
        String expected = CoverageReference.page(rivals, TYPES);
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(page, expected);
        }
        assertThat(page).exists();
        assertThat(Files.readString(page))
                .as("docs/coverage.md: run mvn -pl core test -Dtest=CoverageReferenceTest -Dpostern.regenerate=true")
                .isEqualTo(expected);
    }

    @Test
    void everyProgramIsThereOnceAndHasEachNameOnce() {
        assertThat(rivals.stream().map(Rival::program))
                .hasSizeGreaterThanOrEqualTo(10)
                .doesNotHaveDuplicates();
        for (Rival rival : rivals) {
            assertThat(rival.names().stream().map(Name::name))
                    .as(rival.program())
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void everyNameHasATechniqueOrAReason() {
        assertThat(names((rival, name) ->
                        name.reason().isEmpty() && ours(rival, name).isEmpty()))
                .as("names without an answer: name them in alsoKnownAs of a rule, or give a reason in rivals.txt")
                .isEmpty();
    }

    @Test
    void noNameHasBoth() {
        assertThat(names((rival, name) ->
                        name.reason().isPresent() && !ours(rival, name).isEmpty()))
                .as("names that a rule has in alsoKnownAs: take the reason out of rivals.txt")
                .isEmpty();
    }

    @Test
    void noRuleNamesWhatNobodyCallsIt() {
        Set<OtherName> known = rivals.stream()
                .flatMap(rival -> rival.names().stream().map(name -> new OtherName(rival.program(), name.name())))
                .collect(Collectors.toSet());
        for (EdgeType type : TYPES) {
            assertThat(type.alsoKnownAs())
                    .as("alsoKnownAs of " + type.id() + ": rivals.txt has the names that there are")
                    .doesNotHaveDuplicates()
                    .isSubsetOf(known);
        }
    }

    @Test
    void whatNamesAreFoldedIntoExists() {
        assertThat(names((rival, name) -> has(name, Kind.FOLDED) && !IDS.containsAll(techniques(name))))
                .as("names folded into a technique that does not exist")
                .isEmpty();
    }

    @Test
    void whatIsCalledNotBuiltIsNotBuilt() {
        assertThat(names((rival, name) ->
                        has(name, Kind.NOT_BUILT) && techniques(name).stream().anyMatch(IDS::contains)))
                .as("names of techniques that are built by now: move them from rivals.txt to alsoKnownAs")
                .isEmpty();
    }

    private List<String> names(BiPredicate<Rival, Name> wanted) {
        return rivals.stream()
                .flatMap(rival -> rival.names().stream()
                        .filter(name -> wanted.test(rival, name))
                        .map(name -> rival.program() + ": " + name.name()))
                .toList();
    }

    private static List<String> ours(Rival rival, Name name) {
        return CoverageReference.ours(TYPES, rival.program(), name.name());
    }

    private static boolean has(Name name, Kind kind) {
        return name.reason().map(Reason::kind).filter(kind::equals).isPresent();
    }

    private static List<String> techniques(Name name) {
        return name.reason()
                .map(reason -> List.<String>copyOf(reason.techniques()))
                .orElse(List.of());
    }
}
