package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A cluster-wide network policy of an administrator: an AdminNetworkPolicy, a BaselineAdminNetworkPolicy ({@code
 * policy.networking.k8s.io/v1alpha1}) or a ClusterNetworkPolicy ({@code v1alpha2}). Its rules are in order, and the first
 * that matches a packet decides. Source: kubernetes-sigs/network-policy-api, {@code apis/v1alpha1} and {@code
 * apis/v1alpha2}.
 *
 * @param tier before the NetworkPolicies or behind them; stated by a ClusterNetworkPolicy only
 * @param priority lowest first, within its tier; empty where absent, as always in a BaselineAdminNetworkPolicy
 * @param subject the pods it is for: {@link AdminPolicyPeer.Namespaces} or {@link AdminPolicyPeer.Pods}
 */
public record AdminPolicy(
        ObjectMeta meta,
        String kind,
        Tier tier,
        Optional<Integer> priority,
        AdminPolicyPeer subject,
        ImmutableList<AdminPolicyRule> ingress,
        ImmutableList<AdminPolicyRule> egress)
        implements KubernetesObject {
    public static final String ADMIN = "AdminNetworkPolicy";
    public static final String BASELINE = "BaselineAdminNetworkPolicy";
    public static final String CLUSTER = "ClusterNetworkPolicy";

    /** When a policy is asked. */
    public enum Tier {
        /** Before any NetworkPolicy. */
        ADMIN,
        /** Where no NetworkPolicy isolates the pod in the direction of the packet. */
        BASELINE,
        /** A text that the API server refuses. */
        INVALID
    }
}
