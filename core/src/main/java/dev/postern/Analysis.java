package dev.postern;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.AttackGraph;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.network.Flow;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.ImpersonationReview;
import java.util.Collection;

/** What is known about one snapshot: questions go in, answers with evidence come out. Safe to share between threads. */
public interface Analysis {
    /** The snapshot this analysis is of. */
    ClusterSnapshot snapshot();

    /** The attack graph: what an attacker can have, and the steps between. */
    AttackGraph graph();

    /** May that request be made? All grounds, not only the first. */
    Decision decide(AccessReview review);

    /** May that request be made in another's name? */
    Decision decide(ImpersonationReview review);

    /** Can that packet pass? */
    Decision decide(Flow flow);

    /** The cheapest distinct plans from one place to another. */
    AttackPaths paths(PathQuery query);

    /** What the input lacks or gets wrong, as far as the analysis noticed; sorted by place. */
    ImmutableList<Diagnostic> diagnostics();

    /**
     * Where facts stand, found by looking into the files again, each file once; {@link SourceRef#NONE} for a fact that is
     * in no file.
     */
    ImmutableMap<Evidence, SourceRef> locate(Collection<Evidence> facts);
}
