package dev.postern.model;

/** A taint of a node. */
public record Taint(String key, String value, String effect) {}
