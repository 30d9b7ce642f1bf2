package dev.postern.path;

import dev.postern.edit.Edit;
import dev.postern.model.Evidence;

/**
 * A change to one object that takes away one fact.
 *
 * @param fact the fact that would no longer hold
 */
public record SingleEdit(Evidence fact, Edit edit) {
    /** What to do, as a sentence in the imperative. */
    public String description() {
        return edit.describe();
    }
}
