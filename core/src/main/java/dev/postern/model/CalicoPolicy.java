package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A policy of Calico, in force or staged: its NetworkPolicy and GlobalNetworkPolicy, and their staged forms, which have no
 * effect. {@code projectcalico.org/v3} and the {@code crd.projectcalico.org/v1} that it is stored as are one object: its
 * name in the tier {@code default} is without the {@code default.} that one of the two may put in front. Source:
 * projectcalico/calico, {@code api/pkg/apis/projectcalico/v3}.
 *
 * @param kind {@link #NAMESPACED}, {@link #GLOBAL} or one of the staged kinds, of which a StagedKubernetesNetworkPolicy
 *     keeps nothing but its name
 * @param tier as written; empty where absent, which is {@link CalicoTier#DEFAULT}
 * @param order lowest first, empty behind all others; not a number where the text is none
 * @param namespaceSelector of a {@link #GLOBAL} policy only
 * @param types as written; empty where absent: {@link #types(boolean)} knows the default
 * @param hostEndpointsOnly what its rules are about, if not about pods
 * @param unread the first field that is not known or has not the type of its kind; empty where there is none
 */
public record CalicoPolicy(
        ObjectMeta meta,
        String kind,
        String tier,
        Optional<Double> order,
        Optional<CalicoSelector> selector,
        Optional<CalicoSelector> namespaceSelector,
        Optional<CalicoSelector> serviceAccountSelector,
        ImmutableList<String> types,
        ImmutableList<CalicoRule> ingress,
        ImmutableList<CalicoRule> egress,
        HostRules hostEndpointsOnly,
        String unread)
        implements KubernetesObject {
    /** Calico's own NetworkPolicy, whose bare name is that of Kubernetes' kind. */
    public static final String NAMESPACED = "NetworkPolicy.projectcalico.org";

    public static final String GLOBAL = "GlobalNetworkPolicy";
    public static final String STAGED_NAMESPACED = "StagedNetworkPolicy";
    public static final String STAGED_GLOBAL = "StagedGlobalNetworkPolicy";
    public static final String STAGED_KUBERNETES = "StagedKubernetesNetworkPolicy";

    /** What a NetworkPolicy of Kubernetes has for an order, in the tier {@code default}. */
    public static final double ORDER_OF_KUBERNETES = 1000;

    public static final String INGRESS = "Ingress";
    public static final String EGRESS = "Egress";

    /**
     * Fields that take the rules of a {@link #GLOBAL} policy away from pods: such rules are for the interfaces of nodes.
     *
     * @param applyOnForward whether the other two may be there at all; nothing to a pod
     */
    public record HostRules(boolean doNotTrack, boolean preDnat, boolean applyOnForward) {
        public static final HostRules NONE = new HostRules(false, false, false);
    }

    /** Whether it is only looked at, never applied. */
    public boolean isStaged() {
        return kind.startsWith("Staged");
    }

    /** Whether it is for pods of any namespace, and its rules' selectors for things of any. */
    public boolean isGlobal() {
        return kind.equals(GLOBAL) || kind.equals(STAGED_GLOBAL);
    }

    /** Whether its rules are about the interfaces of nodes, and so about no pod. */
    public boolean isForHostEndpoints() {
        return hostEndpointsOnly.doNotTrack() || hostEndpointsOnly.preDnat();
    }

    public String tierOrDefault() {
        return tier.isEmpty() ? CalicoTier.DEFAULT : tier;
    }

    /**
     * Whether it binds its pods in a direction. Without {@code types} that is ingress, unless it has egress rules only;
     * and egress if it has any. Rules of a direction that it does not bind say nothing.
     */
    public boolean types(boolean forEgress) {
        if (!types.isEmpty()) {
            return types.contains(forEgress ? EGRESS : INGRESS);
        }
        return forEgress ? !egress.isEmpty() : !ingress.isEmpty() || egress.isEmpty();
    }

    public ImmutableList<CalicoRule> rules(boolean ofEgress) {
        return ofEgress ? egress : ingress;
    }
}
