package dev.postern.model;

import java.util.Optional;

/** One item of {@code from} or {@code to}. */
public record NetworkPolicyPeer(
        Optional<LabelSelector> podSelector, Optional<LabelSelector> namespaceSelector, Optional<IpBlock> ipBlock) {}
