package dev.postern.model;

/** SELinux labels; each part is empty when absent. */
public record SeLinuxOptions(String user, String role, String type, String level) {}
