package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;

/**
 * Whether something in a cluster enforces its NetworkPolicies, as far as the input tells: the API server takes policies
 * whether or not anything does.
 *
 * @param plugin what is recognised, for people; empty where nothing is
 * @param evidence the images, flags and settings that say so
 */
public record Enforcement(Status status, String plugin, ImmutableList<Evidence> evidence) {
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
        return NetworkPlugins.find(cluster);
    }
}
