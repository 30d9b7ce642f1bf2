package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.model.Outcome;
import dev.postern.model.Printable;
import dev.postern.path.BlastRadius;
import dev.postern.path.ChokePoint;
import dev.postern.path.ChokePoints;
import dev.postern.path.NamespaceMatrix;
import dev.postern.path.Place;
import dev.postern.path.Reached;
import dev.postern.path.Reacher;
import dev.postern.path.SingleEdit;
import dev.postern.path.WhoReaches;
import java.util.List;
import java.util.stream.Collectors;

/** What is reached, who reaches, what paths come through, and the matrix of namespaces, for people. */
public final class ReachText {
    /** Rows and columns of the matrix beyond this are left to JSON. */
    private static final int NAMESPACES = 24;

    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private ReachText(boolean colour) {
        style = colour ? Style.ANSI : Style.PLAIN;
    }

    /** Who reaches a place, the cheapest first. */
    public static String render(Analysis analysis, WhoReaches answer, boolean colour) {
        ReachText text = new ReachText(colour);
        text.line("");
        text.whoReaches(answer);
        text.incomplete(analysis);
        return text.out.toString();
    }

    /** What is reached from a place, the worst foothold first. */
    public static String render(Analysis analysis, BlastRadius answer, boolean colour) {
        ReachText text = new ReachText(colour);
        text.line("");
        text.blastRadius(answer);
        text.incomplete(analysis);
        return text.out.toString();
    }

    /** What the paths of some questions come through. */
    public static String render(Analysis analysis, List<ChokePoints> answers, boolean colour) {
        Places places = Places.of(
                analysis,
                answers.stream()
                        .flatMap(answer -> answer.singleEdits().stream())
                        .map(SingleEdit::fact));
        ReachText text = new ReachText(colour);
        answers.forEach(answer -> text.chokePoints(answer, places));
        text.incomplete(analysis);
        return text.out.toString();
    }

    /** The matrix of namespaces. */
    public static String render(NamespaceMatrix matrix, boolean colour) {
        ReachText text = new ReachText(colour);
        text.namespaces(matrix);
        return text.out.toString();
    }

    private void whoReaches(WhoReaches answer) {
        int count = answer.reachers().size();
        line(style.title("== Who reaches "
                        + Printable.of(answer.query().ends().get(0).notation())) + "  " + count + " of "
                + answer.judged()
                + " starts, each by itself");
        Table table = new Table();
        for (Reacher reacher : answer.reachers()) {
            table.row(
                    Printable.of(reacher.notation()),
                    "effort " + reacher.effort(),
                    reacher.confidence().name());
        }
        table.lines("  ").forEach(this::line);
        ending(answer.notSearched(), answer.notes());
    }

    private void blastRadius(BlastRadius answer) {
        String from = names(answer.query().ends());
        int found = answer.footholds().size() + answer.omitted();
        line(style.title("== Blast radius of " + from) + "  "
                + (answer.judged() == 1 ? "" : answer.judged() + " footholds, each alone; ")
                + (found == 0
                        ? "nothing is reached"
                        : found == 1 && answer.judged() == 1 ? "" : found + " that differ reach something"));
        for (BlastRadius.Foothold foothold : answer.footholds()) {
            foothold(foothold);
        }
        if (answer.omitted() > 0) {
            line("  and " + answer.omitted() + " more that are less bad (-k lists more)");
        }
        answer.notes().forEach(this::note);
    }

    private void foothold(BlastRadius.Foothold foothold) {
        line("");
        line("  " + style.title(vertices(foothold.start()))
                + (foothold.alike() == 0 ? "" : "  and " + foothold.alike() + " more just like it"));
        line("    "
                + foothold.kinds().entrySet().stream()
                        .map(kind -> kind.getKey() == Reached.Kind.CLUSTER_ADMIN
                                ? style.bad("cluster-admin from effort "
                                        + kind.getValue().leastEffort())
                                : kind.getKey().count(kind.getValue().count()) + " from effort "
                                        + kind.getValue().leastEffort())
                        .collect(Collectors.joining(", "))
                + (foothold.stopsAtClusterAdmin() ? "; and with cluster-admin everything" : ""));
        Table table = new Table();
        for (Reached reached : foothold.reached()) {
            table.row(
                    Printable.of(reached.vertex().id()),
                    "effort " + reached.effort(),
                    reached.confidence().name());
        }
        table.lines("      ").forEach(this::line);
        if (foothold.omitted() > 0) {
            line("      and " + foothold.omitted() + " more (-k lists more)");
        }
    }

