package dev.postern.export;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The plans of some answers laid over each other: each possession and each step once, in the order in which plans use them.
 * Hubs are folded already, by the steps themselves. Whole plans are drawn or left out, so what is drawn is always an attack.
 *
 * @param nodes possessions, and joins of steps that do not need exactly one
 * @param omitted how many plans are left out, the last ones
 */
record PlanDrawing(ImmutableList<Node> nodes, ImmutableList<Edge> edges, int plans, int omitted) {
    /** What a node is to the attacker. */
    enum Role {
        START,
        ON_THE_WAY,
        TARGET,
        JOIN
    }

    /**
     * A box.
     *
     * @param key short, of letters and digits, unique in the drawing
     * @param label the possession as the input names it; a join's says that all of its arrows are needed
     */
    record Node(String key, String label, Role role) {}

    /** An arrow; {@code technique} is empty on the way into a join. */
    record Edge(String from, String to, String technique) {}

    /** Draws the plans in order, up to the one with which {@code fits} no longer holds. O(steps) for each plan. */
    static PlanDrawing of(List<AttackPaths> answers, Predicate<PlanDrawing> fits) {
        List<AttackPath> plans =
                answers.stream().flatMap(answer -> answer.paths().stream()).toList();
        int low = 0;
        int high = plans.size();
        // What fits only shrinks with the number of plans.
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (fits.test(draw(plans, middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return draw(plans, low);
    }

    private static PlanDrawing draw(List<AttackPath> plans, int count) {
        Sheet sheet = new Sheet();
        plans.subList(0, count).forEach(sheet::plan);
        return new PlanDrawing(
                ImmutableList.copyOf(sheet.nodes.values()),
                ImmutableList.copyOf(sheet.edges),
                count,
                plans.size() - count);
    }

    private static final class Sheet {
        private record Move(String technique, ImmutableList<Vertex> from, Vertex to) {}

        private final Map<Object, Node> nodes = new LinkedHashMap<>();
        private final List<Edge> edges = new ArrayList<>();
        private final Set<Move> drawn = new LinkedHashSet<>();

        void plan(AttackPath path) {
            path.start().forEach(vertex -> possession(vertex, Role.START));
            for (Step step : path.steps()) {
                Move move = new Move(step.type().id(), step.from(), step.to());
                if (drawn.add(move)) {
                    step(move);
                }
            }
            // The last step may name its end more exactly than the question did.
            Vertex end = path.steps().isEmpty()
                    ? path.target()
                    : path.steps().get(path.steps().size() - 1).to();
            possession(end, Role.TARGET);
        }

        private void step(Move move) {
            List<String> from = move.from().stream()
                    .map(vertex -> possession(vertex, Role.ON_THE_WAY))
                    .toList();
            String to = possession(move.to(), Role.ON_THE_WAY);
            if (from.size() == 1) {
                edges.add(new Edge(from.get(0), to, move.technique()));
                return;
            }
            Node join = new Node("n" + nodes.size(), "all of", Role.JOIN);
            nodes.put(move, join);
            from.forEach(premise -> edges.add(new Edge(premise, join.key(), "")));
            edges.add(new Edge(join.key(), to, move.technique()));
        }

        /** Target is more than start, start is more than on the way. */
        private String possession(Vertex vertex, Role role) {
            Node known = nodes.get(vertex.id());
            if (known == null) {
                known = new Node("n" + nodes.size(), vertex.describe(), role);
                nodes.put(vertex.id(), known);
            } else if (role == Role.TARGET || role == Role.START && known.role() == Role.ON_THE_WAY) {
                nodes.put(vertex.id(), new Node(known.key(), known.label(), role));
            }
            return known.key();
        }
    }
}
