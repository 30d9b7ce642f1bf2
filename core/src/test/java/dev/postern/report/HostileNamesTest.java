package dev.postern.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Printable;
import dev.postern.path.AttackPath;
import dev.postern.path.Step;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A name stays a name in every document, and comes back from an independent parser as what is safe to show of it. */
final class HostileNamesTest {
    @ParameterizedTest(name = "{index}")
    @MethodSource("dev.postern.report.HostileNames#all")
    void everyDocumentSaysTheNameAndNothingElse(String name, @TempDir Path folder) {
        check(Asked.named(folder, name));
    }

    static void check(Asked asked) {
        AttackPath path = asked.answers().get(0).paths().get(0);
        List<String> sentences =
                path.steps().stream().map(Step::describe).map(Printable::of).toList();
        assertThat(sentences).hasSize(2);
        ParsedSarif sarif = ParsedSarif.of(SarifReport.render(asked.analysis(), asked.answers(), Asked.ROOT));
        assertThat(sarif.stepSentences(0)).containsExactlyElementsOf(sentences);
        ParsedJunit junit = ParsedJunit.of(JunitReport.render(asked.analysis(), asked.answers()));
        assertThat(junit.names()).containsExactly("input", "any-pod → cluster-admin");
        assertThat(junit.failureOf("any-pod → cluster-admin").lines().map(String::strip))
                .containsAll(numbered(path));
        ParsedMarkdown markdown = ParsedMarkdown.of(MarkdownReport.render(asked.analysis(), asked.answers()));
        assertThat(markdown.headings())
                .containsExactly(
                        "Attack paths",
                        "any-pod → cluster-admin",
                        "Path 1: effort 2, " + path.confidence(),
                        "Techniques",
                        "Input");
        assertThat(markdown.html()).containsOnly("<details>", "</details>", "<summary>Evidence>");
        assertThat(markdown.column("Step", "Technique")).containsExactlyElementsOf(sentences);
    }

    private static List<String> numbered(AttackPath path) {
        return path.steps().stream()
                .map(step -> (path.steps().indexOf(step) + 1) + ". "
                        + step.type().id() + ": " + Printable.of(step.describe()))
                .map(String::strip)
                .toList();
    }
}
