package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.EdgeRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/techniques.md} to the rules; with {@code -Dpostern.regenerate=true} writes it. */
final class TechniqueReferenceTest {
    @Test
    void thePageSaysWhatTheRulesSay() throws IOException {
        Path page = Path.of(System.getProperty("postern.root")).resolve("docs/techniques.md");
        String expected = TechniqueReference.page(
                BuiltInRules.all().stream().map(EdgeRule::type).sorted().toList());
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, expected);
        }
        assertThat(page).exists();
        assertThat(Files.readString(page))
                .as("docs/techniques.md: run mvn -pl core test -Dtest=TechniqueReferenceTest -Dpostern.regenerate=true")
                .isEqualTo(expected);
    }
}
