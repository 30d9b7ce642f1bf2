package dev.postern.rbac;

import dev.postern.model.Subject;
import java.util.Optional;

/**
 * Who has a right: whoever holds one {@link Grant}, or one {@link Identity} because only its several grants together
 * suffice. The first is the smaller and the commoner case: the right is then said once, however many hold the grant.
 */
public sealed interface Holder permits Grant, Holder.Identity {
    /** The grant, when one grant alone suffices. */
    Optional<Grant> asGrant();

    /** The user, service account or group, when it takes several of its grants. */
    Optional<Subject> asSubject();

    /** For people: {@code ClusterRole edit in namespace shop} or {@code ServiceAccount shop/cart}. */
    String describe();

    /** Every holder in one canonical order: grants first. */
    static int compare(Holder left, Holder right) {
        if (left instanceof Grant a && right instanceof Grant b) {
            return a.compareTo(b);
        }
        if (left instanceof Identity a && right instanceof Identity b) {
            return a.subject().compareTo(b.subject());
        }
        return left instanceof Grant ? -1 : 1;
    }

    /** An identity; a group stands for each of its members, with the groups that contain it. */
    record Identity(Subject subject) implements Holder {
        @Override
        public Optional<Grant> asGrant() {
            return Optional.empty();
        }

        @Override
        public Optional<Subject> asSubject() {
            return Optional.of(subject);
        }

        @Override
        public String describe() {
            return subject.describe();
        }
    }
}
