package dev.postern.model;

import com.google.common.collect.ImmutableList;

/** A CIDR and the parts of it that are excepted, as written. */
public record IpBlock(String cidr, ImmutableList<String> except) {}
