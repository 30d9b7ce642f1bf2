package dev.postern.check;

import com.google.common.collect.ImmutableMap;
import dev.postern.Analysis;
import dev.postern.model.Basis;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPath;
import dev.postern.path.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a failing test prints: plain lines for a log, with every fact and where it stands. */
final class FailureMessage {
    /** Further findings are counted: a log is read from its first lines. */
    private static final int SHOWN = 3;

    private final StringBuilder out = new StringBuilder();
    private final ImmutableMap<Evidence, SourceRef> places;

    private FailureMessage(ImmutableMap<Evidence, SourceRef> places) {
        this.places = places;
    }

    static String of(Analysis analysis, Answer answer, List<Violation> violations) {
        List<Violation> shown = violations.subList(0, Math.min(SHOWN, violations.size()));
        Set<Evidence> cited = new LinkedHashSet<>();
        shown.forEach(violation -> {
            violation.path().ifPresent(path -> path.steps().forEach(step -> cited.addAll(step.evidence())));
            violation.decision().ifPresent(decision -> cited.addAll(decision.evidence()));
        });
        answer.singleEdits().forEach(edit -> cited.add(edit.fact()));
        FailureMessage message = new FailureMessage(analysis.locate(cited));
        message.head(answer, violations.size());
        shown.forEach(message::violation);
        message.tail(answer, violations.size() - shown.size());
        return message.out.toString().stripTrailing();
    }

    private void head(Answer answer, int count) {
        String reason = answer.assertion().terms().reason();
        line(Printable.of(answer.assertion().describe())
                + (reason.isEmpty() ? "" : ", because " + Printable.of(reason))
                + ": " + count + (count == 1 ? " finding" : " findings"));
        answer.notes().forEach(note -> line("note: " + Printable.of(note)));
    }

    private void violation(Violation violation) {
        line("");
        line(Printable.of(violation.title())
                + violation.path().map(FailureMessage::measure).orElse("") + "  [id " + violation.id() + "]");
        if (violation.isUnknown()) {
            line("  unknown: " + Printable.of(violation.missing()));
        }
        violation.path().ifPresent(this::path);
        violation.decision().ifPresent(this::decision);
    }

    private static String measure(AttackPath path) {
        return ", effort " + path.effort() + ", " + path.confidence();
    }

    private void path(AttackPath path) {
        int number = 1;
        for (Step step : path.steps()) {
            line("  " + number++ + ". " + step.type().id() + "  " + Printable.of(step.describe()));
            step.evidence().forEach(this::fact);
        }
    }

    private void decision(Decision decision) {
        decision.evidence().forEach(this::fact);
    }

    private void fact(Evidence fact) {
        String value = fact.value().isEmpty() || fact.field().isEmpty() ? fact.value() : " = " + fact.value();
        line("       " + Printable.of(fact.object() + "  " + fact.field() + value)
                + (fact.basis() == Basis.STATED
                        ? ""
                        : "  (" + fact.basis().name().toLowerCase(Locale.ROOT) + ")")
                + at(fact));
    }

    private String at(Evidence fact) {
        String place = places.getOrDefault(fact, SourceRef.NONE).toString();
        return place.isEmpty() ? "" : "  " + Printable.of(place);
    }

    private void tail(Answer answer, int more) {
        if (more > 0) {
            line("");
            line("and " + more + " more");
        }
        if (!answer.singleEdits().isEmpty()) {
            line("");
            line("Each of these edits alone leaves no path:");
            answer.singleEdits().forEach(edit -> line("  - " + Printable.of(edit.description()) + at(edit.fact())));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
