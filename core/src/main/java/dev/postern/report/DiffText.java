package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectChange;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import dev.postern.path.AnalysisDiff;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathChange;
import dev.postern.path.PathsDiff;
import dev.postern.path.Step;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A comparison of two clusters as text: the outcome of each question before and after, then what became of the plans. */
public final class DiffText {
    /** Objects of a list beyond this many are counted, not printed. */
    private static final int OBJECTS = 20;

    private final DiffPlaces places;
    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private DiffText(DiffPlaces places, Style style) {
        this.places = places;
        this.style = style;
    }

    /** Renders what {@code older.diff(newer, ...)} found. */
    public static String render(Analysis older, Analysis newer, AnalysisDiff diff, boolean colour) {
        DiffText text = new DiffText(DiffPlaces.of(older, newer, diff), colour ? Style.ANSI : Style.PLAIN);
        text.line("");
        for (PathsDiff answer : diff.answers()) {
            text.line("  " + question(answer));
            text.line("      before: " + text.outcome(answer.before()));
            text.line("      after:  " + text.outcome(answer.after()));
        }
        text.line("");
        text.line(text.style.title("== Changed objects"));
        text.objects("   ", diff.objects());
        diff.answers().forEach(text::answer);
        Wording.incomplete(older, newer).ifPresent(missing -> {
            text.line("");
            text.line("   " + text.style.warn("incomplete") + missing);
        });
        return text.out.toString();
    }

    private static String question(PathsDiff answer) {
        String from =
                answer.query().from().stream().map(place -> place.notation()).collect(Collectors.joining(" + "));
        return Printable.of(from + " → " + answer.query().to().notation());
    }

    private String outcome(AttackPaths answer) {
        if (answer.paths().isEmpty()) {
            return answer.truncated() ? style.warn("none found, search cut short") : style.good("no path");
        }
        int count = answer.paths().size();
        String number = (count == answer.query().limit() ? "the " + count + " cheapest paths" : count + " path")
                + (count == 1 || count == answer.query().limit() ? "" : "s");
        AttackPath first = answer.paths().get(0);
        return style.bad(count == 1 ? "1 path" : number) + ", cheapest effort " + first.effort() + ", "
                + first.confidence();
    }

    private void answer(PathsDiff answer) {
        line("");
        line(style.title("== " + question(answer)));
        answer.after().notes().forEach(note -> line("   note: " + Printable.of(note)));
        answer.changes().forEach(this::change);
        Set<String> changed =
                answer.changes().stream().map(change -> change.path().id()).collect(Collectors.toSet());
        for (AttackPath path : answer.after().paths()) {
            if (!changed.contains(path.id())) {
                head("remains", path, "");
            }
        }
        if (answer.changes().isEmpty()) {
            line("   No path appeared, vanished, or costs more or less.");
        }
        if (answer.movedUp() > 0) {
            line("   " + answer.movedUp() + " of those that remain could be had before, behind cheaper ones.");
        }
        if (answer.movedDown() > 0) {
            line("   " + answer.movedDown() + " of the old answer can still be had, behind cheaper ones.");
        }
        if (answer.before().truncated() || answer.after().truncated()) {
            line("   A search was cut short: there may be further changes.");
        } else if (answer.after().paths().size() == answer.query().limit()) {
            line("   Paths behind the " + answer.query().limit() + " cheapest were not compared; -k asks for more.");
        }
    }

    private void change(PathChange change) {
        String kind = change.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        boolean worse = change.kind() != PathChange.Kind.VANISHED
                && change.kind() != PathChange.Kind.DEARER
                && change.kind() != PathChange.Kind.LESS_SURE;
        String before = change.before()
                .map(old -> "  (was effort " + old.effort() + ", " + old.confidence() + ")")
                .orElse("");
        line("");
        head(worse ? style.bad(kind) : style.good(kind), change.path(), before);
        int number = 1;
        for (Step step : change.path().steps()) {
            line("      " + number++ + ". " + style.technique(step.type().id()) + "  " + Printable.of(step.describe()));
        }
        line("      " + (change.cited() ? "because of" : "no cited object changed; it may be because of"));
        objects("        ", change.causes());
        for (Evidence fact : change.facts()) {
            SourceRef place = places.of(change, fact);
            String where = place.toString().isEmpty() ? "" : "  " + style.dim(Printable.of(place.toString()));
            line("          " + (change.kind() == PathChange.Kind.VANISHED ? "was: " : "")
                    + Printable.of(fact.object().toString()) + "  " + Printable.of(fact.field())
                    + (fact.value().isEmpty() ? "" : (fact.field().isEmpty() ? "" : " = ") + Printable.of(fact.value()))
                    + where);
        }
    }

    private void head(String what, AttackPath path, String before) {
        line("   " + what + "  effort " + path.effort() + "  " + path.confidence() + before + "  "
                + style.dim("id " + path.id()));
    }

    private void objects(String indent, List<ObjectChange> objects) {
        objects.stream().limit(OBJECTS).forEach(object -> line(indent + Printable.of(object.toString())));
        if (objects.size() > OBJECTS) {
            line(indent + "… and " + (objects.size() - OBJECTS) + " more (-o json lists all)");
        }
        if (objects.isEmpty()) {
            line(indent + "none that the analysis reads");
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
