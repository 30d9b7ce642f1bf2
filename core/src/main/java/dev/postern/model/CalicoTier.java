package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A group of Calico's policies that is asked as one. Those that are {@link #BUILT_IN} are there even where no object says so.
 * Source: projectcalico/calico, {@code api/pkg/apis/projectcalico/v3/tier.go}.
 *
 * @param order lowest first, empty behind all others; not a number where the text is none
 * @param writtenAction see {@link #defaultAction}
 * @param unread the first field that is not known or has not the type of its kind; empty where there is none
 */
public record CalicoTier(
        ObjectMeta meta, Optional<Double> order, Optional<CalicoRule.Action> writtenAction, String unread)
        implements KubernetesObject {
    public static final String KIND = "Tier";

    /** Where policies are that name no tier, and the NetworkPolicies of Kubernetes. */
    public static final String DEFAULT = "default";

    /** The default tier, and those of ClusterNetworkPolicies, whose orders nobody may change. */
    public static final ImmutableList<CalicoTier> BUILT_IN = ImmutableList.of(
            builtIn("kube-admin", 1000, CalicoRule.Action.PASS),
            builtIn(DEFAULT, 1_000_000, CalicoRule.Action.DENY),
            builtIn("kube-baseline", 10_000_000, CalicoRule.Action.PASS));

    private static CalicoTier builtIn(String name, double order, CalicoRule.Action defaultAction) {
        return new CalicoTier(ObjectMeta.of("", name), Optional.of(order), Optional.of(defaultAction), "");
    }

    /** One of which nothing is known but its name. */
    public static CalicoTier missing(String name) {
        return new CalicoTier(ObjectMeta.of("", name), Optional.empty(), Optional.empty(), "");
    }

    /** What becomes of a packet that no rule of the tier matches; {@link CalicoRule.Action#DENY} where absent. */
    public CalicoRule.Action defaultAction() {
        return writtenAction.orElse(CalicoRule.Action.DENY);
    }

    @Override
    public String kind() {
        return KIND;
    }
}
