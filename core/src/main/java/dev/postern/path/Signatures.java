package dev.postern.path;

import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.internal.graph.ArcSignature;
import dev.postern.internal.graph.GraphView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * What makes two plans different to a reader: technique, group it starts from, group it leads to. Pods of one workload are
 * one group wherever they run, and so are nodes that are not part of the control plane.
 */
final class Signatures implements ArcSignature {
    private record Signature(int label, Set<String> from, String to) {}

    private final SearchSpace space;
    private final Set<Vertex> unlike;
    private final IntPredicate shown;
    private final Map<Integer, Integer> known = new HashMap<>();
    private final Map<Signature, Integer> numbers = new HashMap<>();

    /** Signatures of the edges of a space; {@code unlike} are vertices that stay apart from their group. */
    Signatures(SearchSpace space, Set<Vertex> unlike) {
        this(space, unlike, any -> false);
    }

    /** With vertices that show even where only silent edges touch them. */
    Signatures(SearchSpace space, Set<Vertex> unlike, IntPredicate shown) {
        this.space = space;
        this.shown = shown;
        this.unlike = unlike;
    }

    @Override
    public int of(int arc) {
        return known.computeIfAbsent(arc, this::number);
    }

    private int number(int arc) {
        GraphView view = space.view();
        if (view.label(arc) < 0
                && !shown.test(view.head(arc))
                && Arrays.stream(view.tails(arc)).noneMatch(shown)) {
            return -1;
        }
        Set<String> from = new TreeSet<>();
        for (int tail : view.tails(arc)) {
            from.add(group(space.vertex(tail)));
        }
        Signature signature = new Signature(view.label(arc), from, group(space.vertex(view.head(arc))));
        return numbers.computeIfAbsent(signature, added -> numbers.size());
    }

    private String group(Vertex vertex) {
        if (unlike.contains(vertex)) {
            return vertex.id();
        }
        return groupOf(vertex);
    }

    /** The id of a vertex without what tells equal pods or ordinary nodes apart. */
    static String groupOf(Vertex vertex) {
        if (vertex instanceof PodControl pod) {
            return unmarked(pod).id();
        }
        if (vertex instanceof ContainerControl container) {
            return new ContainerControl(unmarked(container.pod()), container.container()).id();
        }
        if (vertex instanceof PortReach port) {
            return new PortReach(unmarked(port.pod()), port.protocol(), port.port()).id();
        }
        return vertex instanceof NodeControl ? "node" : vertex.id();
    }

    private static PodControl unmarked(PodControl pod) {
        return new PodControl(pod.namespace(), pod.name(), "", pod.title());
    }
}
