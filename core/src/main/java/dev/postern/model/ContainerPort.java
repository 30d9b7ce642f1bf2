package dev.postern.model;

/** A declared container port; {@code hostPort} is 0 when absent, {@code name} and {@code hostIP} empty. */
public record ContainerPort(String name, int containerPort, Protocol protocol, int hostPort, String hostIP) {}
