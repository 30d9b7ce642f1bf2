package dev.postern.model;

import java.util.Optional;

/**
 * One item of {@code ports}. An absent port means every port of that protocol; an absent protocol has been read as TCP.
 */
public record NetworkPolicyPort(Protocol protocol, Optional<PortRef> port, Optional<Integer> endPort) {}
