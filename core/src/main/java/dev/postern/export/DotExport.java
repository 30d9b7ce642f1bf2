package dev.postern.export;

import dev.postern.model.Printable;
import dev.postern.path.AttackPaths;
import java.util.List;

/**
 * The plans of answers in DOT, the language of Graphviz. A step that needs several things at once is drawn as a join, into
 * which plain lines lead.
 */
public final class DotExport {
    private DotExport() {}

    /** Draws answers; ends with a line feed. */
    public static String render(List<AttackPaths> answers) {
        PlanDrawing drawing = PlanDrawing.of(answers, all -> true);
        StringBuilder out = new StringBuilder("digraph postern {\n  rankdir=LR;\n  node [shape=box];\n");
        for (PlanDrawing.Node node : drawing.nodes()) {
            out.append("  ").append(node.key()).append(" [label=").append(quoted(node.label()));
            out.append(style(node.role())).append("];\n");
        }
        for (PlanDrawing.Edge edge : drawing.edges()) {
            out.append("  ").append(edge.from()).append(" -> ").append(edge.to());
            out.append(
                    edge.technique().isEmpty()
                            ? " [arrowhead=none];\n"
                            : " [label=" + quoted(edge.technique()) + "];\n");
        }
        return out.append("}\n").toString();
    }

    private static String style(PlanDrawing.Role role) {
        switch (role) {
            case START:
                return ", style=rounded";
            case TARGET:
                return ", peripheries=2";
            case JOIN:
                return ", shape=hexagon";
            default:
                return "";
        }
    }

    /**
     * Without any backslash: Graphviz takes {@code \"} and {@code \N} in labels, readers differ in what else, and all of
     * them leave entities alone until the label is drawn. By then two backslashes stand for one.
     */
    static String quoted(String label) {
        String shown = Printable.of(label);
        return '"' + shown.replace("&", "&amp;").replace("\\", "&#92;&#92;").replace("\"", "&quot;") + '"';
    }
}
