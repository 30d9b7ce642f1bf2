package dev.postern.patch;

import com.google.common.collect.ImmutableList;
import dev.postern.model.JsonValue;
import dev.postern.model.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON Pointer, RFC 6901: a place in a document.
 *
 * @param text as written
 */
record JsonPointer(String text, ImmutableList<String> steps) {
    /** Objects of the API are nested far less. */
    private static final int MAX_STEPS = 200;

    private static final int SHOWN = 120;

    static JsonPointer parse(String text) {
        if (!text.isEmpty() && text.charAt(0) != '/') {
            throw new PatchException("the path " + shown(text) + " does not begin with a slash; write for instance"
                    + " /spec/template/spec/hostPID");
        }
        ImmutableList.Builder<String> steps = ImmutableList.builder();
        int count = 0;
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('/', at + 1);
            end = end < 0 ? text.length() : end;
            steps.add(unescaped(text, text.substring(at + 1, end)));
            if (++count > MAX_STEPS) {
                throw new PatchException("the path " + shown(text) + " has more than " + MAX_STEPS + " steps");
            }
            at = end;
        }
        return new JsonPointer(text, steps.build());
    }

    private static String unescaped(String text, String step) {
        for (int at = step.indexOf('~'); at >= 0; at = step.indexOf('~', at + 1)) {
            char next = at + 1 < step.length() ? step.charAt(at + 1) : ' ';
            if (next != '0' && next != '1') {
                throw new PatchException("the path " + shown(text)
                        + " has a ~ that is not part of ~0 (which stands for ~)" + " or ~1 (which stands for /)");
            }
        }
        return step.replace("~1", "/").replace("~0", "~");
    }

    private static String shown(String text) {
        return "\"" + Printable.of(text, SHOWN) + "\"";
    }

    boolean isRoot() {
        return steps.isEmpty();
    }

    /** Whether the other place is this one or inside it. */
    boolean holds(JsonPointer other) {
        return other.steps.size() >= steps.size()
                && other.steps.subList(0, steps.size()).equals(steps);
    }

    /** What stands there. */
    JsonValue get(JsonValue document) {
        JsonValue at = document;
        for (int i = 0; i < steps.size(); i++) {
            at = child(at, i);
        }
        return at;
    }

    /** The document with that in place of what stands there. */
    JsonValue replace(JsonValue document, JsonValue value) {
        get(document);
        return edit(document, 0, (parent, last) -> {
            if (parent instanceof JsonValue.Obj object) {
                return object.with(last, value);
            }
            List<JsonValue> elements = elements(parent);
            elements.set(index(last, elements.size() - 1), value);
            return JsonValue.array(elements);
        });
    }

    /** The document with that put there: into a list before the element that stood there, or at its end for {@code -}. */
    JsonValue add(JsonValue document, JsonValue value) {
        if (isRoot()) {
            return value;
        }
        return edit(document, 0, (parent, last) -> {
            if (parent instanceof JsonValue.Obj object) {
                return object.with(last, value);
            }
            List<JsonValue> elements = elements(parent);
            elements.add(last.equals("-") ? elements.size() : index(last, elements.size()), value);
            return JsonValue.array(elements);
        });
    }

    /** The document without what stands there. */
    JsonValue remove(JsonValue document) {
        get(document);
        return edit(document, 0, (parent, last) -> {
            if (parent instanceof JsonValue.Obj object) {
                return object.without(last);
            }
            List<JsonValue> elements = elements(parent);
            elements.remove(index(last, elements.size() - 1));
            return JsonValue.array(elements);
        });
    }

    /** What becomes of a map or list when its child of that name is changed. */
    private interface Edit {
        JsonValue of(JsonValue parent, String last);
    }

    private JsonValue edit(JsonValue at, int step, Edit edit) {
        String name = steps.get(step);
        if (step == steps.size() - 1) {
            return edit.of(at, name);
        }
        JsonValue changed = edit(child(at, step), step + 1, edit);
        if (at instanceof JsonValue.Obj object) {
            Map<String, JsonValue> fields = new LinkedHashMap<>(object.fields());
            fields.put(name, changed);
            return JsonValue.object(fields);
        }
        List<JsonValue> elements = elements(at);
        elements.set(index(name, elements.size() - 1), changed);
        return JsonValue.array(elements);
    }

    private JsonValue child(JsonValue parent, int step) {
        String name = steps.get(step);
        if (parent instanceof JsonValue.Obj object) {
            return object.get(name)
                    .orElseThrow(() -> new PatchException("there is nothing at " + prefix(step + 1) + ": "
                            + (step == 0 ? "the object" : prefix(step))
                            + " has no field of that name. An operation \"add\""
                            + " makes it, the maps around it first"));
        }
        return elements(parent).get(index(name, elements(parent).size() - 1));
    }

    private List<JsonValue> elements(JsonValue parent) {
        if (parent instanceof JsonValue.Arr array) {
            return new ArrayList<>(array.elements());
        }
        throw new PatchException("the path " + shown(text) + " leads into " + parent.words()
                + ", which has nothing inside; look at the object as it is (kubectl get -o json)");
    }

    private int index(String step, int last) {
        boolean digits = !step.isEmpty()
                && step.length() <= 9
                && step.chars().allMatch(c -> c >= '0' && c <= '9')
                && (step.length() == 1 || step.charAt(0) != '0');
        if (!digits) {
            throw new PatchException("the path " + shown(text) + " leads into a list, and " + shown(step)
                    + " is no index of one: they count from 0" + (step.equals("-") ? "; - is the end, to add at" : ""));
        }
        int index = Integer.parseInt(step);
        if (index > last) {
            throw new PatchException("there is nothing at " + shown(text) + ": the list "
                    + (last < 0 ? "is empty" : "ends at index " + last)
                    + ". Look at the object as it is, or add to the list's end with -");
        }
        return index;
    }

    /** The first steps of the path, as written. */
    private String prefix(int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            int next = text.indexOf('/', at + 1);
            at = next < 0 ? text.length() : next;
        }
        return shown(text.substring(0, at));
    }
}
