package dev.postern.model;

/** A volume of a pod; {@code field} is its path below the pod spec, for instance {@code volumes[3]}. */
public record Volume(String name, VolumeSource source, String field) {}
