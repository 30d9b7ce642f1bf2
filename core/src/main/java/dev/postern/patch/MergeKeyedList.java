package dev.postern.patch;

import dev.postern.model.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Merges a list by a key of its elements. Elements of the patch keep the patch's order (or the one that it sets), the others
 * that of the original; a new element goes in front of what stood there before, as kubectl's users know it.
 */
final class MergeKeyedList {
    private final String key;
    private final MergeKeys elements;
    private final String at;

    /** {@code key}: empty where elements are no maps and are told apart by themselves. {@code at}: the list's path. */
    MergeKeyedList(String key, MergeKeys elements, String at) {
        this.key = key;
        this.elements = elements;
        this.at = at;
    }

    /** An element and where it stood in the original; -1 where it is new. */
    private record Entry(JsonValue name, JsonValue value, int position) {}

    JsonValue.Arr merged(JsonValue.Arr original, JsonValue.Arr patch, Optional<JsonValue.Arr> order) {
        Set<JsonValue> deleted = new HashSet<>();
        boolean replace = false;
        List<JsonValue> changes = new ArrayList<>();
        for (JsonValue element : patch.elements()) {
            Optional<String> directive = element instanceof JsonValue.Obj change && !key.isEmpty()
                    ? StrategicMergePatch.directive(change, at)
                    : Optional.empty();
            if (directive.isEmpty()) {
                changes.add(element);
            } else if (directive.get().equals("replace")) {
                replace = true;
            } else {
                deleted.add(keyOf(element));
            }
        }
        List<Entry> entries = new ArrayList<>();
        // Of several elements with one key the first is patched; all of them are kept.
        Map<JsonValue, Integer> firsts = new HashMap<>();
        for (JsonValue element : replace ? List.<JsonValue>of() : original.elements()) {
            JsonValue name = keyOf(element);
            if (!deleted.contains(name)) {
                firsts.putIfAbsent(name, entries.size());
                entries.add(new Entry(name, element, entries.size()));
            }
        }
        List<JsonValue> patched = new ArrayList<>();
        for (JsonValue change : changes) {
            JsonValue name = keyOf(change);
            patched.add(name);
            Integer known = firsts.putIfAbsent(name, entries.size());
            if (known == null) {
                entries.add(new Entry(name, patched(JsonValue.Obj.EMPTY, change, name), -1));
            } else {
                Entry old = entries.get(known);
                entries.set(known, new Entry(name, patched(old.value(), change, name), old.position()));
            }
        }
        order.ifPresent(list -> {
            patched.clear();
            list.elements().forEach(element -> patched.add(keyOf(element)));
        });
        return woven(entries, patched);
    }

    private JsonValue patched(JsonValue old, JsonValue change, JsonValue name) {
        return key.isEmpty()
                ? change
                : StrategicMergePatch.map(
                        (JsonValue.Obj) old, (JsonValue.Obj) change, elements, at + "[" + shown(name) + "]");
    }

    /** Two sequences made one: what the patch orders, and what only the original has. */
    private static JsonValue.Arr woven(List<Entry> entries, List<JsonValue> order) {
        Map<JsonValue, Integer> wanted = new HashMap<>();
        order.forEach(name -> wanted.putIfAbsent(name, wanted.size()));
        List<Entry> first = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        entries.forEach(entry -> (wanted.containsKey(entry.name()) ? first : others).add(entry));
        first.sort(Comparator.comparing(entry -> wanted.getOrDefault(entry.name(), 0)));
        List<JsonValue> woven = new ArrayList<>();
        int left = 0;
        int right = 0;
        while (left < first.size() || right < others.size()) {
            boolean takeLeft = right == others.size()
                    || left < first.size()
                            && first.get(left).position() < others.get(right).position();
            woven.add(takeLeft ? first.get(left++).value() : others.get(right++).value());
        }
        return JsonValue.array(woven);
    }

    private JsonValue keyOf(JsonValue element) {
        if (key.isEmpty()) {
            return element;
        }
        if (!(element instanceof JsonValue.Obj object)) {
            throw new PatchException(StrategicMergePatch.shown(at) + " holds " + element.words()
                    + " where maps are expected, one for each " + key);
        }
        return object.get(key)
                .orElseThrow(() -> new PatchException("an element of " + StrategicMergePatch.shown(at) + " has no \""
                        + key + "\", by which this list is merged; add it, or make it a patch of type json"));
    }

    private static String shown(JsonValue name) {
        return name instanceof JsonValue.Text text ? text.value() : name.words();
    }
}
