package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import com.google.common.collect.Ordering;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Efforts;
import dev.postern.attack.rule.TechniqueCase.Kind;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every technique comes with. The messages say what is missing and where it belongs. */
final class TechniqueContractTest {
    private static final Path ROOT = Path.of(System.getProperty("postern.root"));
    private static final Path RULES = ROOT.resolve("core/src/main/java/dev/postern/attack/rule");
    private static final Path SAMPLES = ROOT.resolve("samples/techniques");

    private static final Set<String> NSA_HEADINGS = Set.of(
            "Non-root containers",
            "Building secure container images",
            "Pod security enforcement",
            "Protecting Pod service account tokens",
            "Namespaces",
            "Network policies",
            "Control plane hardening",
            "Worker node segmentation",
            "Secrets",
            "Authentication",
            "Role-based access control",
            "Upgrading and application security practices");

    private static final Pattern NAMES_AN_EVENT =
            Pattern.compile("\\b(get|list|watch|create|update|patch|delete|deletecollection)\\b.* on [a-z]+"
                    + "|\\buser\\.(username|groups|extra)\\b|\\bimpersonatedUser\\b|\\bannotation \\S+/\\S+");

    private static final Pattern LOOKS_ELSEWHERE =
            Pattern.compile("^Nothing in the API server's audit log\\b.*\\b[Ll]ook (at|for) ");

