package dev.postern.network;

/**
 * The ports on which packets pass between two endpoints.
 *
 * @param ports on which they pass
 * @param unknown others on which they may: the input lacks a fact to tell
 */
public record FlowPorts(PortSet ports, PortSet unknown) {}
