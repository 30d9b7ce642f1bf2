/**
 * The authority on which packet passes: Kubernetes NetworkPolicy and the tiers of administrators around it
 * (AdminNetworkPolicy, BaselineAdminNetworkPolicy, ClusterNetworkPolicy) over pods, nodes and addresses, and the ways in from
 * outside the cluster.
 *
 * <p>Entry type: {@link dev.postern.network.Network}. It sorts pods into network classes (pods that no policy can tell
 * apart) and keeps one row of rules per distinct set of policies, so its size is that of the input and a flow between
 * any two of a million pods is one look-up; class times class is never stored. Every answer is a {@link
 * dev.postern.model.Decision} with the policies, rules or defaults it rests on; what the input does not tell is {@code
 * UNKNOWN} with the fact that is missing, never guessed.
 *
 * <p>Judged is the first packet of a connection: replies always pass. A flow needs the egress of its source and the
 * ingress of its destination on one common (protocol, port), per address family. Selectors, isolation, CIDR blocks with
 * their exceptions, named ports and the gates of Services and Ingresses are interpreted here and nowhere else. Sources:
 * the NetworkPolicy API reference and the network policy e2e tests of Kubernetes, and the types of
 * kubernetes-sigs/network-policy-api.
 *
 * <p>Policies of every kind reach the engine as a {@link dev.postern.network.Policy} of a {@link dev.postern.network.Tier},
 * and a row is a list of stages: rules in order that allow, deny or pass, or a union that has the last word. A further kind of
 * policy is a further implementation.
 *
 * <p>May see {@code model}.
 */
@NullMarked
package dev.postern.network;

import org.jspecify.annotations.NullMarked;
