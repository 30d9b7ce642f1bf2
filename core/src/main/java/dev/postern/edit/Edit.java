package dev.postern.edit;

import dev.postern.model.ObjectRef;
import java.util.Comparator;

/**
 * A change that a person makes to one object so that some fact holds no longer. Edits are values: what they change is told
 * by names and contents, never by its place in a list, so that an edit means the same after others were made.
 *
 * <p>The object is the one to change: a Deployment and not its pods, a role and not what it is aggregated into.
 */
public sealed interface Edit extends Comparable<Edit>
        permits RemoveSubject,
                DeleteObject,
                RoleEdit,
                PodEdit,
                AutomountAccount,
                LabelNamespace,
                IsolatePods,
                ServiceEdit,
                RemoveBackend,
                RemovePolicyRule,
                RemovePolicyItem {
    EditKind kind();

    /** The object to change, make or delete. */
    ObjectRef object();

    /** What to do, as a sentence in the imperative. */
    String describe();

    /** Makes the change to a working copy; nothing happens where there is nothing left to change. */
    void applyTo(Draft draft);

    /** What tells this edit from all others. */
    default String key() {
        return object() + " " + kind().notation() + " " + describe();
    }

    /** Whether the fields cannot be changed, so that the object is deleted and made again. */
    default boolean isReplacement() {
        return false;
    }

    @Override
    default int compareTo(Edit other) {
        return Comparator.comparing(Edit::object).thenComparing(Edit::key).compare(this, other);
    }
}