    private void chokePoints(ChokePoints answer, Places places) {
        line("");
        line(style.title("== Choke points of " + names(answer.query().from()) + " → "
                        + Printable.of(answer.query().to().notation()))
                + "  " + answer.reaching() + " of " + answer.starts() + " footholds reach it");
        if (answer.reaching() > 0) {
            line(answer.onEvery().isEmpty() ? "  Nothing lies on every path." : "  On every path:");
            answer.onEvery()
                    .forEach(point -> line("    " + Printable.of(point.vertex().describe())));
        }
        if (!answer.others().isEmpty()) {
            line("  Without it, so many footholds do not get there:");
            Table table = new Table();
            for (ChokePoint point : answer.others()) {
                table.row(
                        point.losing() + " of " + answer.reaching(),
                        Printable.of(point.vertex().describe()));
            }
            table.lines("    ").forEach(this::line);
        }
        if (!answer.singleEdits().isEmpty()) {
            line("  Each of these edits alone leaves no path:");
            for (SingleEdit edit : answer.singleEdits()) {
                String place = places.of(edit.fact()).toString();
                line("    - " + Printable.of(edit.description())
                        + (place.isEmpty() ? "" : "  " + style.dim(Printable.of(place))));
            }
        }
        ending(answer.notSearched(), answer.notes());
    }

    private void namespaces(NamespaceMatrix matrix) {
        line(style.title("== Namespaces") + "  from row to column: + packets pass, ? perhaps, . they do not; then from"
                + " how many footholds of the row, each alone, something in the column is got under control");
        List<String> shown = matrix.namespaces().stream().limit(NAMESPACES).toList();
        Table table = new Table();
        String[] head = new String[shown.size() + 1];
        head[0] = "";
        for (int i = 0; i < shown.size(); i++) {
            head[i + 1] = "[" + (i + 1) + "]";
        }
        table.row(head);
        for (int i = 0; i < shown.size(); i++) {
            String from = shown.get(i);
            String[] row = new String[shown.size() + 1];
            row[0] = "[" + (i + 1) + "] " + Printable.of(from) + " ("
                    + matrix.footholds().getOrDefault(from, 0) + ")";
            for (int j = 0; j < shown.size(); j++) {
                NamespaceMatrix.Cell cell = matrix.cell(from, shown.get(j));
                row[j + 1] = mark(cell.network()) + (cell.controlling() == 0 ? "" : " " + cell.controlling());
            }
            table.row(row);
        }
        table.lines("  ").forEach(this::line);
        if (matrix.namespaces().size() > NAMESPACES) {
            line("  and " + (matrix.namespaces().size() - NAMESPACES) + " more namespaces (-o json lists all)");
        }
    }

    private static String mark(Outcome outcome) {
        switch (outcome) {
            case ALLOWED:
                return "+";
            case UNKNOWN:
                return "?";
            default:
                return ".";
        }
    }

    private void incomplete(Analysis analysis) {
        Wording.incomplete(analysis).ifPresent(text -> {
            line("");
            line("  " + style.warn("incomplete") + text);
        });
    }

    private void ending(List<String> notSearched, List<String> notes) {
        notSearched.forEach(text -> line("  " + style.warn("not searched: ") + Printable.of(text)));
        notes.forEach(this::note);
    }

    private void note(String text) {
        line("  note: " + Printable.of(text));
    }

    private static String names(List<Place> places) {
        return Printable.of(places.stream().map(Place::notation).collect(Collectors.joining(" + ")));
    }

    private static String vertices(List<Vertex> vertices) {
        return Printable.of(vertices.stream().map(Vertex::id).collect(Collectors.joining(" + ")));
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }
}
