package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One step of a plan, hubs folded away.
 *
 * @param type the technique
 * @param from what the step needs, gained earlier or at the start
 * @param to what the step gains
 * @param effort effort of this step alone
 * @param evidence the facts it rests on, the first ground of several
 * @param otherGrounds how many further grounds would do as well
 * @param onDefaults whether each of its grounds needs something that the input does not state and Kubernetes supplies:
 *     stated the other way, the step would not be there
 */
public record Step(
        EdgeType type,
        ImmutableList<Vertex> from,
        Vertex to,
        int effort,
        Confidence confidence,
        ImmutableList<Evidence> evidence,
        int otherGrounds,
        boolean onDefaults) {
    private static final Pattern END = Pattern.compile("\\{(from|to)\\}");

    /** The step as a plain sentence. */
    public String describe() {
        return describe(Vertex::describe);
    }

    /** The step as a sentence in which each end is written as {@code end} says, for formats that set names apart. */
    public String describe(Function<? super Vertex, String> end) {
        String sources = from.stream().map(end).collect(Collectors.joining(" and "));
        // In one pass: a name may well contain what looks like the other end's mark.
        return END.matcher(type.sentence())
                .replaceAll(mark -> Matcher.quoteReplacement(mark.group(1).equals("to") ? end.apply(to) : sources));
    }
}
