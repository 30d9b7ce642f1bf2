package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code docs/rbac-catalogue.md} answers every row, and names no technique that does not exist. */
final class RbacCatalogueTest {
    private static final Pattern ROW = Pattern.compile("\\| RB-(\\d\\d) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Z_]+)`");
    private static final Pattern REASON = Pattern.compile("^(none|later): \\S.*|^hygiene\\b.*");
    /** Rights to other things than paths lead to. */
    private static final Set<Integer> HYGIENE = Set.of(44, 49, 50, 51, 52, 64);
    /** Rows that are said in terms of the others. */
    private static final Set<Integer> OTHERS = Set.of(2);

    @Test
    void everyRowStandsThereOnce() throws IOException {
        Set<Integer> expected = IntStream.concat(IntStream.rangeClosed(1, 52), IntStream.rangeClosed(60, 64))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows().keySet()).isEqualTo(expected);
    }

    @Test
    void everyTechniqueNamedExists() throws IOException {
        Set<String> known =
                BuiltInRules.all().stream().map(rule -> rule.type().id()).collect(Collectors.toSet());
        rows().forEach((row, answer) -> assertThat(known).as("RB-%02d", row).containsAll(techniques(answer)));
    }

    @Test
    void everyRowHasATechniqueOrAReason() throws IOException {
        rows().forEach((row, answer) -> assertThat(
                        !techniques(answer).isEmpty() || REASON.matcher(answer).matches() || OTHERS.contains(row))
                .as("RB-%02d: %s", row, answer)
                .isTrue());
    }

    @Test
    void hygieneIsKeptApart() throws IOException {
        rows().forEach((row, answer) ->
                assertThat(answer.startsWith("hygiene")).as("RB-%02d", row).isEqualTo(HYGIENE.contains(row)));
    }

    private static Set<String> techniques(String answer) {
        return NAME.matcher(answer)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<Integer, String> rows() throws IOException {
        Path page = Path.of(System.getProperty("postern.root")).resolve("docs/rbac-catalogue.md");
        Map<Integer, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(page)) {
            Matcher matcher = ROW.matcher(line);
            if (line.startsWith("| RB-")) {
                assertThat(matcher.matches()).as(line).isTrue();
                assertThat(rows.put(Integer.parseInt(matcher.group(1)), matcher.group(3)))
                        .as("one row RB-" + matcher.group(1))
                        .isNull();
            }
        }
        return rows;
    }
}
