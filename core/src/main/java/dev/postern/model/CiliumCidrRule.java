package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * One item of {@code fromCIDRSet} or {@code toCIDRSet}: exactly one of a CIDR, a {@link CiliumCidrGroup} by name and such
 * groups by labels. Source: cilium, {@code pkg/policy/api/cidr.go}.
 *
 * @param cidr as written; empty where absent
 * @param groupRef empty where absent
 * @param except as written; binds to this item only
 */
public record CiliumCidrRule(
        String cidr, String groupRef, Optional<LabelSelector> groupSelector, ImmutableList<String> except) {}
