package dev.postern.cli;

import dev.postern.Analysis;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The forms in which a command prints its answer, by the name that {@code -o} takes. A command declares its own as a
 * constant; one form more is one line more there. Immutable.
 *
 * @param <A> the answer
 */
final class Formats<A> {
    /** Turns an answer into text; {@code colour} is for terminals. */
    @FunctionalInterface
    interface Renderer<A> {
        String render(Analysis analysis, A answer, boolean colour);
    }

    private final Map<String, Renderer<A>> renderers;

    private Formats(Map<String, Renderer<A>> renderers) {
        this.renderers = renderers;
    }

    static <A> Formats<A> text(Renderer<A> renderer) {
        return new Formats<A>(Map.of()).and(OutputOptions.TEXT, renderer);
    }

    Formats<A> and(String name, Renderer<A> renderer) {
        Map<String, Renderer<A>> more = new LinkedHashMap<>(renderers);
        more.put(name, renderer);
        return new Formats<>(more);
    }

    String[] names() {
        return renderers.keySet().toArray(new String[0]);
    }

    /** Renders in the form of that name, one of {@link #names()}. */
    String render(String name, Analysis analysis, A answer, boolean colour) {
        Renderer<A> renderer = renderers.get(name);
        if (renderer == null) {
            throw new IllegalArgumentException("no format is called " + name);
        }
        return renderer.render(analysis, answer, colour);
    }
}
