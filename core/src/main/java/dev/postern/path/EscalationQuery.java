package dev.postern.path;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Subject;

/**
 * Whose rights lead where.
 *
 * @param from identities, whether or not the input knows them; empty: every service account of the input and everybody whom
 *     it binds to a role
 * @param limit how many targets of one identity at most, the worst first
 */
public record EscalationQuery(ImmutableSortedSet<Subject> from, int limit) {
    /** The number of targets when nobody says otherwise. */
    public static final int DEFAULT_LIMIT = 20;

    /** @throws IllegalArgumentException if {@code limit} is below 1 */
    public EscalationQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("asked for " + limit + " targets: ask for at least 1");
        }
    }

    /** About every identity of the input. */
    public static EscalationQuery everybody() {
        return new EscalationQuery(ImmutableSortedSet.of(), DEFAULT_LIMIT);
    }

    /** About these identities. */
    public static EscalationQuery of(Iterable<? extends Subject> subjects) {
        return new EscalationQuery(ImmutableSortedSet.copyOf(subjects), DEFAULT_LIMIT);
    }

    public EscalationQuery atMost(int targets) {
        return new EscalationQuery(from, targets);
    }
}
