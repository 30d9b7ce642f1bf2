package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.attack.call.ApiCalls;
import dev.postern.attack.call.CallScript;
import dev.postern.internal.graph.Plan;
import dev.postern.model.Confidence;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where the rights of identities lead. Each identity takes time in what it reaches: see {@link ReachableTargets}. Immutable
 * and safe to share.
 */
public final class EscalationFinder {
    private static final Comparator<IdentityReach> WORST_FIRST = Comparator.comparing(IdentityReach::standing)
            .thenComparing(
                    identity -> identity.reaches().isEmpty()
                            ? Confidence.CERTAIN
                            : identity.reaches().get(0).confidence(),
                    Comparator.reverseOrder())
            .thenComparing(identity ->
                    identity.reaches().isEmpty() ? 0 : identity.reaches().get(0).effort())
            .thenComparing(IdentityReach::subject);

    private final Facts facts;
    private final AttackGraph graph;

    public EscalationFinder(Facts facts, AttackGraph graph) {
        this.facts = facts;
        this.graph = graph;
    }

    public Escalations find(EscalationQuery query) {
        ImmutableSortedSet<Subject> subjects = query.from().isEmpty() ? everybody() : query.from();
        SearchSpace space = SearchSpace.withFlowsToOpenPorts(graph);
        ReachableTargets reachable = new ReachableTargets(facts, space);
        ApiCalls calls = new ApiCalls(facts);
        List<IdentityReach> identities = new ArrayList<>();
        for (Subject subject : subjects) {
            ReachableTargets.Result result = reachable.from(subject, query.limit());
            ImmutableList<Reach> reaches = result.found().stream()
                    .map(one -> reach(space, calls.script(subject), one))
                    .collect(ImmutableList.toImmutableList());
            identities.add(new IdentityReach(subject, standing(reaches), reaches, result.omitted()));
        }
        identities.sort(WORST_FIRST);
        return new Escalations(ImmutableList.copyOf(identities));
    }

    private ImmutableSortedSet<Subject> everybody() {
        return ImmutableSortedSet.<Subject>naturalOrder()
                .addAll(facts.rbac().boundSubjects())
                .addAll(facts.cluster().serviceAccounts().stream()
                        .map(ServiceAccount::subject)
                        .iterator())
                .build();
    }

    private static Reach reach(SearchSpace space, CallScript script, ReachableTargets.Found found) {
        Plan plan = found.plan();
        ImmutableList<Step> steps = StepList.of(space, plan);
        List<EscalationStep> withCalls = new ArrayList<>();
        int next = 0;
        for (int arc : plan.arcs()) {
            Optional<EdgeType> type = space.type(arc);
            if (type.isPresent()) {
                Step step = steps.get(next++);
                // What the arc leads to: the last step is printed with what that counts as.
                Vertex head = space.vertex(space.view().head(arc));
                CallScript.StepCalls calls = script.next(type.get(), step.from(), head);
                withCalls.add(new EscalationStep(step, calls.calls(), calls.reason()));
            }
        }
        Confidence confidence = Confidence.values()[plan.confidence()];
        return new Reach(
                space.vertex(plan.target()),
                confidence,
                plan.additiveCost(),
                found.byRequestsAlone(),
                ImmutableList.copyOf(withCalls));
    }

    private static Standing standing(List<Reach> reaches) {
        if (reaches.isEmpty()) {
            return Standing.NOTHING;
        }
        Reach worst = reaches.get(0);
        if (worst.target() instanceof Vertex.ClusterAdmin) {
            if (worst.steps().stream().allMatch(step -> isHeld(step.step().type()))) {
                return Standing.CLUSTER_ADMIN;
            }
            return worst.byRequestsAlone() ? Standing.CLUSTER_ADMIN_EQUIVALENT : Standing.ON_THE_WAY_TO_CLUSTER_ADMIN;
        }
        return worst.target() instanceof Vertex.AnyNode ? Standing.NODE : Standing.MORE;
    }

    /** Held from the start: by a binding, or by a group one is in. */
    static boolean isHeld(EdgeType type) {
        return type.id().equals("SUBJECT_GRANT") || type.id().equals("SUBJECT_IN_GROUP");
    }
}
