package dev.postern.model;

/** What a fact rests on. */
public enum Basis {
    /** Written in the input. */
    STATED,
    /** Not written: what Kubernetes takes when the field is absent, or the object says nothing. */
    DEFAULT,
    /** Not in the input at all: an assumption about the cluster, such as the built-in roles. */
    ASSUMED
}
