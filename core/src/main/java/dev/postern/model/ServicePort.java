package dev.postern.model;

/**
 * A port of a Service; {@code nodePort} is 0 when none is known, {@code targetPort} has its default applied.
 *
 * @param appProtocol what is spoken there, by the word of the author; empty when absent
 */
public record ServicePort(
        String name, Protocol protocol, int port, PortRef targetPort, int nodePort, String appProtocol) {}
