package dev.postern.model;

/** What a binding grants: {@code kind} is {@code Role} or {@code ClusterRole} (anything else grants nothing). */
public record RoleRef(String kind, String name) {}
