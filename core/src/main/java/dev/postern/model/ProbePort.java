package dev.postern.model;

/** A port that a probe or lifecycle hook of a container calls: something listens there. */
public record ProbePort(PortRef port, String host, String field) {}
