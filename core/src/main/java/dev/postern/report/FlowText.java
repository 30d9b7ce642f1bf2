package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Basis;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Printable;
import dev.postern.model.Support;
import dev.postern.network.Endpoint;
import dev.postern.network.FlowChange;
import dev.postern.network.FlowExplanation;
import dev.postern.network.FlowPorts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Answers to questions about packets as text: the verdict first, then what stops them, then why. */
public final class FlowText {
    private final Places places;
    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private FlowText(Places places, Style style) {
        this.places = places;
        this.style = style;
    }

    /** On which ports packets pass between two endpoints. */
    public static String render(Endpoint source, Endpoint destination, FlowPorts ports, boolean colour) {
        FlowText text = new FlowText(Places.NONE, colour ? Style.ANSI : Style.PLAIN);
        Outcome outcome = outcome(ports);
        text.line(text.verdict(outcome) + ": " + Printable.of(source.describe() + " to " + destination.describe()));
        if (!ports.ports().isEmpty()) {
            text.line("  allowed on " + ports.ports().notation());
        }
        if (!ports.unknown().isEmpty()) {
            text.line("  unknown on " + ports.unknown().notation());
        }
        return text.out.toString();
    }

    /** Allowed if any port is, denied if none may be. */
    public static Outcome outcome(FlowPorts ports) {
        return !ports.ports().isEmpty()
                ? Outcome.ALLOWED
                : ports.unknown().isEmpty() ? Outcome.DENIED : Outcome.UNKNOWN;
    }

    /** Whether a packet passes; {@code why} prints what each side rests on, not only what stops it. */
    public static String render(Analysis analysis, FlowExplanation answer, boolean why, boolean colour) {
        Stream<Evidence> facts = Stream.of(answer.decision(), answer.egress(), answer.ingress())
                .flatMap(decision -> decision.evidence().stream());
        Stream<Evidence> behind = answer.behind().stream().flatMap(way -> way.facts().stream());
        FlowText text =
                new FlowText(Places.of(analysis, Stream.concat(facts, behind)), colour ? Style.ANSI : Style.PLAIN);
        text.explanation(answer, why);
        return text.out.toString();
    }

    private void explanation(FlowExplanation answer, boolean why) {
        line(verdict(answer.decision().outcome()) + ": "
                + Printable.of(answer.flow().describe()));
        if (!answer.decision().missing().isEmpty()) {
            line("  not known: " + Printable.of(answer.decision().missing()));
        }
        answer.behind().ifPresent(way -> {
            line("  behind it: " + Printable.of(answer.destination()) + ", "
                    + answer.flow().protocol() + " " + way.port());
            (why ? way.facts() : List.<Evidence>of()).forEach(this::evidence);
        });
        boolean apart = side("egress of " + answer.source(), answer.egress(), answer.decision(), why)
                | side("ingress of " + answer.destination(), answer.ingress(), answer.decision(), why);
        boolean bySide =
                answer.egress().outcome() == Outcome.DENIED || answer.ingress().outcome() == Outcome.DENIED;
        boolean otherwise = answer.decision().outcome() == Outcome.DENIED && !bySide;
        if (otherwise || (why && !apart)) {
            reasons(answer.decision(), why);
        }
        for (FlowChange change : answer.changes()) {
            line("  would pass with one more rule in "
                    + Printable.of(change.policy().toString()) + ", " + change.field() + ":");
            line("    " + Printable.of(change.rule().toString()));
        }
    }

    /** Says nothing of a side that does not matter; returns whether it said something. */
    private boolean side(String name, Decision side, Decision whole, boolean why) {
        boolean stops = side.outcome() == Outcome.DENIED && whole.outcome() == Outcome.DENIED;
        if (!stops
                && (!why
                        || side.supports().stream()
                                .allMatch(support -> support.facts().isEmpty()))) {
            return false;
        }
        line("  " + (stops ? "stopped by the " : "") + Printable.of(name)
                + (stops ? "" : ": " + side.outcome().name().toLowerCase(Locale.ROOT)));
        reasons(side, why);
        return true;
    }

    private void reasons(Decision decision, boolean all) {
        List<Support> supports = decision.supports();
        int shown = all ? supports.size() : Math.min(1, supports.size());
        for (int i = 0; i < shown; i++) {
            if (i > 0) {
                line("    or");
            }
            supports.get(i).facts().forEach(this::evidence);
        }
    }

    private String verdict(Outcome outcome) {
        switch (outcome) {
            case ALLOWED:
                return style.warn("allowed");
            case DENIED:
                return style.good("denied");
            default:
                return style.bad("unknown");
        }
    }

    private void evidence(Evidence evidence) {
        String place = places.of(evidence).toString();
        line("    " + Printable.of(evidence.object().toString()) + "  " + Wording.fact(evidence)
                + (evidence.basis() == Basis.STATED ? "" : style.dim("  (" + Wording.basis(evidence.basis()) + ")"))
                + (place.isEmpty() ? "" : "  " + style.dim(Printable.of(place))));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
