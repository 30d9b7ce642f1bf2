package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Printable;
import dev.postern.path.AttackPath;
import dev.postern.path.MissingFact;
import dev.postern.path.NearestMiss;
import dev.postern.path.Step;
import dev.postern.path.WhyNot;
import java.util.List;

/** Why there is no path, as text: the facts that would complete one, what stops each now, and the path that then is. */
public final class WhyNotText {
    private final PathLines lines;

    private WhyNotText(PathLines lines) {
        this.lines = lines;
    }

    public static String render(Analysis analysis, List<WhyNot> answers, boolean colour) {
        Places places = Places.of(analysis, answers.stream().flatMap(WhyNotJson::cited));
        WhyNotText text = new WhyNotText(new PathLines(places, colour ? Style.ANSI : Style.PLAIN));
        answers.forEach(text::answer);
        return text.lines.toString();
    }

    private void answer(WhyNot answer) {
        lines.line("");
        lines.line(lines.style.title("== " + PathLines.question(answer.query())));
        answer.notes().forEach(lines::note);
        answer.paths().forEach(path -> path(answer, path));
        if (answer.outcome() == WhyNot.Outcome.UNKNOWN) {
            lines.line("   What would settle it:");
            answer.open().forEach(fact -> lines.fact("     ", fact));
        }
        if (answer.outcome() == WhyNot.Outcome.ABSENT) {
            lines.line("   " + lines.style.good("no path")
                    + (answer.misses().isEmpty() ? "" : "; what would complete one, the nearest first:"));
        }
        int number = 1;
        for (NearestMiss miss : answer.misses()) {
            miss(number++, miss);
        }
        if (answer.truncated()) {
            lines.line("   The search was cut short: there may be nearer ones.");
        }
    }

    private void path(WhyNot answer, AttackPath path) {
        lines.line("   "
                + lines.style.bad(
                        answer.outcome() == WhyNot.Outcome.UNKNOWN ? "perhaps there is a path" : "there is a path")
                + "  " + PathLines.rank(path));
        steps(path);
    }

    private void steps(AttackPath path) {
        int number = 1;
        for (Step step : path.steps()) {
            lines.step(number++, step);
        }
    }

    private void miss(int number, NearestMiss miss) {
        lines.line("");
        lines.line(lines.style.title("Miss " + number) + "  price " + miss.price() + ", then "
                + PathLines.rank(miss.path()));
        for (MissingFact missing : miss.missing()) {
            lines.line("   - " + Printable.of(missing.description()));
            boolean right = missing.object().kind().equals("User")
                    || missing.object().kind().equals("Group")
                    || missing.object().kind().equals("ServiceAccount");
            if (right) {
                lines.line(
                        missing.guards().isEmpty()
                                ? "     now no binding names it but those of every cluster"
                                : "     none of its bindings gives that:");
            } else if (!missing.guards().isEmpty()) {
                lines.line("     stopped now by");
            }
            missing.guards().forEach(guard -> lines.fact("       ", guard));
        }
        lines.line("   then:");
        steps(miss.path());
    }
}
