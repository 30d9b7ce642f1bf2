package dev.postern.path;

import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.AnyNode;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.GainedRole;
import dev.postern.attack.Vertex.HeldRole;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.attack.Vertex.SecretRead;
import dev.postern.attack.Vertex.SomeNode;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.attack.call.ApiCalls;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Plan;
import dev.postern.internal.graph.ReachSearch;
import dev.postern.model.Confidence;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What identities reach, each in turn. Four views of one graph, the surest first: requests alone, then with everything
 * else, then with less and less confidence. Cluster-admin is looked for through nodes as well; what lies behind a node is
 * everything that runs there and is not listed, nor is what is got no more surely than cluster-admin.
 *
 * <p>Not one query for each identity and target: a search costs what the identity reaches, and most reach next to nothing.
 */
final class ReachableTargets {
    /** A target, the surest view in which it is reached, and the search that reached it. */
    private record Candidate(int target, int level, long key, ReachSearch search) {}

    /** A target and the cheapest plan of the surest view that has one. */
    record Found(int target, Plan plan, boolean byRequestsAlone) {}

    /** @param omitted how many more there are */
    record Result(List<Found> found, int omitted) {}

    private static final int REQUESTS_ALONE = 0;
    private static final int LEVELS = 4;

    private final Facts facts;
    private final SearchSpace space;
    private final GraphView view;
    private final int clusterAdmin;
    private final List<ReachSearch> throughNodes = new ArrayList<>();
    private final List<ReachSearch> upToNodes = new ArrayList<>();
    private final Map<EdgeType, Boolean> suffice = new HashMap<>();
    private final BitSet held = new BitSet();

    ReachableTargets(Facts facts, SearchSpace space) {
        this.facts = facts;
        this.space = space;
        this.view = space.view().withoutAssumptions();
        this.clusterAdmin = space.index(new ClusterAdmin()).orElseThrow();
        int[] behindNodes = arcs(this::leadsOnFromNode);
        List<GraphView> views = List.of(
                view.withoutArcs(arcs(arc -> !takesRequestsAlone(arc)))
                        .withMinimumConfidence(Confidence.CERTAIN.ordinal()),
                view.withMinimumConfidence(Confidence.CERTAIN.ordinal()),
                view.withMinimumConfidence(Confidence.LIKELY.ordinal()),
                view);
        for (GraphView one : views) {
            throughNodes.add(new ReachSearch(one, clusterAdmin));
            upToNodes.add(new ReachSearch(one.withoutArcs(behindNodes), clusterAdmin));
        }
    }

    /** What the subject reaches, the worst first, as many as wanted. */
    Result from(Subject subject, int limit) {
        int[] sources = sources(subject);
        List<Candidate> all = new ArrayList<>();
        int below = clusterAdmin(sources, all);
        if (below != REQUESTS_ALONE) {
            all.addAll(others(sources, below));
        }
        List<Found> found = all.stream()
                .limit(limit)
                .map(one -> new Found(
                        one.target(), one.search().plan(one.target()).orElseThrow(), one.level() == REQUESTS_ALONE))
                .toList();
        return new Result(found, all.size() - found.size());
    }

    /** The level at which cluster-admin is reached; {@link #LEVELS} if at none. */
    private int clusterAdmin(int[] sources, List<Candidate> all) {
        if (!throughNodes.get(LEVELS - 1).from(sources).reaches(clusterAdmin)) {
            return LEVELS;
        }
        int level = 0;
        while (!throughNodes.get(level).from(sources).reaches(clusterAdmin)) {
            level++;
        }
        all.add(new Candidate(clusterAdmin, level, 0, throughNodes.get(level)));
        return level;
    }

