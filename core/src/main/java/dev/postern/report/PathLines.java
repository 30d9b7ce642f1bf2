package dev.postern.report;

import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.path.AttackPath;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import java.util.stream.Collectors;

/** Lines about a path, its steps and facts, made ready to print. */
final class PathLines {
    private final Places places;
    final Style style;
    private final StringBuilder out = new StringBuilder();

    PathLines(Places places, Style style) {
        this.places = places;
        this.style = style;
    }

    static String question(PathQuery query) {
        String from = query.from().stream().map(Place::notation).collect(Collectors.joining(" + "));
        return Printable.of(from + " → " + query.to().notation());
    }

    static String rank(AttackPath path) {
        return "effort " + path.effort() + "  " + path.confidence();
    }

    void line(String text) {
        out.append(text).append('\n');
    }

    void note(String note) {
        line("   note: " + Printable.of(note));
    }

    void step(int number, Step step) {
        String technique = step.type().id();
        line("  " + number + ". " + style.technique(technique)
                + " ".repeat(Math.max(2, 25 - technique.length()))
                + Printable.of(step.describe())
                + style.dim("  [effort " + step.effort() + ", " + step.confidence() + "]"));
    }

    void fact(String indent, Evidence fact) {
        String said = fact.field().isEmpty()
                ? fact.value()
                : fact.field() + (fact.value().isEmpty() ? "" : " = " + fact.value());
        String place = places.of(fact).toString();
        String basis = fact.basis() == Basis.STATED ? "" : fact.basis() == Basis.DEFAULT ? "default" : "assumed";
        line(indent + Printable.of(fact.object().toString()) + "  " + Printable.of(said)
                + (basis.isEmpty() ? "" : style.dim("  (" + basis + ")"))
                + (place.isEmpty() ? "" : "  " + style.dim(Printable.of(place))));
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
