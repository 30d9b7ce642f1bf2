package dev.postern.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.nio.dot.DOTImporter;

/** DOT as JGraphT reads it: labels of boxes by key, and arrows. */
record ParsedDot(Graph<String, DefaultEdge> graph, Map<String, String> labels) {
    static ParsedDot of(String dot) {
        Graph<String, DefaultEdge> graph = new DirectedPseudograph<>(DefaultEdge.class);
        Map<String, String> labels = new LinkedHashMap<>();
        DOTImporter<String, DefaultEdge> importer = new DOTImporter<>();
        importer.setVertexFactory(key -> key);
        importer.addVertexAttributeConsumer((where, value) -> {
            if (where.getSecond().equals("label")) {
                labels.put(where.getFirst(), drawn(value.getValue()));
            }
        });
        importer.importGraph(graph, new StringReader(dot));
        return new ParsedDot(graph, labels);
    }

    /** What Graphviz makes of a label: entities first, then pairs of backslashes; no other escape is left to it. */
    private static String drawn(String label) {
        assertThat(label).doesNotContain("\\", "\"");
        String decoded = label.replace("&quot;", "\"").replace("&#92;", "\\").replace("&amp;", "&");
        assertThat(decoded.replace("\\\\", "")).doesNotContain("\\");
        return decoded.replace("\\\\", "\\");
    }

    Set<String> keys() {
        return graph.vertexSet();
    }
}
