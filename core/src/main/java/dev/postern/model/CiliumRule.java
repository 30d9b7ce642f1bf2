package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * One item of {@code ingress}, {@code ingressDeny}, {@code egress} or {@code egressDeny} of a {@link CiliumSpec}. Source:
 * cilium, {@code pkg/policy/api/ingress.go} and {@code egress.go}.
 *
 * @param peers what is written of peers, at most one of each kind and none where nothing is
 * @param toPorts empty: every port; absent and empty are the same
 * @param icmps the types of ICMP that are meant, list by list; a rule with any is about nothing but ICMP
 * @param authentication {@code authentication.mode}, which narrows an allow
 * @param unread paths of fields that are not known, or whose value is of a wrong type: such a rule must fail closed
 */
public record CiliumRule(
        ImmutableList<CiliumPeers> peers,
        ImmutableList<CiliumPortRule> toPorts,
        ImmutableList<ImmutableList<CiliumIcmp>> icmps,
        Optional<String> authentication,
        ImmutableList<String> unread) {}
