package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * What a {@link CiliumPolicy} says: whom it is for, and its four lists of rules, where absent and empty are the same. Source:
 * cilium, {@code pkg/policy/api/rule.go}.
 *
 * @param endpointSelector the pods it is for
 * @param nodeSelector the nodes it is for, whose own network it then guards; exactly one of both selectors must be there
 * @param defaultDenyIngress {@code enableDefaultDeny.ingress}; where absent, rules of that direction isolate
 * @param defaultDenyEgress likewise for egress
 * @param unread fields that are not known, or whose value is of a wrong type: they say nothing here
 */
public record CiliumSpec(
        Optional<LabelSelector> endpointSelector,
        Optional<LabelSelector> nodeSelector,
        Optional<Boolean> defaultDenyIngress,
        Optional<Boolean> defaultDenyEgress,
        ImmutableList<CiliumRule> ingress,
        ImmutableList<CiliumRule> ingressDeny,
        ImmutableList<CiliumRule> egress,
        ImmutableList<CiliumRule> egressDeny,
        ImmutableList<String> unread) {}
