package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.attack.call.ApiCall;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.path.EscalationStep;
import dev.postern.path.Escalations;
import dev.postern.path.IdentityReach;
import dev.postern.path.Reach;
import dev.postern.path.Standing;
import dev.postern.path.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where rights lead, as text: a line for each standing, then the identities, the worst first. Identities with the same ways
 * to the same targets share an entry. One line for each way, or every step with its facts and requests.
 */
public final class EscalationText {
    /** Kinds of targets of one entry, and targets of one kind, beyond this many are counted, not printed, unless every step is. */
    private static final int SHOWN = 3;

    private static final int WIDTH = 116;

    private final boolean steps;
    private final Places places;
    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private EscalationText(boolean steps, Places places, Style style) {
        this.steps = steps;
        this.places = places;
        this.style = style;
    }

    /** Renders an answer of one analysis; {@code steps} prints every step with its facts and requests. */
    public static String render(Analysis analysis, Escalations answer, boolean steps, boolean colour) {
        Places places = steps ? Places.of(analysis, EscalationJson.facts(answer)) : Places.of(analysis, Stream.of());
        EscalationText text = new EscalationText(steps, places, colour ? Style.ANSI : Style.PLAIN);
        text.answer(answer);
        return text.out.toString();
    }

    private void answer(Escalations answer) {
        Map<Standing, List<IdentityReach>> byStanding = answer.identities().stream()
                .collect(Collectors.groupingBy(
                        IdentityReach::standing, () -> new EnumMap<>(Standing.class), Collectors.toList()));
        Table summary = new Table();
        byStanding.forEach((standing, identities) -> summary.row(
                standing.title(),
                identities.size() + (identities.size() == 1 ? " identity" : " identities"),
                standing.meaning()));
        summary.lines("  ").forEach(this::line);
        byStanding.forEach((standing, identities) -> {
            if (standing != Standing.NOTHING) {
                line("");
                line(style.title("== " + standing.title()));
                groups(identities).forEach((way, group) -> entry(group));
            }
        });
        if (!steps && byStanding.keySet().stream().anyMatch(Standing::isOnTheWay)) {
            line("");
            line(style.dim("Each step with its facts and requests: --from SUBJECT, or -o json."));
        }
    }

    /** Identities by what they reach and how, in the order of the first of each. */
    private static Map<List<String>, List<IdentityReach>> groups(List<IdentityReach> identities) {
        Map<List<String>, List<IdentityReach>> groups = new LinkedHashMap<>();
        for (IdentityReach identity : identities) {
            List<String> way = new ArrayList<>();
            if (identity.standing().isOnTheWay()) {
                identity.reaches().forEach(reach -> way.add(way(reach)));
                way.add(String.valueOf(identity.omitted()));
            }
            groups.computeIfAbsent(way, key -> new ArrayList<>()).add(identity);
        }
        return groups;
    }

    private void entry(List<IdentityReach> group) {
        names(group.stream().map(identity -> identity.subject().notation()).toList());
        IdentityReach first = group.get(0);
        List<Reach> reaches = first.reaches();
        if (!first.standing().isOnTheWay() && !steps) {
            return;
        }
        int shown = 0;
        if (steps) {
            for (Reach reach : reaches) {
                target(reach.target().describe(), reach);
                int number = 1;
                for (EscalationStep step : reach.steps()) {
                    step(number++, step);
                }
            }
            shown = reaches.size();
        } else {
            for (List<Reach> alike : alike(reaches)) {
                if (shown < SHOWN) {
                    ways(alike);
                    shown += alike.size();
                }
            }
        }
        int more = reaches.size() - shown + first.omitted();
        if (more > 0) {
            line(style.dim("    and " + more + " further target" + (more == 1 ? "" : "s")));
        }
    }

