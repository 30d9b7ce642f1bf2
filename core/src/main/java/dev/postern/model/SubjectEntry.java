package dev.postern.model;

/** An entry of a binding's {@code subjects}, as written; {@code namespace} is empty when absent. */
public record SubjectEntry(String kind, String namespace, String name) {}
