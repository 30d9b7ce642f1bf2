package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Comparator;
import java.util.Optional;

/**
 * What somebody says of a cluster that no manifest holds: a facts file, or what a program states. It is no object of the API
 * and has no name: it is called after its place. Where two contradict each other, the first of {@link Cluster#facts} counts.
 *
 * @param kubernetesVersion the API server's
 * @param plugin the network plugin, one of {@link #PLUGINS}
 * @param enforced whether that enforces network policies
 * @param publicApiServer whether the API server can be reached from outside
 * @param users in which groups people are who log in
 * @param crownJewels what matters most
 * @param effort of techniques by their ids, which need not exist; 1 to {@link #MAX_EFFORT}
 */
public record ClusterFacts(
        ObjectMeta meta,
        Optional<KubernetesVersion> kubernetesVersion,
        Optional<String> plugin,
        Optional<Boolean> enforced,
        Optional<Boolean> publicApiServer,
        ImmutableList<User> users,
        ImmutableList<Jewel> crownJewels,
        ImmutableSortedMap<String, Integer> effort)
        implements KubernetesObject {
    public static final String KIND = "ClusterFacts";

    /** What {@code network.plugin} may be: the profiles that policies are taken by. */
    public static final ImmutableSortedSet<String> PLUGINS =
            ImmutableSortedSet.of("calico", "cilium", "kubernetes", "np-guard", "ovn-kubernetes");

    /** Kinds of which an object can be a crown jewel by its name. */
    public static final ImmutableSortedSet<String> JEWELS = ImmutableSortedSet.of(
            "CronJob",
            "DaemonSet",
            "Deployment",
            "Job",
            "Namespace",
            "Pod",
            "ReplicaSet",
            "ReplicationController",
            "Secret",
            "ServiceAccount",
            "StatefulSet");

    public static final int MAX_EFFORT = 13;

    /** Fields that evidence points to. */
    public static final String VERSION = "kubernetesVersion";

    public static final String PLUGIN = "network.plugin";
    public static final String ENFORCED = "network.enforced";
    public static final String EXPOSURE = "apiServer.exposure";

    /** Those that a program states come first, then those of files in the order of their places. */
    static final Comparator<ClusterFacts> BY_PLACE = Comparator.comparing(
                    (ClusterFacts facts) -> facts.meta().origin().file())
            .thenComparing(facts -> facts.meta().origin().document())
            .thenComparing(facts -> facts.meta().origin().item())
            .thenComparing(facts -> facts.meta().name());

    /**
     * Someone who logs in.
     *
     * @param field where it says so, for instance {@code users[1]}
     */
    public record User(String field, String name, ImmutableList<String> groups) {
        /** Where a group stands; the position is that in {@link #groups}. */
        public String groupField(int position) {
            return field + ".groups[" + position + "]";
        }
    }

    /**
     * What matters most: one object, or all that carry some labels.
     *
     * @param field where it says so, for instance {@code crownJewels[0]}
     * @param object empty where labels tell
     * @param labels a selector as {@link LabelSelector#parse} reads it; empty where the object is named
     */
    public record Jewel(String field, Optional<ObjectRef> object, String labels) {}

    /** A program says that the API server can, or cannot, be reached from outside; files that say otherwise do not count. */
    public static ClusterFacts ofApiServer(boolean isPublic) {
        return new ClusterFacts(
                ObjectMeta.of("", "(options)"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(isPublic),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableSortedMap.of());
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** That a field of it says so; the value is made printable. */
    public Evidence evidence(String field, String value) {
        return Evidence.stated(ref(), field, Printable.of(value, 200));
    }
}