    static List<EdgeRule> rules() {
        return BuiltInRules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isCalledAsItsFile(EdgeRule rule) {
        String expected = CaseFormat.UPPER_UNDERSCORE.to(
                CaseFormat.UPPER_CAMEL, rule.type().id());
        assertThat(rule.getClass().getSimpleName())
                .as("the class of " + rule.type().id())
                .isEqualTo(expected);
        assertThat(RULES.resolve(expected + ".java")).exists();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isPackagePrivateAndFinal(EdgeRule rule) {
        int modifiers = rule.getClass().getModifiers();
        assertThat(Modifier.isFinal(modifiers) && !Modifier.isPublic(modifiers))
                .as(rule.getClass().getSimpleName() + " is package-private and final")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void hasAnEffortWithItsReason(EdgeRule rule) {
        assertThat(Efforts.table())
                .as("efforts.txt has a line for " + rule.type().id())
                .containsKey(rule.type().id());
        Efforts.Entry entry = Efforts.table().get(rule.type().id());
        assertThat(entry.effort()).isIn(1, 2, 5, 8, 13);
        assertThat(entry.reason()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saysWhatItIs(EdgeRule rule) {
        EdgeType type = rule.type();
        assertThat(type.title()).isNotBlank();
        assertThat(type.sentence()).contains("{from}", "{to}").doesNotEndWith(".");
        assertThat(type.needs()).isNotBlank().doesNotEndWith(".");
        assertThat(type.stop()).endsWith(".");
        assertThat(type.references())
                .as("references of " + type.id())
                .isNotEmpty()
                .allMatch(url -> url.startsWith("https://"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saysWhereItIsListed(EdgeRule rule) {
        String id = rule.type().id();
        EdgeType.Listings listings = rule.type().listings();
        assertThat(listings.attack())
                .as("ATT&CK ids of " + id)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("T1\\d{3}(\\.\\d{3})?"));
        assertThat(listings.microsoft())
                .as("Microsoft threat-matrix ids of " + id + ": 01 to 41 without 32")
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("MS-TA90([0-3]\\d|4[01])"))
                .doesNotContain("MS-TA9000", "MS-TA9032");
        assertThat(listings.owasp())
                .as("OWASP ids of " + id + ": K01:2025 to K10:2025")
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("K(0[1-9]|10):2025"));
        assertThat(listings.cis())
                .as("CIS controls of " + id + ": benchmark, version and number, for instance CIS-1.12 5.1.8")
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("CIS(-[A-Z]+)?-\\d+\\.\\d+(\\.\\d+)? \\d+(\\.\\d+){1,2}"));
        assertThat(listings.nsa())
                .as("headings of the NSA/CISA guide at " + id + ", as EdgeType.Listings lists them")
                .doesNotHaveDuplicates()
                .isSubsetOf(NSA_HEADINGS);
        assertThat(Stream.of(listings.owasp(), listings.cis(), listings.nsa()).flatMap(List::stream))
                .as(id + " stands in at least one of OWASP, CIS and NSA/CISA")
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saysHowToSeeIt(EdgeRule rule) {
        String audit = rule.type().audit();
        assertThat(audit)
                .as(rule.type().id() + " lacks audit: what the API server's audit log has of a step")
                .isNotBlank()
                .endsWith(".");
        assertThat(NAMES_AN_EVENT.matcher(audit).find()
                        || LOOKS_ELSEWHERE.matcher(audit).find())
                .as(rule.type().id() + ": audit names a verb on a resource or a field of the event, or begins with"
                        + " \"Nothing in the API server's audit log\" and says what to look for elsewhere")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void hasATestWithEveryNamedCase(EdgeRule rule) throws ReflectiveOperationException {
        List<TechniqueCase> cases = table(rule).cases();
        Set<Kind> missing = EnumSet.complementOf(EnumSet.of(Kind.NAIVE_ERROR));
        cases.forEach(row -> missing.remove(row.kind()));
        assertThat(missing)
                .as(rule.getClass().getSimpleName()
                        + "Test lacks cases; write TechniqueCase.notApplicable(kind, reason)"
                        + " where a kind makes no sense")
                .isEmpty();
        assertThat(titles(cases, row -> row.whyNot().isPresent() && row.title().isBlank()))
                .as("cases that do not apply give a reason")
                .isEmpty();
        assertThat(titles(
                        cases, row -> row.kind() == Kind.POSITIVE && row.edges().isEmpty()))
                .as("a positive case has an edge")
                .isEmpty();
        Set<String> seen = new TreeSet<>();
        assertThat(titles(cases, row -> row.whyNot().isEmpty() && !seen.add(row.title())))
                .as("cases with the title of another")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void hasASample(EdgeRule rule) {
        assertThat(SAMPLES.resolve(sampleName(rule)))
                .as("the sample of " + rule.type().id())
                .exists();
    }

    @Test
    void theListIsSortedByClassName() {
        List<String> names =
                rules().stream().map(rule -> rule.getClass().getSimpleName()).toList();
        assertThat(names).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void everyRuleOfThePackageIsInTheList() throws Exception {
        Set<String> listed = rules().stream()
                .map(rule -> rule.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> forgotten = new ArrayList<>();
        try (Stream<Path> files = Files.list(RULES)) {
            for (Path file : Ordering.natural().sortedCopy(files.toList())) {
                String name = file.getFileName().toString().replace(".java", "");
                boolean isRule = !name.equals("package-info")
                        && EdgeRule.class.isAssignableFrom(Class.forName("dev.postern.attack.rule." + name));
                if (isRule && !listed.contains(name)) {
                    forgotten.add(name);
                }
            }
        }
        assertThat(forgotten).as("rules that BuiltInRules does not list").isEmpty();
    }

    @Test
    void everySampleIsOfSomeRule() throws Exception {
        Set<String> known =
                rules().stream().map(TechniqueContractTest::sampleName).collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.list(SAMPLES)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .as("samples of techniques that are in the list")
                    .isSubsetOf(known);
        }
    }

    static String sampleName(EdgeRule rule) {
        return CaseFormat.UPPER_UNDERSCORE.to(
                        CaseFormat.LOWER_HYPHEN, rule.type().id()) + ".yaml";
    }

    private static TechniqueCases table(EdgeRule rule) throws ReflectiveOperationException {
        Class<?> test = Class.forName(rule.getClass().getName() + "Test");
        return (TechniqueCases) test.getDeclaredConstructor().newInstance();
    }

    private static List<String> titles(List<TechniqueCase> cases, Predicate<TechniqueCase> wanted) {
        return cases.stream().filter(wanted).map(TechniqueCase::title).toList();
    }
}
