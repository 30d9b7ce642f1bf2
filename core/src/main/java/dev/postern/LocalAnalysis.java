package dev.postern;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Derivation;
import dev.postern.attack.Facts;
import dev.postern.attack.rule.BuiltInRules;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.network.Flow;
import dev.postern.network.Network;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathFinder;
import dev.postern.path.PathQuery;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.ImpersonationReview;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.RbacOptions;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** An analysis held in memory; everything is computed when it is made. */
final class LocalAnalysis implements Analysis {
    private final ClusterSnapshot snapshot;
    private final Facts facts;
    private final AttackGraph graph;
    private final PathFinder paths;

    LocalAnalysis(ClusterSnapshot snapshot, RbacOptions options) {
        this.snapshot = snapshot;
        Cluster cluster = snapshot.cluster();
        Rbac rbac = Rbac.of(cluster, options);
        this.facts = Facts.of(cluster, rbac, Network.of(cluster), PodSecurity.of(cluster, rbac.version()));
        this.graph = Derivation.run(facts, BuiltInRules.all());
        this.paths = new PathFinder(facts, graph);
    }

    @Override
    public ClusterSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public AttackGraph graph() {
        return graph;
    }

    @Override
    public Decision decide(AccessReview review) {
        return facts.rbac().decide(review);
    }

    @Override
    public Decision decide(ImpersonationReview review) {
        return facts.rbac().decide(review);
    }

    @Override
    public Decision decide(Flow flow) {
        return facts.network().decide(flow);
    }

    @Override
    public AttackPaths paths(PathQuery query) {
        return paths.find(query);
    }

    @Override
    public ImmutableList<Diagnostic> diagnostics() {
        return Stream.of(
                        snapshot.diagnostics(),
                        facts.rbac().diagnostics(),
                        facts.network().diagnostics())
                .flatMap(List::stream)
                .sorted()
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public ImmutableMap<Evidence, SourceRef> locate(Collection<Evidence> evidence) {
        return snapshot.locate(evidence);
    }
}
