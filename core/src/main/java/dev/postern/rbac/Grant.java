package dev.postern.rbac;

import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import java.util.Comparator;
import java.util.Optional;

/**
 * The rules of one role, valid in one scope: what a binding gives. Two bindings of one role in one scope give the same
 * grant. A grant need not be held by anyone yet: see {@link Rbac#bindings()}.
 */
public record Grant(ObjectRef role, Scope scope) implements Holder, Comparable<Grant> {
    private static final ObjectRef EVERYTHING = ObjectRef.cluster("Everything", "*");
    private static final Comparator<Grant> ORDER =
            Comparator.comparing(Grant::role).thenComparing(Grant::scope);

    /** Every right in a scope, by no role in particular: what escalation ends in. */
    public static Grant everything(Scope scope) {
        return new Grant(EVERYTHING, scope);
    }

    /** Whether this is {@link #everything(Scope)}; an ordinary role that allows everything is not. */
    public boolean isEverything() {
        return role.equals(EVERYTHING);
    }

    @Override
    public Optional<Grant> asGrant() {
        return Optional.of(this);
    }

    @Override
    public Optional<Subject> asSubject() {
        return Optional.empty();
    }

    @Override
    public String describe() {
        return (isEverything() ? "everything" : role.toString()) + " " + scope.describe();
    }

    @Override
    public int compareTo(Grant other) {
        return ORDER.compare(this, other);
    }
}
