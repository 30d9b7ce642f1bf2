package dev.postern.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Printable;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import dev.postern.remediation.CutQuery;
import dev.postern.remediation.Remediation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cut as Markdown, read back by another's parser. */
final class CutMarkdownTest {
    private static final PathQuery QUESTION = PathQuery.from(Place.anyPod()).to(Place.clusterAdmin());

    @ParameterizedTest(name = "{index}")
    @MethodSource("dev.postern.report.HostileNames#all")
    void everyEditIsAHeadingAndANameIsAName(String name, @TempDir Path folder) {
        Asked asked = Asked.named(folder, name);
        Remediation cut = asked.analysis().cut(CutQuery.of(List.of(QUESTION)));
        assertThat(cut.edits()).isNotEmpty();
        ParsedMarkdown page = ParsedMarkdown.of(CutMarkdown.render(asked.analysis(), cut));
        List<String> headings = page.headings();
        assertThat(headings.get(0)).startsWith("Cut: ");
        assertThat(headings.get(1))
                .isEqualTo("1. " + Printable.of(cut.edits().get(0).edit().describe()) + ", cost "
                        + cut.edits().get(0).cost());
        assertThat(headings.subList(1 + cut.edits().size(), headings.size())).containsExactly("Proof", "Input");
        assertThat(page.html()).isEmpty();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("dev.postern.report.HostileNames#all")
    void aPathThatStaysIsShown(String name, @TempDir Path folder) {
        Asked asked = Asked.named(folder, name);
        Remediation cut = asked.analysis()
                .cut(CutQuery.of(List.of(QUESTION)).never("Pod", "ServiceAccount", "ClusterRoleBinding", "Namespace"));
        assertThat(cut.infeasible()).isNotEmpty();
        assertThat(ParsedMarkdown.of(CutMarkdown.render(asked.analysis(), cut)).column("Step", "Technique"))
                .containsExactlyElementsOf(cut.infeasible().get(0).path().steps().stream()
                        .map(Step::describe)
                        .map(Printable::of)
                        .toList());
    }
}
