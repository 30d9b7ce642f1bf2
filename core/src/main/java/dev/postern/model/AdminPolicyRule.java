package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * One ingress or egress rule of an {@link AdminPolicy}. No ports means all ports of all protocols.
 *
 * @param name empty where absent
 */
public record AdminPolicyRule(
        String name, Action action, ImmutableList<AdminPolicyPeer> peers, ImmutableList<AdminPolicyPort> ports) {
    /** What becomes of a packet that the rule matches. */
    public enum Action {
        /** {@code Allow}, or {@code Accept} in a ClusterNetworkPolicy. */
        ALLOW,
        DENY,
        /** The rest of the tier is left out. */
        PASS,
        /** A text that the API server refuses. */
        INVALID
    }
}
