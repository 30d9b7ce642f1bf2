package dev.postern.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the guards against the library. */
final class ArchitectureTest {
    private static final String ROOT = "dev.postern";
    private static final JavaClasses LIBRARY =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(ROOT);
    private static final Path SURFACE =
            Path.of(System.getProperty("postern.root", ".."), "core/src/test/resources/public-surface.txt");

    @TestFactory
    Stream<DynamicTest> theLibraryKeepsTheRulesOfTheHouse() {
        Guards guards = new Guards(ROOT);
        return Stream.of(
                test("arrows point down", guards.arrowsPointDown()),
                test("no cycles between packages", guards.noCycles()),
                test("foreign types stay inside", guards.foreignTypesStayInside()),
                test("rules ask the authorities", guards.rulesAskTheAuthorities()),
                test("rules are final", guards.rulesAreFinal()),
                test("rules are package-private", guards.rulesArePackagePrivate()),
                test("no static mutable state", guards.noStaticMutableState()),
                test("no clock", guards.noClock()),
                test("no network", guards.noNetwork()),
                test("packages are null-marked", guards.packagesAreNullMarked()));
    }

    private static DynamicTest test(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> rule.check(LIBRARY));
    }

    @Test
    void theLibraryIsThere() {
        assertThat(LIBRARY.contain("dev.postern.model.Cluster")).isTrue();
    }

    @Test
    void thePublicTypesAreThoseThatWereArguedFor() throws IOException {
        ImmutableSortedSet<String> actual = PublicSurface.of(LIBRARY, ROOT);
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(SURFACE, String.join("\n", actual) + "\n");
        }
        // As sets: two branches that each add a type merge by union, which keeps no order.
        assertThat(actual)
                .as("public types; after a deliberate change run: mvn -pl core verify -Dpostern.regenerate=true")
                .containsExactlyInAnyOrderElementsOf(ImmutableSortedSet.copyOf(Files.readAllLines(SURFACE)));
    }
}
