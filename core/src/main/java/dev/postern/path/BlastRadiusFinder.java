package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.internal.graph.Footholds;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.ReachSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything reached from a place. A search costs what it reaches. Where a place stands for alternatives, what lies behind
 * cluster-admin is not followed for each: it is everything. Immutable and safe to share.
 */
public final class BlastRadiusFinder {
    private static final Comparator<BlastRadius.Foothold> WORST_FOOTHOLD_FIRST = Comparator.comparingInt(
                    (BlastRadius.Foothold foothold) -> foothold.clusterAdmin().orElse(Integer.MAX_VALUE))
            .thenComparing(foothold -> -count(foothold, Reached.Kind.NODE))
            .thenComparing(foothold -> -count(foothold, Reached.Kind.NAMESPACE))
            .thenComparing(foothold -> -foothold.reached().size() - foothold.omitted())
            .thenComparing(foothold -> foothold.start().toString());

    private final Facts facts;
    private final AttackGraph graph;

    public BlastRadiusFinder(Facts facts, AttackGraph graph) {
        this.facts = facts;
        this.graph = graph;
    }

    /**
     * What is reached from the query's places.
     *
     * @throws IllegalArgumentException if several of them stand for alternatives, if one cannot be a start, or if more than
     *     one flaw is to be assumed
     */
    public BlastRadius find(ReachQuery query) {
        int flaws = query.assumptions().orElse(query.ends().contains(Place.internet()) ? 1 : 0);
        if (flaws > 1) {
            throw new IllegalArgumentException(
                    "a blast radius assumes one flaw at most: ask about paths to one place to" + " assume " + flaws);
        }
        Exclusions exclusions = new Exclusions(facts, query.constraints(), query.minConfidence());
        int fromOutside = query.ends().contains(Place.internet()) ? 1 : 0;
        SearchSpace space =
                exclusions.open(graph, flaws - fromOutside, query.ends().get(0));
        List<String> notes = new ArrayList<>();
        GraphView view = exclusions.view(space, notes);
        Starts starts = Starts.of(facts, space, query.ends(), Optional.empty());
        notes.addAll(starts.notes());
        Footholds footholds = starts.footholds();
        boolean each = footholds.alternativeCount() > 1;
        int admin = space.index(new ClusterAdmin()).orElseThrow();
        ReachSearch search = each ? new ReachSearch(view, admin) : new ReachSearch(view);
        Map<ReachedCodes, List<int[]>> alike = new LinkedHashMap<>();
        int[] base = footholds.base();
        for (int i = 0; i < Math.max(1, footholds.alternativeCount()); i++) {
            int[] alternative = footholds.alternativeCount() == 0 ? new int[0] : footholds.alternative(i);
            int[] sources = IntStream.concat(Arrays.stream(base), Arrays.stream(alternative))
                    .sorted()
                    .distinct()
                    .toArray();
            ReachedCodes reached = reached(space, view, search, sources, flaws, query.maxEffort());
            if (reached.count() > 0) {
                alike.computeIfAbsent(reached, key -> new ArrayList<>()).add(sources);
            }
        }
        List<BlastRadius.Foothold> all = new ArrayList<>();
        alike.forEach((reached, sources) -> all.add(foothold(space, reached, sources, query.limit(), each)));
        all.sort(WORST_FOOTHOLD_FIRST);
        return new BlastRadius(
                query,
                all.stream().limit(query.limit()).collect(ImmutableList.toImmutableList()),
                starts.count(),
                Math.max(0, all.size() - query.limit()),
                ImmutableList.copyOf(notes));
    }

    /** The cheapest of what is reached without any flaw and with each single one. */
    private static ReachedCodes reached(
            SearchSpace space, GraphView view, ReachSearch search, int[] sources, int flaws, int maxEffort) {
        ReachedCodes.Collector best = new ReachedCodes.Collector(space, sources, maxEffort);
        best.add(search.from(sources));
        if (flaws > 0) {
            for (int flaw : view.assumptionsFrom(search::reaches)) {
                best.add(search.assuming(flaw, sources));
            }
        }
        return best.worstFirst();
    }

    private static BlastRadius.Foothold foothold(
            SearchSpace space, ReachedCodes reached, List<int[]> sources, int limit, boolean stops) {
        ImmutableSortedMap<Reached.Kind, BlastRadius.Count> kinds = reached.kinds();
        Optional<Integer> admin =
                Optional.ofNullable(kinds.get(Reached.Kind.CLUSTER_ADMIN)).map(BlastRadius.Count::leastEffort);
        return new BlastRadius.Foothold(
                Arrays.stream(sources.get(0)).mapToObj(space::vertex).collect(ImmutableList.toImmutableList()),
                sources.size() - 1,
                admin,
                kinds,
                IntStream.range(0, Math.min(limit, reached.count()))
                        .mapToObj(i -> reached.get(space, i))
                        .collect(ImmutableList.toImmutableList()),
                Math.max(0, reached.count() - limit),
                stops && admin.isPresent());
    }

    private static int count(BlastRadius.Foothold foothold, Reached.Kind kind) {
        BlastRadius.Count count = foothold.kinds().get(kind);
        return count == null ? 0 : count.count();
    }
}
