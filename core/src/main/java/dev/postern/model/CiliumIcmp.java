package dev.postern.model;

/**
 * One item of {@code icmps[].fields} of a {@link CiliumRule}. Source: cilium, {@code pkg/policy/api/icmp.go}.
 *
 * @param family as written; empty where absent, which is IPv4
 * @param type a number or a name, as written
 */
public record CiliumIcmp(String family, String type) {}