    private List<Candidate> others(int[] sources, int below) {
        ReachSearch widest = upToNodes.get(LEVELS - 1).from(sources);
        int[] all = widest.reached();
        held.clear();
        for (int vertex : all) {
            if (isHeldFromTheStart(widest, vertex)) {
                held.set(vertex);
            }
        }
        List<Integer> open = new ArrayList<>();
        for (int vertex : all) {
            if (vertex != clusterAdmin && isTarget(widest, vertex)) {
                open.add(vertex);
            }
        }
        List<Candidate> targets = new ArrayList<>();
        for (int level = 0; level < LEVELS && !open.isEmpty(); level++) {
            ReachSearch search =
                    level == LEVELS - 1 ? widest : upToNodes.get(level).from(sources);
            int now = level;
            open.removeIf(vertex -> {
                boolean reached = search.reaches(vertex);
                if (reached && (now < below || space.vertex(vertex) instanceof AnyNode)) {
                    targets.add(new Candidate(vertex, now, search.key(vertex), search));
                }
                return reached;
            });
        }
        targets.sort(Comparator.comparingInt((Candidate one) -> rank(space.vertex(one.target())))
                .thenComparing(Candidate::level)
                .thenComparing(Candidate::key)
                .thenComparing(Candidate::target));
        return targets;
    }

    private int[] arcs(IntPredicate wanted) {
        return IntStream.range(0, view.graph().arcCount()).filter(wanted).toArray();
    }

    private boolean takesRequestsAlone(int arc) {
        return space.type(arc)
                .map(type -> suffice.computeIfAbsent(type, ApiCalls::suffice))
                .orElse(true);
    }

    private boolean leadsOnFromNode(int arc) {
        return !(space.vertex(view.head(arc)) instanceof AnyNode)
                && Arrays.stream(view.tails(arc)).anyMatch(tail -> isNode(space.vertex(tail)));
    }

    /** As for a query from a subject: one that nothing names has what its groups have, and so has a group's member. */
    private int[] sources(Subject subject) {
        OptionalInt known = space.index(new Identity(subject));
        IntStream.Builder sources = IntStream.builder();
        known.ifPresent(sources::add);
        if (known.isEmpty() || subject instanceof Subject.Group) {
            facts.rbac()
                    .groupsOf(subject)
                    .forEach(group -> space.index(new Identity(group)).ifPresent(sources::add));
        }
        return sources.build().toArray();
    }

    private static boolean isNode(Vertex vertex) {
        return vertex instanceof NodeControl || vertex instanceof SymbolicNode || vertex instanceof SomeNode;
    }

    /** Roles and groups that take no step but a binding: arcs before come first in {@link ReachSearch#reached()}. */
    private boolean isHeldFromTheStart(ReachSearch search, int vertex) {
        int arc = search.bestArc(vertex);
        if (arc < 0) {
            return true;
        }
        Vertex what = space.vertex(vertex);
        return (what instanceof HeldRole || what instanceof Identity)
                && space.type(arc).filter(EscalationFinder::isHeld).isPresent()
                && held.get(view.graph().tail(arc, 0));
    }

    private boolean isTarget(ReachSearch search, int vertex) {
        int arc = search.bestArc(vertex);
        if (arc < 0) {
            return false;
        }
        Vertex what = space.vertex(vertex);
        if (what instanceof Identity) {
            return space.type(arc).filter(EscalationFinder::isHeld).isEmpty() && holdsMore(vertex);
        }
        return what instanceof AnyNode
                || (what instanceof GainedRole gained && !facts.isClusterAdminRole(gained.role()))
                || what instanceof SecretRead
                || what instanceof PodControl
                || what instanceof ObjectWrite;
    }

    /** Whether a binding gives an identity a role that is not held from the start. */
    private boolean holdsMore(int identity) {
        for (int i = 0; i < view.graph().outDegree(identity); i++) {
            int arc = view.graph().arcFrom(identity, i);
            int head = view.graph().head(arc);
            if (space.vertex(head) instanceof HeldRole && !held.get(head)) {
                return true;
            }
        }
        return false;
    }

    private static int rank(Vertex target) {
        if (target instanceof AnyNode) {
            return 0;
        }
        if (target instanceof GainedRole) {
            return 1;
        }
        if (target instanceof Identity) {
            return 2;
        }
        if (target instanceof SecretRead) {
            return 3;
        }
        return target instanceof PodControl ? 4 : 5;
    }
}
