package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Printable;
import dev.postern.model.Subject;
import dev.postern.rbac.AllowedIn;
import dev.postern.rbac.AllowedSubject;
import dev.postern.rbac.AllowedSubject.Extent;
import dev.postern.rbac.AllowedSubject.Presence;
import dev.postern.rbac.AllowedSubjects;
import dev.postern.rbac.Explanation;
import dev.postern.rbac.Ground;
import dev.postern.rbac.Rights;
import dev.postern.rbac.RightsDiff;
import dev.postern.rbac.RuleMatch;
import dev.postern.rbac.RunsAs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Answers to questions about rights as text: the answer first, then why. */
public final class AccessText {
    private static final int SHOWN = 3;

    private final boolean allReasons;
    private final Places places;
    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private AccessText(boolean allReasons, Places places, Style style) {
        this.allReasons = allReasons;
        this.places = places;
        this.style = style;
    }

    /** May somebody do something; {@code allReasons} prints every ground, not only the first. */
    public static String render(Analysis analysis, Explanation answer, boolean allReasons, boolean colour) {
        List<Ground> shown = shown(answer.grounds(), allReasons);
        Places places =
                Places.of(analysis, Stream.concat(AccessText.facts(shown), answer.decision().evidence().stream()));
        AccessText text = new AccessText(allReasons, places, style(colour));
        text.explanation(answer, shown);
        return text.out.toString();
    }

    /** Who may do something; {@code allReasons} prints every ground of each, not only the first. */
    public static String render(Analysis analysis, AllowedSubjects answer, boolean allReasons, boolean colour) {
        Stream<Ground> shown = Stream.concat(
                answer.subjects().stream()
                        .flatMap(subject -> subject.where().stream())
                        .flatMap(where -> shown(where.grounds(), allReasons).stream()),
                answer.undecided().stream().map(AllowedSubjects.Undecided::ground));
        AccessText text = new AccessText(allReasons, Places.of(analysis, facts(shown.toList())), style(colour));
        text.allowed(answer);
        return text.out.toString();
    }

    /** What somebody may do: a table for each scope. */
    public static String render(Rights rights, boolean colour) {
        return RightsText.render(rights, style(colour));
    }

    /** What tells the rights of two subjects, or of one in two snapshots, apart. */
    public static String render(RightsDiff diff, boolean colour) {
        return RightsText.render(diff, style(colour));
    }

    static List<Ground> shown(List<Ground> grounds, boolean all) {
        return all ? grounds : grounds.subList(0, Math.min(1, grounds.size()));
    }

    static Stream<Evidence> facts(List<Ground> grounds) {
        return grounds.stream()
                .flatMap(ground -> Stream.concat(
                        ground.support().facts().stream(),
                        ground.rule().stream().flatMap(rule -> rule.matched().stream())));
    }

    private static Style style(boolean colour) {
        return colour ? Style.ANSI : Style.PLAIN;
    }

    private void explanation(Explanation answer, List<Ground> shown) {
        Outcome outcome = answer.decision().outcome();
        String verdict = outcome == Outcome.ALLOWED
                ? style.bad("yes")
                : outcome == Outcome.DENIED ? style.good("no") : style.warn("unknown");
        line(verdict + ": "
                + Printable.of(who(answer)
                        + (outcome == Outcome.DENIED ? " may not " : " may ")
                        + (outcome == Outcome.UNKNOWN ? "or may not " : "")
                        + answer.request().describe()));
        if (!answer.decision().missing().isEmpty()) {
            line("  not known: " + Printable.of(answer.decision().missing()));
            answer.decision().evidence().forEach(fact -> evidence("    ", fact));
        }
        shown.forEach(this::ground);
        further(answer.grounds().size() - shown.size(), "  ");
        answer.notes().forEach(note -> line("  note: " + Printable.of(note)));
    }

    private static String who(Explanation answer) {
        String name = answer.user().name();
        return name.isEmpty()
                ? "a member of " + String.join(", ", answer.user().groups())
                : Subject.user(name).describe();
    }

    private void ground(Ground ground) {
        ground.rule().ifPresent(match -> line("  by " + by(match)));
        ground.support().facts().forEach(fact -> evidence("    ", fact));
        ground.rule().ifPresent(match -> match.matched().forEach(fact -> evidence("    ", fact)));
    }

    private static String by(RuleMatch match) {
        return Printable.of(match.binding() + " → " + match.grant().role());
    }

    private void further(int count, String indentation) {
        if (count > 0) {
            line(indentation
                    + style.dim("and " + count + " further ground" + (count == 1 ? "" : "s") + " (--all-reasons)"));
        }
    }

