package dev.postern.edit;

import dev.postern.model.ObjectRef;

/**
 * Deletes an object.
 *
 * @param kind {@link EditKind#REMOVE_SUBJECT} where the object is a binding of a single subject
 */
public record DeleteObject(ObjectRef object, EditKind kind) implements Edit {
    @Override
    public String describe() {
        return "delete " + object;
    }

    @Override
    public void applyTo(Draft draft) {
        draft.delete(object);
    }
}
