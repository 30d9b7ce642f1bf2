package dev.postern.model;

import java.util.Optional;

/**
 * One item of {@code ports} of a {@link CiliumPortRule}.
 *
 * @param port a number or a name, as written; {@code 0} is every port of the protocol; empty where absent
 * @param protocol as written; empty where absent, which is any
 * @param endPort -1 where it is no number
 */
public record CiliumPort(String port, String protocol, Optional<Integer> endPort) {}
