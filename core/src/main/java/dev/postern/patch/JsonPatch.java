package dev.postern.patch;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.JsonValue;
import dev.postern.model.Printable;

/** JSON Patch, RFC 6902: operations, one after the other; the first that fails fails the patch. */
final class JsonPatch {
    private static final ImmutableSet<String> OPERATIONS =
            ImmutableSet.of("add", "remove", "replace", "move", "copy", "test");

    /** The API server takes no more. */
    private static final int MAX_OPERATIONS = 10_000;

    /** Values that all copies of a patch may make together: each might double the document. */
    private static final int MAX_COPIED = 1_000_000;

    private int copied;

    private JsonPatch() {}

    static JsonValue apply(JsonValue document, JsonValue patch) {
        return new JsonPatch().applied(document, patch);
    }

    private JsonValue applied(JsonValue document, JsonValue patch) {
        if (!(patch instanceof JsonValue.Arr list)) {
            throw new PatchException("a JSON patch is a list of operations, and this is " + patch.words()
                    + "; a map of the fields to change is a patch of type merge or strategic");
        }
        if (list.elements().size() > MAX_OPERATIONS) {
            throw new PatchException("the patch has " + list.elements().size()
                    + " operations, and the API server takes " + MAX_OPERATIONS + "; split it");
        }
        JsonValue result = document;
        for (int i = 0; i < list.elements().size(); i++) {
            try {
                result = operation(result, list.elements().get(i));
            } catch (PatchException e) {
                throw new PatchException("operation " + i + ": " + e.getMessage());
            }
        }
        return result;
    }

    private JsonValue operation(JsonValue document, JsonValue element) {
        if (!(element instanceof JsonValue.Obj operation)) {
            throw new PatchException("it is " + element.words() + ", not a map with \"op\" and \"path\"");
        }
        String name = operation.text("op");
        if (!OPERATIONS.contains(name)) {
            throw new PatchException(
                    (name.isEmpty() ? "it has no \"op\"" : "\"" + Printable.of(name, 40) + "\" is no \"op\"")
                            + "; there are " + String.join(", ", OPERATIONS));
        }
        JsonPointer path = pointer(operation, "path");
        switch (name) {
            case "add":
                return path.add(document, value(operation));
            case "remove":
                return removed(document, path);
            case "replace":
                return path.isRoot() ? value(operation) : path.replace(document, value(operation));
            case "test":
                if (!path.get(document).equals(value(operation))) {
                    throw new PatchException(
                            "test failed: " + at(path) + " has another value than the patch expects, so"
                                    + " the patch was made for another state of the object; look at it as it is and make the"
                                    + " patch anew");
                }
                return document;
            case "copy":
                return path.add(document, counted(pointer(operation, "from").get(document)));
            default:
                JsonPointer from = pointer(operation, "from");
                if (from.holds(path) && !from.equals(path)) {
                    throw new PatchException(at(from) + " cannot be moved into itself");
                }
                JsonValue moved = from.get(document);
                return from.equals(path) ? document : path.add(removed(document, from), moved);
        }
    }

    private JsonValue counted(JsonValue value) {
        count(value);
        return value;
    }

    private void count(JsonValue value) {
        if (++copied > MAX_COPIED) {
            throw new PatchException("the patch copies more than an object of the API can hold");
        }
        if (value instanceof JsonValue.Obj object) {
            object.fields().values().forEach(this::count);
        } else if (value instanceof JsonValue.Arr array) {
            array.elements().forEach(this::count);
        }
    }

    private static JsonValue removed(JsonValue document, JsonPointer path) {
        if (path.isRoot()) {
            throw new PatchException("the whole object cannot be removed by a patch; delete it");
        }
        return path.remove(document);
    }

    private static String at(JsonPointer path) {
        return path.isRoot() ? "the object" : "\"" + Printable.of(path.text(), 120) + "\"";
    }

    private static JsonPointer pointer(JsonValue.Obj operation, String field) {
        if (operation.get(field).orElse(JsonValue.Null.NULL) instanceof JsonValue.Text text) {
            return JsonPointer.parse(text.value());
        }
        throw new PatchException("it has no \"" + field + "\", a text such as /metadata/labels/app");
    }

    private static JsonValue value(JsonValue.Obj operation) {
        return operation.get("value").orElseThrow(() -> new PatchException("it has no \"value\""));
    }
}
