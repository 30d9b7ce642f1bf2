package dev.postern.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of one object stand: keys and places, never a value. Aliases share the tree of their anchor, so the
 * tree is no larger than the text; merge keys ({@code <<}) are followed when a field is looked up.
 */
final class FieldTree {
    /** What a scalar is made of: nothing to descend into. */
    static final FieldTree LEAF = new FieldTree();

    private final Map<String, Place> fields = new HashMap<>();
    private final List<Place> elements = new ArrayList<>();
    private final List<FieldTree> merged = new ArrayList<>();
    private @Nullable Place first;

    /** A line and a column, from 1, and what is written there. */
    record Place(int line, int column, FieldTree content) {}

    /** How many more places may be remembered; hostile input must not fill the memory. */
    static final class Budget {
        private int left;

        Budget(int places) {
            this.left = places;
        }

        boolean take() {
            return left > 0 && left-- > 0;
        }

        int left() {
            return left;
        }
    }

    /** Notes a key; of two equal ones the last wins, as in the readers. */
    void put(String key, Place place) {
        if (first == null) {
            first = place;
        }
        fields.put(key, place);
    }

    void add(Place place) {
        elements.add(place);
    }

    /** Notes what {@code <<} brings in: of two merged mappings the first wins, and a written key wins over both. */
    void merge(FieldTree content) {
        merged.add(content);
    }

    /** What a merge key's value stands for: a mapping, or a list of mappings. */
    void mergeValue(FieldTree value) {
        if (value.elements.isEmpty()) {
            merge(value);
        } else {
            value.elements.forEach(element -> merge(element.content()));
        }
    }

    /** Whether this looks like a Kubernetes object, and so is what was looked for. */
    boolean isObject() {
        return fields.containsKey("kind") || fields.containsKey("apiVersion") || fields.containsKey("metadata");
    }

    /** The place of the first key, or null of an empty or a scalar thing. */
    @Nullable
    Place first() {
        return first;
    }

    /** The place that the path names, or of its nearest ancestor that exists; null when not even the first step does. */
    @Nullable
    Place find(FieldPath path) {
        Place found = null;
        FieldTree at = this;
        for (String step : path.steps()) {
            Place next = at.child(step);
            if (next == null) {
                return found;
            }
            found = next;
            at = next.content();
        }
        return found;
    }

    private @Nullable Place child(String step) {
        Place place = field(step, Collections.newSetFromMap(new IdentityHashMap<>()));
        return place == null ? element(step) : place;
    }

    /** Each merged mapping is asked once: lists of lists of aliases would otherwise multiply. */
    private @Nullable Place field(String key, Set<FieldTree> asked) {
        Place own = fields.get(key);
        if (own != null || merged.isEmpty() || asked.size() > 64 || !asked.add(this)) {
            return own;
        }
        for (FieldTree each : merged) {
            Place place = each.field(key, asked);
            if (place != null) {
                return place;
            }
        }
        return null;
    }

    private @Nullable Place element(String step) {
        if (step.isEmpty() || step.length() > 9 || !step.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int index = Integer.parseInt(step);
        return index < elements.size() ? elements.get(index) : null;
    }
}
