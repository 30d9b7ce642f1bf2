package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.internal.graph.Essentials;
import dev.postern.internal.graph.Footholds;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Inquiry;
import dev.postern.internal.graph.Plan;
import dev.postern.internal.graph.Question;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What plans come through. A vertex on every plan lies on any one of them, so those of one plan are removed in turn. Others
 * are looked for on the cheapest plans, and each is removed and every foothold judged again. Immutable and safe to share.
 */
public final class ChokePointFinder {
    /** How many plans others are looked for on, and how many of what is found there are judged. */
    private static final int PLANS = 20;

    private static final int JUDGED = 24;

    private final Facts facts;
    private final AttackGraph graph;
    private final SingleEdits singleEdits;

    public ChokePointFinder(Facts facts, AttackGraph graph) {
        this.facts = facts;
        this.graph = graph;
        this.singleEdits = new SingleEdits(facts);
    }

    /**
     * The choke points of a question.
     *
     * @throws IllegalArgumentException as for {@link PathFinder#find}, or if plans are asked for that use something
     */
    public ChokePoints find(PathQuery query) {
        if (query.constraints().chooses()) {
            throw new IllegalArgumentException(
                    "choke points are those of all paths: what a path must use can be asked of" + " paths only");
        }
        OpenQuestion open = OpenQuestion.of(facts, graph, query);
        List<String> notes = new ArrayList<>(open.notes());
        ImmutableList<ChokePoint> none = ImmutableList.of();
        if (open.question().isEmpty()) {
            return new ChokePoints(
                    query,
                    none,
                    none,
                    ImmutableList.of(),
                    0,
                    open.starts().count(),
                    ImmutableList.of(),
                    ImmutableList.copyOf(notes));
        }
        SearchSpace space = open.space();
        Question all = open.question().get();
        Question question = all.on(Detours.withoutRounds(space, open.view()));
        Inquiry inquiry = Inquiry.into(question);
        Footholds footholds = question.footholds();
        Essentials vertices = inquiry.chokePoints();
        Essentials edits = Inquiry.into(all).essentialFacts();
        boolean several = footholds.alternativeCount() > 1;
        int reaching = several ? inquiry.reachingFootholds().reaching().cardinality() : vertices.derivable() ? 1 : 0;
        List<String> notSearched = new ArrayList<>();
        if (vertices.truncated() || edits.truncated()) {
            notSearched.add("whether further vertices or edits are on every path");
        }
        int losing = reaching;
        Set<Integer> onEvery = new HashSet<>(vertices.items());
        return new ChokePoints(
                query,
                vertices.items().stream()
                        .map(space::vertex)
                        .filter(vertex -> shown(vertex, open.target()))
                        .map(vertex -> new ChokePoint(vertex, losing))
                        .collect(ImmutableList.toImmutableList()),
                several && reaching > 1 ? others(open, inquiry, onEvery, reaching, notSearched) : none,
                singleEdits.of(space, edits),
                reaching,
                open.starts().count(),
                ImmutableList.copyOf(notSearched),
                ImmutableList.copyOf(notes));
    }

    private static boolean shown(Vertex vertex, Targets target) {
        return !vertex.isHub() && !target.members().contains(vertex);
    }

    private static ImmutableList<ChokePoint> others(
            OpenQuestion open, Inquiry inquiry, Set<Integer> onEvery, int reaching, List<String> notSearched) {
        SearchSpace space = open.space();
        GraphView view = inquiry.question().view();
        Map<Integer, Integer> passing = new HashMap<>();
        List<Plan> plans = inquiry.cheapest(
                        PLANS, new Signatures(space, open.target().members()))
                .plans();
        for (Plan plan : plans) {
            BitSet seen = new BitSet();
            for (int arc : plan.arcs()) {
                seen.set(view.head(arc));
            }
            seen.stream().forEach(vertex -> passing.merge(vertex, 1, Integer::sum));
        }
        List<Integer> candidates = passing.keySet().stream()
                .filter(vertex -> !onEvery.contains(vertex) && shown(space.vertex(vertex), open.target()))
                .sorted(Comparator.<Integer>comparingInt(vertex -> -passing.getOrDefault(vertex, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        notSearched.add("others are those of the " + plans.size() + " cheapest paths"
                + (candidates.size() > JUDGED ? ", and " + JUDGED + " of the " + candidates.size() + " there" : ""));
        Question question = inquiry.question();
        List<ChokePoint> others = new ArrayList<>();
        for (int vertex : candidates.subList(0, Math.min(JUDGED, candidates.size()))) {
            BitSet left = Inquiry.into(question.on(view.withoutVertices(vertex)))
                    .reachingFootholds()
                    .reaching();
            if (left.cardinality() < reaching) {
                others.add(new ChokePoint(space.vertex(vertex), reaching - left.cardinality()));
            }
        }
        others.sort(
                Comparator.<ChokePoint>comparingInt(point -> -point.losing()).thenComparing(ChokePoint::vertex));
        return ImmutableList.copyOf(others);
    }
}
