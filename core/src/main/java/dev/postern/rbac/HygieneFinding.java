package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;

/**
 * Something about rights that is no step to more rights, but not as it should be. What leads somewhere is in the attack graph
 * instead, and only there.
 *
 * @param object what to change: a binding, or a role that nobody is bound to
 * @param subjects whom the binding names, as far as they are concerned
 * @param members of subjects that are groups: who is known to be in them
 * @param runsAs the workloads that run as these members; empty for other subjects
 * @param detail what is so, as the end of a sentence that begins with the object
 * @param evidence the fields that make it so
 */
public record HygieneFinding(
        HygieneKind kind,
        ObjectRef object,
        ImmutableList<Subject> subjects,
        ImmutableList<Subject> members,
        ImmutableList<RunsAs> runsAs,
        String detail,
        ImmutableList<Evidence> evidence) {
    /** Whether it is about this subject, or a group that it is known to be in. */
    public boolean concerns(Subject subject) {
        return subjects.contains(subject)
                || members.contains(subject)
                || ImplicitGroups.of(subject).stream().anyMatch(subjects::contains);
    }
}
