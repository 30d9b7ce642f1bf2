package dev.postern.model;

import java.util.Comparator;

/**
 * One fact that a decision, a step or a path rests on.
 *
 * <p>{@code field} is a path inside the object as the manifest writes it, for instance {@code
 * spec.template.spec.containers[0].securityContext.privileged} or {@code subjects[1]}; it is empty when the fact is the
 * object as a whole (its existence, or that no object of a kind applies to it). Two pieces of evidence are the same fact
 * exactly when they are equal. {@code value} is short, printable text and never a secret.
 */
public record Evidence(ObjectRef object, String field, String value, Basis basis) implements Comparable<Evidence> {
    private static final Comparator<Evidence> ORDER = Comparator.comparing(Evidence::object)
            .thenComparing(Evidence::field)
            .thenComparing(Evidence::value)
            .thenComparing(Evidence::basis);

    /** A fact that the input states. */
    public static Evidence stated(ObjectRef object, String field, String value) {
        return new Evidence(object, field, value, Basis.STATED);
    }

    /** A fact that Kubernetes supplies because the input says nothing. */
    public static Evidence byDefault(ObjectRef object, String field, String value) {
        return new Evidence(object, field, value, Basis.DEFAULT);
    }

    /** A fact about the cluster that is taken for granted. */
    public static Evidence assumed(ObjectRef object, String field, String value) {
        return new Evidence(object, field, value, Basis.ASSUMED);
    }

    @Override
    public int compareTo(Evidence other) {
        return ORDER.compare(this, other);
    }

    @Override
    public int hashCode() {
        return Hashes.mixed(Hashes.mixed(object.hashCode(), field.hashCode()), value.hashCode());
    }
}
