package dev.postern.model;

import com.google.common.collect.ImmutableList;

/** One ingress or egress rule: no peers means any peer, no ports means all ports of all protocols. */
public record NetworkPolicyRule(ImmutableList<NetworkPolicyPeer> peers, ImmutableList<NetworkPolicyPort> ports) {}
