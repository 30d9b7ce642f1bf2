package dev.postern.export;

import dev.postern.model.Printable;
import dev.postern.path.AttackPaths;
import java.util.List;

/**
 * The plans of answers as a Mermaid flowchart, which GitHub and GitLab draw inside Markdown. A step that needs several
 * things at once is drawn as a join, into which plain lines lead.
 *
 * <p>Mermaid refuses charts of more than 500 edges or 50,000 characters; then the first plans that fit are drawn, and a box
 * says how many are not.
 */
public final class MermaidExport {
    /** Mermaid's own limit, {@code maxEdges}. */
    private static final int EDGES = 500;

    /** Mermaid's own limit is 50,000, {@code maxTextSize}; what says that plans were left out has to fit too. */
    private static final int CHARACTERS = 49_000;

    private MermaidExport() {}

    /** Draws answers; ends with a line feed. */
    public static String render(List<AttackPaths> answers) {
        return render(PlanDrawing.of(
                answers,
                drawing -> drawing.edges().size() <= EDGES && render(drawing).length() <= CHARACTERS));
    }

    static String render(PlanDrawing drawing) {
        StringBuilder out = new StringBuilder("flowchart LR\n");
        for (PlanDrawing.Node node : drawing.nodes()) {
            out.append("  ")
                    .append(node.key())
                    .append(box(node.role(), quoted(node.label())))
                    .append('\n');
        }
        for (PlanDrawing.Edge edge : drawing.edges()) {
            out.append("  ").append(edge.from());
            // A technique's name is of capitals and underscores.
            out.append(edge.technique().isEmpty() ? " --- " : " -->|" + edge.technique() + "| ");
            out.append(edge.to()).append('\n');
        }
        if (drawing.nodes().isEmpty() && drawing.omitted() == 0) {
            out.append("  none[\"no path\"]\n");
        }
        if (drawing.omitted() > 0) {
            out.append("  omitted[\"")
                    .append(drawing.omitted())
                    .append(" of ")
                    .append(drawing.plans() + drawing.omitted())
                    .append(" paths are not drawn\"]\n");
        }
        classes(out, drawing);
        return out.toString();
    }

    private static void classes(StringBuilder out, PlanDrawing drawing) {
        out.append("  classDef start stroke-width:3px\n");
        out.append("  classDef target stroke-width:3px,stroke:#c00\n");
        for (PlanDrawing.Node node : drawing.nodes()) {
            if (node.role() == PlanDrawing.Role.START || node.role() == PlanDrawing.Role.TARGET) {
                out.append("  class ").append(node.key());
                out.append(node.role() == PlanDrawing.Role.START ? " start\n" : " target\n");
            }
        }
    }

    private static String box(PlanDrawing.Role role, String label) {
        switch (role) {
            case START:
                return "([" + label + "])";
            case JOIN:
                return "{{" + label + "}}";
            case TARGET:
                return "[[" + label + "]]";
            default:
                return "[" + label + "]";
        }
    }

    /**
     * Between quotes everything but letters, digits and a few harmless signs becomes an entity: quotes end a label, a hash
     * begins an entity, and labels are HTML and in part Markdown besides.
     */
    private static String quoted(String label) {
        StringBuilder quoted = new StringBuilder("\"");
        Printable.of(label).codePoints().forEach(point -> {
            boolean first = quoted.length() == 1;
            boolean harmless = Character.isLetterOrDigit(point)
                    || !first && (point == ' ' || point == '-' || point == '/' || point == '.' || point == ',')
                    || point == ':'
                    || point == '('
                    || point == ')';
            // "1. x" is a list in Markdown.
            if (harmless && !(point == '.' && isNumber(quoted))) {
                quoted.appendCodePoint(point);
            } else {
                quoted.append('#').append(point).append(';');
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isNumber(CharSequence quoted) {
        return quoted.length() > 1 && quoted.chars().skip(1).allMatch(symbol -> symbol >= '0' && symbol <= '9');
    }
}
