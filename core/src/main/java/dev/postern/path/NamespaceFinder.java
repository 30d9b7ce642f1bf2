package dev.postern.path;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Lists;
import com.google.common.collect.Table;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.NamespaceControl;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.ParallelReach;
import dev.postern.internal.graph.Reachability;
import dev.postern.model.Container;
import dev.postern.model.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The matrix of namespaces: one search for each {@value ParallelReach#WIDTH} footholds, which costs what they reach short of
 * cluster-admin, and one for cluster-admin. Immutable and safe to share.
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
        ParallelReach search = new ParallelReach(view, admin);
        for (List<Foothold> some : Lists.partition(footholds(space), ParallelReach.WIDTH)) {
            search.from(some.stream().mapToInt(Foothold::vertex).toArray());
            Map<String, Long> bits = new TreeMap<>();
            for (int i = 0; i < some.size(); i++) {
                bits.merge(some.get(i).namespace(), 1L << i, (a, b) -> a | b);
                footholds.merge(some.get(i).namespace(), 1, Integer::sum);
            }
            targets.forEach((namespace, vertex) -> {
                long reaching = search.reaching(vertex) | (behindAdmin.get(vertex) ? search.reaching(admin) : 0);
                bits.forEach((from, of) -> {
                    int count = Long.bitCount(reaching & of);
                    if (count > 0 && !namespace.equals(from)) {
                        Integer known = control.get(from, namespace);
                        control.put(from, namespace, known == null ? count : known + count);
                    }
                });
            });
        }
        return control;
    }

    /** The code of one container. */
    private record Foothold(String namespace, int vertex) {}

    /** Those of one namespace side by side: their searches have most in common. */
    private List<Foothold> footholds(SearchSpace space) {
        List<Foothold> footholds = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            for (Container container : group.containers()) {
                OptionalInt start = space.index(group.container(container));
                if (container.role() != Container.Role.INIT && start.isPresent()) {
                    footholds.add(new Foothold(group.namespace(), start.getAsInt()));
                }
            }
        }
        footholds.sort(Comparator.comparing(Foothold::namespace));
        return footholds;
    }
}
