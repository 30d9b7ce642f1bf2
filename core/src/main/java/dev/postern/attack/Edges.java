package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Where a rule puts its edges. {@code add} starts an edge of the rule's technique; nothing is in the graph before
 * {@link Edge#because}.
 */
public final class Edges {
    private final Optional<EdgeType> type;
    private final int effort;
    /** Whether somebody says so of this cluster: then it holds whatever the circumstances of a step. */
    private final boolean said;

    private final Consumer<AttackEdge> sink;
    private final List<Runnable> last = new ArrayList<>();

    private Edges(Optional<EdgeType> type, Optional<Integer> said, Consumer<AttackEdge> sink) {
        this.type = type;
        this.said = said.isPresent();
        this.effort = said.or(() -> type.map(EdgeType::effort)).orElse(0);
        this.sink = sink;
    }

    /** {@code said}: what somebody says that a step takes in this cluster. */
    static Edges of(EdgeType type, Optional<Integer> said, Consumer<AttackEdge> sink) {
        return new Edges(Optional.of(type), said, sink);
    }

    /** For structure that is no technique: only silent edges can be added. */
    static Edges silentOnly(Consumer<AttackEdge> sink) {
        return new Edges(Optional.empty(), Optional.empty(), sink);
    }

    /** An edge with one premise. */
    public Edge add(Vertex from, Vertex to) {
        return join(ImmutableList.of(from), to);
    }

    /** An edge with several premises, which different identities may hold. */
    public Edge join(List<? extends Vertex> premises, Vertex to) {
        if (type.isEmpty()) {
            throw new IllegalStateException("structure is silent");
        }
        return new Edge(type, ImmutableList.copyOf(premises), to, effort);
    }

    /** A silent edge into or out of a hub: it takes no effort and output folds it into the step that follows. */
    public Edge silent(Vertex from, Vertex to) {
        return silentJoin(ImmutableList.of(from), to);
    }

    /** As {@link #silent}, with several premises. */
    public Edge silentJoin(List<? extends Vertex> premises, Vertex to) {
        return new Edge(Optional.empty(), ImmutableList.copyOf(premises), to, 0);
    }

    /** Has something done after the rule has derived its edges, for what depends on all that the rule found. */
    void whenDone(Runnable action) {
        last.add(action);
    }

    /** Does what was left to the end. */
    void done() {
        last.forEach(Runnable::run);
        last.clear();
    }

    /** An edge in the making. */
    public final class Edge {
        private final Optional<EdgeType> edgeType;
        private final ImmutableList<Vertex> premises;
        private final Vertex to;
        private int effort;
        private Confidence confidence = Confidence.CERTAIN;
        private boolean assumption;
        private Support unknown = Support.NONE;

        private Edge(Optional<EdgeType> edgeType, ImmutableList<Vertex> premises, Vertex to, int effort) {
            this.edgeType = edgeType;
            this.premises = premises;
            this.to = to;
            this.effort = effort;
        }

        public Edge confidence(Confidence value) {
            confidence = value;
            return this;
        }

        /** Replaces the technique's usual effort, where the circumstances make this step easier or harder. */
        public Edge effort(int value) {
            if (!said) {
                effort = value;
            }
            return this;
        }

        /** Marks a step that assumes a flaw; see {@link AttackEdge#assumption()}. */
        public Edge assumption() {
            assumption = true;
            return this;
        }

        /**
         * Rests the edge on a fact that the input leaves open; its confidence becomes {@link Confidence#POSSIBLE}.
         *
         * @param object what the fact is about
         * @param fact what would have to hold, for instance {@code egress to the API server's address is permitted}
         */
        public Edge provided(ObjectRef object, String fact) {
            unknown = unknown.and(Support.of(Evidence.assumed(object, "", fact)));
            confidence = Confidence.POSSIBLE;
            return this;
        }

        /** Adds the edge with its alternative grounds. */
        public void because(List<Support> supports) {
            sink.accept(new AttackEdge(edgeType, premises, to, effort, confidence, assumption, grounds(supports)));
        }

        private ImmutableList<Support> grounds(List<Support> supports) {
            if (supports.size() <= 1) {
                return ImmutableList.of((supports.isEmpty() ? Support.NONE : supports.get(0)).and(unknown));
            }
            TreeSet<Support> grounds = new TreeSet<>();
            supports.forEach(support -> grounds.add(support.and(unknown)));
            return ImmutableList.copyOf(grounds);
        }

        /** Adds the edge with its one ground. */
        public void because(Support support) {
            because(List.of(support));
        }

        /** Adds an edge that follows from its premises by itself. */
        public void byDefinition() {
            because(List.of(Support.NONE));
        }
    }
}
