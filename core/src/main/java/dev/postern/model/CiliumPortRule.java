package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * One item of {@code toPorts} of a {@link CiliumRule}. Source: cilium, {@code pkg/policy/api/l4.go}.
 *
 * @param ports empty: none, though a list of ports is there; so it matches nothing
 * @param narrowing the fields by which a proxy lets through less than these ports, for instance {@code rules.http}
 */
public record CiliumPortRule(ImmutableList<CiliumPort> ports, ImmutableList<String> narrowing) {}
