package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Subject;
import java.util.stream.Stream;

/**
 * Who may make a request, by RBAC and as a member of the privileged group.
 *
 * @param request what was asked, as it was understood
 * @param subjects those whom bindings name, in canonical order; members of a group are not repeated
 * @param undecided those whom a binding names whose role is not in the input: it may allow the request
 * @param notes what was taken for granted, as sentences
 */
public record AllowedSubjects(
        AccessRequest request,
        ImmutableList<AllowedSubject> subjects,
        ImmutableList<Undecided> undecided,
        ImmutableList<String> notes) {
    /** A subject whose right depends on something that the input does not hold; {@code missing} says what. */
    public record Undecided(Subject subject, String missing, Ground ground) {}

    /** Those who may do all that was asked, in every namespace if that was asked. */
    public Stream<AllowedSubject> everywhere() {
        return of(AllowedSubject.Extent.ALL);
    }

    public Stream<AllowedSubject> of(AllowedSubject.Extent extent) {
        return subjects.stream().filter(subject -> subject.extent() == extent);
    }

    /** Whether a subject, named or not, may do all that was asked: by itself or by a group that it is known to be in. O(answer). */
    public boolean allows(Subject subject) {
        ImmutableSet<Subject> identity = ImmutableSet.<Subject>builder()
                .add(subject)
                .addAll(ImplicitGroups.of(subject))
                .build();
        return everywhere()
                .anyMatch(allowed -> identity.contains(allowed.subject())
                        || allowed.members().contains(subject));
    }
}
