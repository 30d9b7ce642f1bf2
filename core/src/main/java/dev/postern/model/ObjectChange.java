package dev.postern.model;

import java.util.Locale;

/** One object in which two clusters differ. Ordered by object. */
public record ObjectChange(ObjectRef object, Kind kind) implements Comparable<ObjectChange> {
    /** What became of it. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    @Override
    public int compareTo(ObjectChange other) {
        int byObject = object.compareTo(other.object);
        return byObject != 0 ? byObject : kind.compareTo(other.kind);
    }

    /** For instance {@code RoleBinding shop/edit changed}. */
    @Override
    public String toString() {
        return object + " " + kind.name().toLowerCase(Locale.ROOT);
    }
}
