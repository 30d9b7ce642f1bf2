package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.Place;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What reports about paths say in the same words, safe to show. */
final class Wording {
    private Wording() {}

    /** {@code internet + sa:shop/cart → cluster-admin}. */
    static String question(AttackPaths answer) {
        StringBuilder from = new StringBuilder();
        for (Place place : answer.query().from()) {
            from.append(from.length() == 0 ? "" : " + ").append(place.notation());
        }
        return Printable.of(from + " → " + answer.query().to().notation());
    }

    /** How many paths there are, or whether that none was found means that there is none. */
    static String count(AttackPaths answer) {
        int paths = answer.paths().size();
        if (paths == 0) {
            return answer.truncated() ? "none found, search cut short" : "no path";
        }
        return paths == 1 ? "1 path" : paths + " paths";
    }

    /** What {@link #count} leaves to say: the cheapest path, and steps on defaults; or that there is a note. */
    static String furthermore(AttackPaths answer) {
        if (answer.paths().isEmpty()) {
            // It may be about a name that is not there, or a start that is there already.
            return answer.notes().isEmpty() ? "" : "; see the note below";
        }
        AttackPath first = answer.paths().get(0);
        int count = answer.stepsOnDefaults();
        return ", cheapest effort " + first.effort() + ", " + first.confidence()
                + (count == 0
                        ? ""
                        : "; " + count + " of " + answer.steps() + (count == 1 ? " steps rests" : " steps rest")
                                + " on defaults");
    }

    /** {@code effort 9 (7 with shared steps once)}. */
    static String effort(AttackPath path) {
        return "effort " + path.effort()
                + (path.distinctEffort() == path.effort()
                        ? ""
                        : " (" + path.distinctEffort() + " with shared steps once)");
    }

    /** The field and its value, or the one of them that there is. */
    static String fact(Evidence evidence) {
        return Printable.of(
                evidence.field().isEmpty()
                        ? evidence.value()
                        : evidence.field() + (evidence.value().isEmpty() ? "" : " = " + evidence.value()));
    }

    static String basis(Basis basis) {
        return basis.name().toLowerCase(Locale.ROOT);
    }

    /** What must be known of an answer from an input of which a part is missing; empty when none is. */
    static Optional<String> incomplete(Analysis... analyses) {
        return Stream.of(analyses).anyMatch(analysis -> analysis.snapshot().isIncomplete())
                ? Optional.of(": a part of the input was not understood, so this may be wrong;"
                        + " postern inventory says what")
                : Optional.empty();
    }
}
