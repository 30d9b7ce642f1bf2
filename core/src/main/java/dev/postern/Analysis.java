package dev.postern;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.AttackGraph;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.model.Subject;
import dev.postern.network.CniProfile;
import dev.postern.network.Connections;
import dev.postern.network.ConnectionsDiff;
import dev.postern.network.Endpoint;
import dev.postern.network.Enforcement;
import dev.postern.network.EntryPoint;
import dev.postern.network.Flow;
import dev.postern.network.FlowExplanation;
import dev.postern.network.FlowPorts;
import dev.postern.network.NetworkFinding;
import dev.postern.path.AnalysisDiff;
import dev.postern.path.AttackPaths;
import dev.postern.path.BlastRadius;
import dev.postern.path.ChokePoints;
import dev.postern.path.EscalationQuery;
import dev.postern.path.Escalations;
import dev.postern.path.NamespaceMatrix;
import dev.postern.path.PathQuery;
import dev.postern.path.ReachQuery;
import dev.postern.path.WhoReaches;
import dev.postern.path.Why;
import dev.postern.path.WhyNot;
import dev.postern.rbac.AccessRequest;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.AllowedSubjects;
import dev.postern.rbac.Explanation;
import dev.postern.rbac.HygieneFinding;
import dev.postern.rbac.ImpersonationReview;
import dev.postern.rbac.Rights;
import dev.postern.rbac.UserInfo;
import dev.postern.remediation.CutQuery;
import dev.postern.remediation.Remediation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** What is known about one snapshot: questions go in, answers with evidence come out. Safe to share between threads. */
public interface Analysis {
    /** The snapshot this analysis is of. */
    ClusterSnapshot snapshot();

    /**
     * The analysis of what this cluster becomes by a change, by the same options, and with the same facts where the changed one
     * comes with none. Network policies are taken as here, whichever
     * of them the change adds or removes; only if nobody named a profile and no policy here told one, the changed cluster does.
     */
    Analysis after(ClusterSnapshot changed);

    /** The attack graph: what an attacker can have, and the steps between. */
    AttackGraph graph();

    /** May that request be made? All grounds, not only the first. */
    Decision decide(AccessReview review);

    /** May that request be made in another's name? */
    Decision decide(ImpersonationReview review);

    /** Can that packet pass? */
    Decision decide(Flow flow);

    /** The network plugin whose ways with policies hold: that of the options, or else {@link CniProfile#of}. */
    CniProfile profile();

    /** As {@link #decide(Flow)}, with what each side says and what would let a flow pass that is denied. */
    FlowExplanation explain(Flow flow);

    /** The ports on which packets pass between two endpoints. */
    FlowPorts ports(Endpoint source, Endpoint destination);

    /** Which workload reaches which, and what is outside the cluster. */
    Connections connections();

    /**
     * May this user make that request, and which entries of which rules say so? For questions as people write them ({@link
     * AccessRequest#parse}). Like the questions below, this does not build the attack graph.
     *
     * @throws IllegalArgumentException if rules name the resource in several API groups and the request in none
     */
    Explanation explain(AccessRequest request, UserInfo user);

    /**
     * Who may make that request, where, and who stands behind them? The cost is that of the rules that match.
     *
     * @throws IllegalArgumentException if rules name the resource in several API groups and the request in none
     */
    AllowedSubjects whoCan(AccessRequest request);

    /**
     * Name and groups of a subject that logs in: those that the API server gives it, and those that facts say a user has. To be
     * asked about by {@link #decide(AccessReview)} and {@link #explain(AccessRequest, UserInfo)}.
     */
    UserInfo user(Subject subject);

    /** Everything a subject may do, over all its bindings and groups. Two of them: {@code RightsDiff.of}. */
    Rights rights(Subject subject);

    /** The {@link #diagnostics()} that bear on questions about packets. */
    ImmutableList<Diagnostic> networkDiagnostics();

    /** What is wrong with the network policies in force, the gravest first. Does not build the attack graph. */
    ImmutableList<NetworkFinding> networkFindings();

    /** Every way by which packets from the internet reach a pod, in canonical order. Does not build the attack graph. */
    ImmutableList<EntryPoint> entryPoints();

    /** How connections differ in a newer state, and because of which policies. */
    ConnectionsDiff connectionsDiff(Analysis newer);

    /** Whether something in the input enforces its network policies. */
    Enforcement enforcement();

    /** The {@link #diagnostics()} that bear on questions about rights. */
    ImmutableList<Diagnostic> accessDiagnostics();

    /**
     * What to know first: the flagship questions, where their paths meet, and what closes them. Takes time as for four
     * questions and a cut.
     */
    Summary summary();

    /** The cheapest distinct plans from one place to another. */
    AttackPaths paths(PathQuery query);

    /** The cheapest plan with every ground of every step, and how to do without each. */
    Why why(PathQuery query);

    /**
     * Why there is no plan: the cheapest sets of facts whose presence would complete one. Derives the graph anew several
     * times.
     */
    WhyNot whyNot(PathQuery query);

    /**
     * Who reaches the place that the query names, each by itself: identities, pods, nodes, Secrets, the internet.
     *
     * @throws IllegalArgumentException if it names several, or one that cannot be a target
     */
    WhoReaches whoReaches(ReachQuery query);

    /**
     * What is reached from the places that the query names, by kind and effort. A place that stands for alternatives is
     * answered for each of them alone.
     *
     * @throws IllegalArgumentException if several places stand for alternatives, or one cannot be a start
     */
    BlastRadius blastRadius(ReachQuery query);

    /**
     * What the paths of a question come through: on all of them, or on those of the most footholds.
     *
     * @throws IllegalArgumentException as for {@link #paths}, or if the query says what paths must use
     */
    ChokePoints chokePoints(PathQuery query);

    /** From namespace to namespace: packets, and control. */
    NamespaceMatrix namespaces();

    /**
     * The cheapest edits that leave no plan for some questions, proved by analysing the changed cluster anew. Each round
     * takes time as for a cheapest plan, each analysis anew as for this one.
     */
    Remediation cut(CutQuery query);

    /**
     * Writes a cut of this analysis as files that a person applies, reads them again, makes them to the input, and asks
     * again: the answer says whether the files do what the edits did. Needs the input as files; of an input that is in no
     * file the files are written, and the notes say that they were not tried.
     *
     * @throws IOException if a file cannot be written or read again
     */
    Remediation write(Remediation cut, Path folder) throws IOException;

    /**
     * What became of answers since: for each question the plans of the newer analysis that could not be derived in this one,
     * those of this one that no longer can, those that cost more or less, and the changed objects responsible. Takes both
     * graphs, which are made at the same time where neither is there yet.
     */
    AnalysisDiff diff(Analysis newer, List<PathQuery> queries);

    /** Where the rights of identities lead, the worst first. Each takes time in what it reaches. */
    Escalations escalations(EscalationQuery query);

    /**
     * Rights that lead nowhere but are not as they should be: dangling references, grants to everybody, rights to disturb.
     * Kept apart from paths. Does not build the attack graph.
     */
    ImmutableList<HygieneFinding> hygiene();

    /** What the input lacks or gets wrong, as far as the analysis noticed; sorted by place. */
    ImmutableList<Diagnostic> diagnostics();

    /**
     * Where facts stand, found by looking into the files again, each file once; {@link SourceRef#NONE} for a fact that is
     * in no file.
     */
    ImmutableMap<Evidence, SourceRef> locate(Collection<Evidence> facts);
}
