package dev.postern.path;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Table;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.NamespaceControl;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.ReachSearch;
import dev.postern.internal.graph.Reachability;
import dev.postern.model.Container;
import dev.postern.model.Outcome;
import java.util.BitSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The matrix of namespaces: one search for each foothold, which costs what it reaches short of cluster-admin, and one for
 * cluster-admin. Immutable and safe to share.
 */
public final class NamespaceFinder {
    private final Facts facts;
    private final AttackGraph graph;

    public NamespaceFinder(Facts facts, AttackGraph graph) {
        this.facts = facts;
        this.graph = graph;
    }

    public NamespaceMatrix find() {
        Map<String, Integer> footholds = new TreeMap<>();
        Table<String, String, Integer> control = control(footholds);
        Table<String, String, Outcome> flows = NamespaceFlows.of(facts);
        ImmutableList<String> namespaces = facts.namespaces().asList();
        ImmutableTable.Builder<String, String, NamespaceMatrix.Cell> cells = ImmutableTable.builder();
        for (String from : namespaces) {
            for (String to : namespaces) {
                Outcome outcome = flows.contains(from, to) ? flows.get(from, to) : Outcome.DENIED;
                Integer controlling = control.get(from, to);
                int count = controlling == null ? 0 : controlling;
                if (outcome != null && (outcome != Outcome.DENIED || count > 0)) {
                    cells.put(from, to, new NamespaceMatrix.Cell(outcome, count));
                }
            }
        }
        return new NamespaceMatrix(namespaces, cells.build(), ImmutableSortedMap.copyOf(footholds));
    }

    private Table<String, String, Integer> control(Map<String, Integer> footholds) {
        SearchSpace space = SearchSpace.withFlowsToOpenPorts(graph);
        GraphView view = space.view().withoutAssumptions();
        int admin = space.index(new ClusterAdmin()).orElseThrow();
        BitSet behindAdmin = Reachability.from(view, admin);
        Map<String, Integer> targets = new TreeMap<>();
        for (String namespace : facts.namespaces()) {
            OptionalInt index = space.index(new NamespaceControl(namespace));
            index.ifPresent(vertex -> targets.put(namespace, vertex));
        }
        Table<String, String, Integer> control = HashBasedTable.create();
        ReachSearch search = new ReachSearch(view, admin);
        for (PodGroup group : facts.podGroups()) {
            for (Container container : group.containers()) {
                OptionalInt start = space.index(group.container(container));
                if (container.role() != Container.Role.INIT && start.isPresent()) {
                    footholds.merge(group.namespace(), 1, Integer::sum);
                    search.from(start.getAsInt());
                    boolean everywhere = search.reaches(admin);
                    targets.forEach((namespace, vertex) -> {
                        boolean reached = search.reaches(vertex) || (everywhere && behindAdmin.get(vertex));
                        if (reached && !namespace.equals(group.namespace())) {
                            Integer known = control.get(group.namespace(), namespace);
                            control.put(group.namespace(), namespace, known == null ? 1 : known + 1);
                        }
                    });
                }
            }
        }
        return control;
    }
}