    /** Targets of one kind that are reached by the same techniques at the same effort, in the order of the first of each. */
    private static Collection<List<Reach>> alike(List<Reach> reaches) {
        Map<List<Object>, List<Reach>> groups = new LinkedHashMap<>();
        for (Reach reach : reaches) {
            List<Object> key = new ArrayList<>();
            key.add(reach.target().getClass());
            key.add(reach.confidence());
            key.add(reach.effort());
            key.add(reach.byRequestsAlone());
            made(reach).forEach(step -> key.add(step.type().id()));
            groups.computeIfAbsent(key, one -> new ArrayList<>()).add(reach);
        }
        return groups.values();
    }

    private void ways(List<Reach> alike) {
        Reach first = alike.get(0);
        int more = alike.size() - SHOWN;
        String names = alike.stream()
                .limit(SHOWN)
                .map(reach -> reach.target().describe())
                .collect(Collectors.joining(", "));
        target(names + (more > 0 ? " and " + more + " more" : ""), first);
        line("      " + (alike.size() > 1 ? "for the first: " : "") + Printable.of(way(first)));
    }

    private void target(String name, Reach reach) {
        line("    → " + style.bad(Printable.of(name)) + "  "
                + style.dim("effort " + reach.effort() + ", " + reach.confidence()
                        + (reach.byRequestsAlone() ? ", by requests alone" : "")));
    }

    private void names(List<String> names) {
        StringBuilder line = new StringBuilder();
        for (String name : names) {
            String safe = Printable.of(name);
            if (line.length() > 0 && line.length() + safe.length() > WIDTH) {
                line("  " + line + ",");
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : ", ").append(safe);
        }
        line("  " + line);
    }

    private static String way(Reach reach) {
        return made(reach)
                .map(step -> step.type().id() + " " + step.to().describe())
                .collect(Collectors.joining(" → "));
    }

    /** The steps without those that a binding or a group has made already. */
    private static Stream<Step> made(Reach reach) {
        return reach.steps().stream().filter(step -> !step.isHeld()).map(EscalationStep::step);
    }

    private void step(int number, EscalationStep step) {
        Step what = step.step();
        line("      " + number + ". " + style.technique(what.type().id()) + "  " + Printable.of(what.describe())
                + style.dim("  [effort " + what.effort() + ", " + what.confidence() + "]"));
        what.evidence().forEach(this::evidence);
        if (what.otherGrounds() > 0) {
            line(style.dim("           and " + what.otherGrounds() + " further ground"
                    + (what.otherGrounds() == 1 ? "" : "s") + " for the same step"));
        }
        step.calls().forEach(this::call);
        if (step.calls().isEmpty() && !step.isHeld()) {
            line(style.dim("         no request: " + Printable.of(step.reason())));
        }
    }

    private void call(ApiCall call) {
        line("         " + style.title(call.method() + " " + Printable.of(call.url())) + "  "
                + style.dim("→ " + call.status() + (call.kubelet() ? " from the kubelet" : "")));
        line("             as " + Printable.of(call.as().name())
                + call.inNameOf()
                        .map(other -> Printable.of(", impersonating " + other.name()
                                + other.groups().stream()
                                        .map(group -> ", group " + group)
                                        .collect(Collectors.joining())))
                        .orElse(""));
        if (!call.body().isEmpty()) {
            line("             " + call.contentType() + (call.change() ? ", laid over the object as it is" : ""));
            line("             " + Printable.of(call.body()));
        }
    }

    private void evidence(Evidence evidence) {
        String fact = evidence.field().isEmpty()
                ? evidence.value()
                : evidence.field() + (evidence.value().isEmpty() ? "" : " = " + evidence.value());
        String place = places.of(evidence).toString();
        line("           " + Printable.of(evidence.object().toString()) + "  " + Printable.of(fact)
                + (evidence.basis() == Basis.STATED
                        ? ""
                        : style.dim(evidence.basis() == Basis.DEFAULT ? "  (default)" : "  (assumed)"))
                + (place.isEmpty() ? "" : "  " + style.dim(Printable.of(place))));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