    private void evidence(String indentation, Evidence evidence) {
        String fact = evidence.field().isEmpty()
                ? evidence.value()
                : evidence.field() + (evidence.value().isEmpty() ? "" : " = " + evidence.value());
        String place = places.of(evidence).toString();
        line(indentation + Printable.of(evidence.object().toString()) + "  " + Printable.of(fact)
                + (evidence.basis() == Basis.STATED
                        ? ""
                        : style.dim(evidence.basis() == Basis.DEFAULT ? "  (default)" : "  (assumed)"))
                + (place.isEmpty() ? "" : "  " + style.dim(Printable.of(place))));
    }

    private void allowed(AllowedSubjects answer) {
        line(style.title("who can " + Printable.of(answer.request().describe())));
        answer.notes().forEach(note -> line("  note: " + Printable.of(note)));
        boolean across = answer.request().acrossNamespaces();
        section(answer, across ? "in every namespace" : "allowed", Extent.ALL);
        section(answer, "in some namespaces only", Extent.SOME_NAMESPACES);
        section(answer, "for some names only", Extent.SOME_NAMES);
        if (!answer.undecided().isEmpty()) {
            line("");
            line(style.title("not known"));
            answer.undecided().forEach(undecided -> {
                line("  " + Printable.of(undecided.subject().describe() + ": " + undecided.missing()));
                undecided.ground().support().facts().forEach(fact -> evidence("    ", fact));
            });
        }
    }

    private void section(AllowedSubjects answer, String title, Extent extent) {
        part(answer, title + ": service accounts", extent, presence -> presence == Presence.OBJECT);
        part(
                answer,
                title + ": service accounts that every cluster has (not in the input)",
                extent,
                presence -> presence == Presence.IMPLIED);
        part(
                answer,
                title + ": service accounts that are not in the input",
                extent,
                presence -> presence == Presence.DANGLING);
        part(answer, title + ": users and groups", extent, presence -> presence == Presence.NOT_AN_OBJECT);
    }

    private void part(AllowedSubjects answer, String title, Extent extent, Predicate<Presence> presence) {
        List<AllowedSubject> some = answer.of(extent)
                .filter(subject -> presence.test(subject.presence()))
                .toList();
        if (some.isEmpty()) {
            return;
        }
        line("");
        line(style.title(title) + " (" + some.size() + ")");
        Table table = new Table();
        for (AllowedSubject subject : some) {
            table.row(
                    Printable.of(name(subject.subject())),
                    Printable.of(where(subject)),
                    Printable.of(reason(subject, subject.where().get(0))));
        }
        List<String> heads = table.lines("  ");
        for (int i = 0; i < some.size(); i++) {
            line(heads.get(i));
            String behind = behind(some.get(i));
            if (!behind.isEmpty()) {
                line("      " + style.dim(Printable.of(behind)));
            }
            if (allReasons) {
                some.get(i).where().forEach(where -> where.grounds().forEach(this::ground));
            }
        }
    }

    private static String name(Subject subject) {
        return subject instanceof Subject.ServiceAccount account ? account.ref().qualifiedName() : subject.describe();
    }

    private static String where(AllowedSubject subject) {
        List<String> places = new ArrayList<>();
        for (AllowedIn where : subject.where()) {
            String scope = where.scope().isClusterWide() ? "" : where.scope().namespace();
            String names = where.names().isEmpty() ? "" : String.join(",", where.names());
            places.add(scope + (scope.isEmpty() || names.isEmpty() ? "" : ": ") + names);
        }
        places.removeIf(String::isEmpty);
        return String.join(", ", places);
    }

    private String reason(AllowedSubject subject, AllowedIn first) {
        Ground ground = first.grounds().get(0);
        int further = subject.where().stream()
                        .mapToInt(where -> where.grounds().size())
                        .sum()
                - 1;
        String reason = ground.rule()
                .map(AccessText::role)
                .orElseGet(() -> ground.support().facts().get(0).value());
        return reason + place(ground) + (further == 0 ? "" : "  (+" + further + ")");
    }

    /** The role, and the binding unless it is called alike. */
    private static String role(RuleMatch match) {
        String role = match.grant().role().kind() + " " + match.grant().role().name();
        return match.binding().name().equals(match.grant().role().name())
                ? role
                : role + " by " + match.binding().kind() + " " + match.binding().name();
    }

    private String place(Ground ground) {
        String place = places.of(ground.support().facts().get(0)).toString();
        return place.isEmpty() ? "" : "  " + place;
    }

    private static String behind(AllowedSubject subject) {
        List<String> parts = new ArrayList<>();
        int members = subject.members().size();
        if (members > 0) {
            parts.add(members + " known member" + (members == 1 ? "" : "s"));
        }
        List<RunsAs> runs = subject.runsAs();
        runs.stream()
                .limit(SHOWN)
                .forEach(run ->
                        parts.add("pods of " + run.workload() + (run.pods() > 1 ? " (" + run.pods() + ")" : "")));
        if (runs.size() > SHOWN) {
            parts.add("pods of " + (runs.size() - SHOWN) + " more workloads");
        }
        return String.join(", ", parts);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
