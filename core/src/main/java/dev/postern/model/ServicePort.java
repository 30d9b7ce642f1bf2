package dev.postern.model;

/** A port of a Service; {@code nodePort} is 0 when none is known, {@code targetPort} has its default applied. */
public record ServicePort(String name, Protocol protocol, int port, PortRef targetPort, int nodePort) {}
