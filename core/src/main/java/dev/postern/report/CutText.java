package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.edit.Patch;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPath;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import dev.postern.remediation.Remediation;
import dev.postern.remediation.Remediation.Infeasible;
import dev.postern.remediation.Remediation.PlannedEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A cut as text: the outcome, the edits by file with what they take away and may break, what stays, the proof. */
public final class CutText {
    private static final int SHOWN = 3;

    private final Places places;
    private final Style style;
    private final boolean patches;
    private final StringBuilder out = new StringBuilder();

    private CutText(Places places, Style style, boolean patches) {
        this.places = places;
        this.style = style;
        this.patches = patches;
    }

    /** Renders a cut of one analysis; with the patches if they are wanted here and not in files. */
    public static String render(Analysis analysis, Remediation cut, boolean patches, boolean colour) {
        CutText text = new CutText(CutPlaces.of(analysis, cut), colour ? Style.ANSI : Style.PLAIN, patches);
        text.document(cut);
        Wording.incomplete(analysis).ifPresent(missing -> {
            text.line("");
            text.line("   " + text.style.warn("incomplete") + missing);
        });
        return text.out.toString();
    }

    private void document(Remediation cut) {
        line("");
        for (PathQuery question : cut.query().questions()) {
            line("  " + question(question));
        }
        line("  " + outcome(cut, style));
        cut.notes().forEach(note -> line("  note: " + Printable.of(note)));
        edits(cut);
        infeasible(cut);
        proof(cut);
    }

    /** What came of it, in a line. */
    static String outcome(Remediation cut, Style style) {
        if (cut.edits().isEmpty()) {
            return cut.infeasible().isEmpty() && cut.remaining().isEmpty()
                    ? style.good("nothing to cut: no path")
                    : style.bad("no permitted edit helps");
        }
        String edits = cut.edits().size() == 1 ? "1 edit closes" : cut.edits().size() + " edits close";
        String price = ", cost " + cut.cost()
                + (cut.optimal() ? ", none is cheaper" : ", no set below cost " + cut.lowerBound() + " can do");
        return cut.infeasible().isEmpty()
                ? style.good(edits + " it") + price
                : style.warn(edits + " what can be closed") + price;
    }

    private void edits(Remediation cut) {
        Map<String, List<PlannedEdit>> byFile = new TreeMap<>();
        cut.edits()
                .forEach(edit -> byFile.computeIfAbsent(file(edit), any -> new ArrayList<>())
                        .add(edit));
        int number = 1;
        for (Map.Entry<String, List<PlannedEdit>> file : byFile.entrySet()) {
            line("");
            line(style.title("== " + (file.getKey().isEmpty() ? "Edits" : Printable.of(file.getKey()))));
            for (PlannedEdit edit : file.getValue()) {
                edit(number++, edit);
            }
        }
    }

    private String file(PlannedEdit edit) {
        return edit.patch().form() == Patch.Form.CREATE
                ? "new objects"
                : place(edit).file();
    }

    private SourceRef place(PlannedEdit edit) {
        return edit.cuts().stream()
                .map(places::of)
                .filter(source -> !source.file().isEmpty())
                .findFirst()
                .orElse(places.of(CutPlaces.object(edit.edit().object())));
    }

    private void edit(int number, PlannedEdit edit) {
        String at = place(edit).line() == 0 || edit.patch().form() == Patch.Form.CREATE
                ? ""
                : style.dim("  line " + place(edit).line());
        line("");
        line("  " + number + ". " + style.technique(Printable.of(edit.edit().describe()))
                + style.dim("  cost " + edit.cost()) + at);
        int shown = 0;
        for (Evidence fact : edit.cuts()) {
            if (shown++ == SHOWN) {
                line(style.dim("     and " + (edit.cuts().size() - SHOWN) + " more facts"));
                break;
            }
            line(style.dim("     takes away  " + Printable.of(text(fact))));
        }
        edit.mayBreak().forEach(effect -> line("     " + style.warn("may break") + "  " + Printable.of(effect)));
        line("     " + Printable.of(edit.patch().command()));
        if (patches && edit.patch().form() != Patch.Form.DELETE) {
            edit.patch().yaml().lines().forEach(yaml -> line("       " + yaml));
        }
    }

    private static String text(Evidence fact) {
        return fact.object() + "  " + (fact.field().isEmpty() ? fact.value() : fact.field() + " = " + fact.value());
    }

    private void infeasible(Remediation cut) {
        if (cut.infeasible().isEmpty()) {
            return;
        }
        line("");
        line(style.title(
                "== No permitted edit touches " + (cut.infeasible().size() == 1 ? "this path" : "these paths")));
        for (Infeasible infeasible : cut.infeasible()) {
            path(infeasible.path());
            infeasible
                    .reasons()
                    .forEach(reason -> line(style.dim(
                            "     stays  " + Printable.of(text(reason.fact())) + ": " + Printable.of(reason.why()))));
        }
    }

    private void path(AttackPath path) {
        line("");
        int number = 1;
        for (Step step : path.steps()) {
            line("  " + (number++ == 1 ? "- " : "  ")
                    + style.technique(step.type().id()) + "  " + Printable.of(step.describe()));
        }
    }

    private void proof(Remediation cut) {
        if (cut.proof().analyses() == 0) {
            return;
        }
        line("");
        line(style.title("== Proof"));
        proof(cut, style).forEach(sentence -> line("   " + sentence));
    }

    /** What was proved, in sentences; of the files, if some were written. */
    static List<String> proof(Remediation cut, Style style) {
        String scope = cut.infeasible().isEmpty() ? "" : " but those above";
        List<String> sentences = new ArrayList<>();
        sentences.add(
                cut.proof().holds()
                        ? style.good("The cluster with these edits, analysed anew, has no path" + scope + ".")
                        : style.bad("The cluster with these edits, analysed anew, still has a path; see the notes."));
        if (!cut.proof().fromDisk().isEmpty()) {
            sentences.add(
                    cut.proof().holdsFromDisk()
                            ? style.good("The files written, read again over the input, have none" + scope + ".")
                            : style.bad("The files written, read again over the input, still have one."));
        }
        return sentences;
    }

    static String question(PathQuery query) {
        return Printable.of(
                String.join(" + ", query.from().stream().map(Place::notation).toList()) + " → "
                        + query.to().notation());
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
