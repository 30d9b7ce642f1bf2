package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.nio.file.Path;

/**
 * What is asserted about a cluster, and which findings are accepted.
 *
 * @param assertions in the order in which they are reported; their ids differ
 * @param ignores accepted findings
 */
public record CheckPolicy(ImmutableList<Assertion> assertions, ImmutableList<IgnoreEntry> ignores) {
    /** How many findings of one question are reported when nobody says otherwise. */
    static final int LIMIT = 20;

    /**
     * Reads a policy file: YAML, of which {@code policy.schema.json} beside this class is the schema.
     *
     * @throws PolicyException if it cannot be read or means nothing, with file, line and what to write instead
     */
    public static CheckPolicy read(Path file) {
        return PolicyReader.read(file);
    }

    /**
     * Reads a policy from memory.
     *
     * @param name what messages call it
     * @throws PolicyException as {@link #read}
     */
    public static CheckPolicy parse(String name, byte[] text) {
        return PolicyReader.parse(name, text);
    }

    /**
     * The three questions that everybody asks, for who has no policy yet: from some pod to some node, from some service
     * account to cluster-admin, and into each namespace from a pod of another. One assertion for each namespace that holds
     * pods. Nobody's cluster is without such paths: meant to be used with a {@link Baseline}.
     */
    public static CheckPolicy standard(ClusterSnapshot snapshot) {
        ImmutableList.Builder<Assertion> assertions = ImmutableList.builder();
        assertions.add(noPath("pod-to-node", "A pod is not a node.", Place.anyPod(), Place.anyNode()));
        assertions.add(noPath(
                "service-account-to-cluster-admin",
                "No service account should be able to do everything.",
                Place.anyServiceAccount(),
                Place.clusterAdmin()));
        snapshot.cluster().pods().stream()
                .map(pod -> pod.namespace())
                .distinct()
                .sorted()
                .forEach(namespace -> assertions.add(noPath(
                        "namespace-to-namespace/" + namespace,
                        "Whoever gets into another namespace should not get into this one.",
                        Place.anyPod(),
                        Place.namespace(namespace))));
        return new CheckPolicy(assertions.build(), ImmutableList.of());
    }

    private static Assertion noPath(String id, String reason, Place from, Place to) {
        PathQuery query = PathQuery.from(from).to(to).cheapest(LIMIT);
        return new Assertion.NoPath(Terms.of(id, reason), query, true);
    }
}
