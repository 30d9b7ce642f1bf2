package dev.postern.network;

import com.google.common.collect.ImmutableList;

/**
 * One rule of Calico for some of the pods that its policy is for. A rule may come to several, which stand next to each other.
 *
 * @param own the pods that it is about: a rule says something of both ends
 * @param index its position in the policy's list
 * @param ports what is written for each port of the rule
 */
record CalicoCase(EndSet own, int index, Rule rule, ImmutableList<Peer.Written> ports) {}
