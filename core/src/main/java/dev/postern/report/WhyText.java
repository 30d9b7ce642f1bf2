package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import dev.postern.path.AttackPath;
import dev.postern.path.Hop;
import dev.postern.path.Why;
import java.util.List;

/** Why there is a path, as text: each step with all that it needs, what would do as well, and how to do without it. */
public final class WhyText {
    private final PathLines lines;

    private WhyText(PathLines lines) {
        this.lines = lines;
    }

    public static String render(Analysis analysis, List<Why> answers, boolean colour) {
        Places places = Places.of(analysis, answers.stream().flatMap(WhyJson::cited));
        WhyText text = new WhyText(new PathLines(places, colour ? Style.ANSI : Style.PLAIN));
        answers.forEach(text::answer);
        return text.lines.toString();
    }

    private void answer(Why answer) {
        lines.line("");
        lines.line(lines.style.title("== " + PathLines.question(answer.query())));
        answer.notes().forEach(lines::note);
        if (answer.path().isEmpty()) {
            lines.line("   " + lines.style.good("no path") + "; why-not says what stops it");
            return;
        }
        AttackPath path = answer.path().get();
        lines.line("   " + lines.style.bad("the cheapest path") + "  " + PathLines.rank(path) + "  "
                + lines.style.dim("id " + path.id()));
        int number = 1;
        for (Hop hop : answer.hops()) {
            lines.step(number++, hop.step());
            hop.grounds().forEach(this::ground);
            lines.line(lines.style.dim("       " + otherwise(hop)));
        }
    }

    private void ground(List<Support> alternatives) {
        boolean several = alternatives.size() > 1;
        int number = 1;
        for (Support alternative : alternatives) {
            if (several) {
                lines.line("       " + (number++ == 1 ? "either" : "or"));
            }
            for (Evidence fact : alternative.facts()) {
                lines.fact(several ? "         " : "       ", fact);
            }
        }
    }

    private static String otherwise(Hop hop) {
        if (hop.otherwise().isEmpty()) {
            return "without this step: no path";
        }
        AttackPath other = hop.otherwise().get();
        return "without this step: effort " + other.effort() + ", " + other.confidence() + ", by "
                + String.join(
                        " ",
                        other.steps().stream().map(step -> step.type().id()).toList());
    }
}
