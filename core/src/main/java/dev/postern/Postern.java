package dev.postern;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.rule.BuiltInRules;
import dev.postern.ingest.ClusterSnapshot;

/** Where an embedding program starts: {@code Postern.analyze(ClusterSnapshot.read(Path.of("dump/")))}. */
public final class Postern {
    private Postern() {}

    /** Analyses a snapshot, each part on first use, with the built-in roles where the input has none of its own. */
    public static Analysis analyze(ClusterSnapshot snapshot) {
        return analyze(snapshot, ClusterOptions.DEFAULT);
    }

    /** As {@link #analyze(ClusterSnapshot)}, with what is said of the cluster beside its manifests. */
    public static Analysis analyze(ClusterSnapshot snapshot, ClusterOptions options) {
        return new LocalAnalysis(snapshot, options);
    }

    /** Every technique that is looked for, by id; {@code docs/techniques.md} is made from the same. */
    public static ImmutableList<EdgeType> techniques() {
        return BuiltInRules.all().stream().map(EdgeRule::type).sorted().collect(ImmutableList.toImmutableList());
    }
}
