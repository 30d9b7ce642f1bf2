package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import java.util.Optional;

/**
 * Whether something in a cluster enforces its NetworkPolicies, as far as the input tells: the API server takes policies
 * whether or not anything does.
 *
 * @param plugin what is recognised, for people; empty where nothing is
 * @param evidence the images, flags and settings that say so
 */
public record Enforcement(Status status, String plugin, ImmutableList<Evidence> evidence) {
    private static final ObjectRef OPTIONS = ObjectRef.cluster("NetworkPlugin", "(options)");

    /** How much is known. */
    public enum Status {
        /** A plugin that enforces NetworkPolicy is there, and nothing switches that off. */
        ENFORCED,
        /** What is recognised does not enforce NetworkPolicy, or not as it is set up. */
        NOT_ENFORCED,
        /** Nothing is recognised, or the input does not hold the setting that decides. */
        UNPROVEN
    }

    /** Looks at what every node runs, the pods of DaemonSets, and where these do not tell, at ConfigMaps. O(pods + ConfigMaps). */
    public static Enforcement of(Cluster cluster) {
        return of(cluster, Optional.empty());
    }

    /**
     * As {@link #of(Cluster)}, where an option names the plugin. What facts say of enforcement comes first; a plugin that options or
     * facts name enforces, unless the input shows that it is set up not to.
     */
    public static Enforcement of(Cluster cluster, Optional<CniProfile> named) {
        for (ClusterFacts facts : cluster.facts()) {
            if (facts.enforced().isPresent()) {
                boolean enforced = facts.enforced().get();
                return new Enforcement(
                        enforced ? Status.ENFORCED : Status.NOT_ENFORCED,
                        plugin(cluster, named),
                        ImmutableList.of(facts.evidence(ClusterFacts.ENFORCED, Boolean.toString(enforced))));
            }
        }
        Enforcement found = NetworkPlugins.find(cluster);
        return named.map(profile -> found.named(profile, Evidence.stated(OPTIONS, "", profile.id())))
                .or(() -> said(cluster).map(one -> found.named(one.profile(), one.evidence())))
                .orElse(found);
    }

    /** A profile that facts name. */
    record Said(CniProfile profile, Evidence evidence) {}

    static Optional<Said> said(Cluster cluster) {
        return cluster.facts().stream()
                .flatMap(facts -> facts.plugin().stream()
                        .map(plugin -> new Said(CniProfile.parse(plugin), facts.evidence(ClusterFacts.PLUGIN, plugin))))
                .findFirst();
    }

    private static String plugin(Cluster cluster, Optional<CniProfile> named) {
        String found = NetworkPlugins.find(cluster).plugin();
        return named.or(() -> said(cluster).map(Said::profile))
                .flatMap(CniProfile::plugin)
                .or(() -> Optional.of(found).filter(name -> !name.isEmpty()))
                .orElse("the network plugin");
    }

    /** This, where somebody names the plugin: what the input shows of that very plugin is more exact, of another it is less. */
    private Enforcement named(CniProfile profile, Evidence fact) {
        Optional<String> name = profile.plugin();
        if (name.isEmpty() || status == Status.ENFORCED || plugin.contains(name.get())) {
            return this;
        }
        return new Enforcement(Status.ENFORCED, name.get(), ImmutableList.of(fact));
    }
}
