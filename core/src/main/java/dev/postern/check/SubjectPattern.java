package dev.postern.check;

import dev.postern.model.Printable;
import dev.postern.model.Subject;
import dev.postern.model.Wildcard;

/**
 * Somebody who is expected to have a right: {@code sa:NAMESPACE/NAME}, {@code user:NAME} or {@code group:NAME}. In a name,
 * and only there, {@code *} stands for any characters and {@code ?} for one. A group is meant with all its members; a
 * member is not a group.
 */
public record SubjectPattern(Subject subject) {
    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with a message that says what would be understood
     */
    public static SubjectPattern parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        if (!kind.equals("sa") && !kind.equals("user") && !kind.equals("group")) {
            throw new IllegalArgumentException(
                    "'" + Printable.of(text) + "' is no subject: write sa:NAMESPACE/NAME, user:NAME or group:NAME");
        }
        Subject subject = Subject.parse(text);
        if (subject instanceof Subject.ServiceAccount account
                && (account.namespace().contains("*") || account.namespace().contains("?"))) {
            throw new IllegalArgumentException("'" + Printable.of(text)
                    + "': * and ? stand for characters of names only; write a line for each namespace");
        }
        return new SubjectPattern(subject);
    }

    /** Whether it means this subject. */
    public boolean matches(Subject other) {
        if (!subject.kind().equals(other.kind())) {
            return false;
        }
        if (subject instanceof Subject.ServiceAccount mine && other instanceof Subject.ServiceAccount account) {
            return mine.namespace().equals(account.namespace()) && new Wildcard(mine.name()).matches(account.name());
        }
        return new Wildcard(subject.principal()).matches(other.principal());
    }

    /** As {@link #parse} reads it. */
    public String notation() {
        return subject.notation();
    }
}
