package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.attack.EdgeType;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.SingleEdit;
import dev.postern.path.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A page of GitHub flavoured Markdown, and the parts that several pages have. */
final class MarkdownPage {
    /** Diagnostics beyond this many of one kind are counted, not listed. */
    private static final int DIAGNOSTICS_OF_A_KIND = 20;

    private final Analysis analysis;
    private final Places places;
    private final StringBuilder out = new StringBuilder();

    MarkdownPage(Analysis analysis, Places places) {
        this.analysis = analysis;
        this.places = places;
    }

    /** The table of a path's steps. */
    void steps(AttackPath path) {
        head("#", "Technique", "Step", "Effort", "Confidence");
        int step = 1;
        for (Step taken : path.steps()) {
            row(
                    Integer.toString(step++),
                    taken.type().id(),
                    taken.describe(vertex -> MarkdownText.cell(vertex.describe())),
                    Integer.toString(taken.effort()),
                    taken.confidence().name());
        }
    }

    /** What a path rests on, folded away. */
    void evidence(AttackPath path) {
        int facts =
                path.steps().stream().mapToInt(step -> step.evidence().size()).sum();
        line("");
        line("<details>");
        line("<summary>Evidence: " + facts + (facts == 1 ? " fact" : " facts") + ", path " + path.id() + "</summary>");
        head("Step", "Object", "Fact", "Basis", "Place");
        int number = 1;
        for (Step step : path.steps()) {
            for (Evidence fact : step.evidence()) {
                row(
                        Integer.toString(number),
                        MarkdownText.cell(fact.object().toString()),
                        MarkdownText.cell(Wording.fact(fact)),
                        Wording.basis(fact.basis()),
                        MarkdownText.cell(places.of(fact).toString()));
            }
            if (step.otherGrounds() > 0) {
                row(Integer.toString(number), "", "and " + step.otherGrounds() + " further ground(s)", "", "");
            }
            number++;
        }
        line("");
        line("</details>");
    }

    /** Edits of which each alone is enough. */
    void singleEdits(List<SingleEdit> edits) {
        line("Each of these edits alone leaves no path:");
        line("");
        for (SingleEdit edit : edits) {
            line("- " + MarkdownText.code(edit.description()) + at(edit.fact()));
        }
    }

    /** Where a fact stands, behind a blank; or nothing. */
    String at(Evidence fact) {
        String place = MarkdownText.code(places.of(fact).toString());
        return place.isEmpty() ? "" : " at " + place;
    }

    /** How to stop each technique that some paths use. */
    void techniques(Stream<AttackPath> paths) {
        Map<String, EdgeType> used = new TreeMap<>();
        paths.forEach(path -> path.steps().forEach(step -> used.put(step.type().id(), step.type())));
        if (used.isEmpty()) {
            return;
        }
        line("");
        line("## Techniques");
        head("Technique", "What", "How to stop it");
        // The catalogue's own words, but a bar is a bar.
        used.forEach((id, type) ->
                row(id, type.title().replace("|", "\\|"), type.stop().replace("|", "\\|")));
    }

    /** What was read, and what was noticed about it. */
    void input() {
        line("");
        line("## Input");
        line("");
        line(MarkdownText.code(InventoryLine.of(analysis.snapshot())));
        Map<String, Integer> other = analysis.snapshot().cluster().otherKinds();
        if (!other.isEmpty()) {
            line("");
            line("Not analysed: " + MarkdownText.code(InventoryLine.counts(other)));
        }
        List<Diagnostic> told = analysis.diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() != Diagnostic.Severity.INFO)
                .toList();
        if (told.isEmpty()) {
            return;
        }
        head("Severity", "Code", "Place", "Message");
        Map<String, Integer> counts = new TreeMap<>();
        for (Diagnostic diagnostic : told) {
            if (counts.merge(diagnostic.code(), 1, Integer::sum) <= DIAGNOSTICS_OF_A_KIND) {
                row(
                        diagnostic.severity().name().toLowerCase(Locale.ROOT),
                        diagnostic.code(),
                        MarkdownText.cell(diagnostic.source().toString()),
                        MarkdownText.cell(diagnostic.message()));
            }
        }
        counts.forEach((code, count) -> {
            if (count > DIAGNOSTICS_OF_A_KIND) {
                row("", code, "", "and " + (count - DIAGNOSTICS_OF_A_KIND) + " more of these");
            }
        });
    }

    /** The head of a table, after an empty line. */
    void head(String... titles) {
        line("");
        row(titles);
        line("|" + "---|".repeat(titles.length));
    }

    void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    void line(String text) {
        out.append(text).append('\n');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
