package dev.postern.patch;

import dev.postern.model.Change.Format;
import dev.postern.model.JsonValue;

/** Applies a patch of any format. */
public final class DocumentPatch {
    private DocumentPatch() {}

    /**
     * What the patch makes of that document, which is left as it is. O(document + patch), but for lists merged by key, where
     * it is their product.
     *
     * @throws PatchException if the patch is malformed or does not fit
     */
    public static JsonValue.Obj apply(JsonValue.Obj document, Format format, JsonValue patch) {
        JsonValue patched = switch (format) {
            case JSON -> JsonPatch.apply(document, patch);
            case MERGE -> MergePatch.apply(document, fields(patch, "merge"));
            case STRATEGIC -> StrategicMergePatch.apply(document, fields(patch, "strategic merge"));
        };
        if (patched instanceof JsonValue.Obj object) {
            return object;
        }
        throw new PatchException("the patch replaces the whole object by " + patched.words()
                + "; patch its fields, or delete the object");
    }

    /** The format that {@code kubectl patch} would take a patch of that kind for, if nobody says: lists are JSON patches. */
    public static Format formatOf(String kind, JsonValue patch) {
        if (patch instanceof JsonValue.Arr) {
            return Format.JSON;
        }
        return MergeKeys.ofKind(kind).isPresent() ? Format.STRATEGIC : Format.MERGE;
    }

    private static JsonValue.Obj fields(JsonValue patch, String what) {
        if (patch instanceof JsonValue.Obj object) {
            return object;
        }
        throw new PatchException("a " + what + " patch is a map of the fields to change, and this is " + patch.words()
                + (patch instanceof JsonValue.Arr ? "; a list of operations is a patch of type json" : ""));
    }
}
