package dev.postern.network;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Label selectors over many label sets at once: label to the set of items that carry it. Says exactly what {@link
 * LabelSelector#matches} says of each item; a selector costs as much as the sets of the labels it names.
 */
final class LabelIndex {
    private static final RoaringBitmap NOTHING = new RoaringBitmap();

    private final RoaringBitmap all;
    private final Map<String, RoaringBitmap> carriers = new HashMap<>();
    private final Map<String, Map<String, RoaringBitmap>> values = new HashMap<>();
    private final Map<LabelSelector, RoaringBitmap> selected = new HashMap<>();

    /** Indexes the given keys only; a selector may name no other. */
    LabelIndex(List<ImmutableSortedMap<String, String>> items, Set<String> keys) {
        all = RoaringBitmap.bitmapOfRange(0, items.size());
        for (int i = 0; i < items.size(); i++) {
            for (Map.Entry<String, String> label : items.get(i).entrySet()) {
                if (keys.contains(label.getKey())) {
                    carriers.computeIfAbsent(label.getKey(), key -> new RoaringBitmap())
                            .add(i);
                    values.computeIfAbsent(label.getKey(), key -> new HashMap<>())
                            .computeIfAbsent(label.getValue(), value -> new RoaringBitmap())
                            .add(i);
                }
            }
        }
    }

    /** The items that a selector matches; the caller must not change the answer, which is kept for the next time. */
    RoaringBitmap select(LabelSelector selector) {
        if (selector.selectsEverything()) {
            return all;
        }
        return selected.computeIfAbsent(selector, this::evaluate);
    }

    /** The items that have a label of one of the keys whose value passes a test. O(distinct values). */
    RoaringBitmap labelled(String key, LabelTest test) {
        if (test.equals(LabelTest.PRESENT)) {
            return carriers.getOrDefault(key, NOTHING);
        }
        RoaringBitmap result = new RoaringBitmap();
        if (test instanceof LabelTest.In in) {
            in.values().forEach(value -> result.or(withValue(key, value)));
        } else {
            values.getOrDefault(key, Map.of()).forEach((value, items) -> {
                if (test.matches(value)) {
                    result.or(items);
                }
            });
        }
        return result;
    }

    private RoaringBitmap evaluate(LabelSelector selector) {
        RoaringBitmap result = all.clone();
        for (Map.Entry<String, String> label : selector.matchLabels().entrySet()) {
            result.and(withValue(label.getKey(), label.getValue()));
        }
        for (LabelRequirement requirement : selector.matchExpressions()) {
            restrict(result, requirement);
        }
        result.runOptimize();
        return result;
    }

    private void restrict(RoaringBitmap result, LabelRequirement requirement) {
        String key = requirement.key();
        RoaringBitmap having = carriers.getOrDefault(key, NOTHING);
        switch (requirement.operator()) {
            case IN:
                result.and(withAnyValue(requirement));
                return;
            case NOT_IN:
                result.andNot(withAnyValue(requirement));
                return;
            case EXISTS:
                result.and(having);
                return;
            case DOES_NOT_EXIST:
                result.andNot(having);
                return;
            case INVALID:
                result.clear();
                return;
            case GT:
            case LT:
                // Not operators of a label selector: whoever asks with one pays for a look at every value.
                RoaringBitmap matching = new RoaringBitmap();
                values.getOrDefault(key, Map.of()).forEach((value, items) -> {
                    if (requirement.matches(Map.of(key, value))) {
                        matching.or(items);
                    }
                });
                result.and(matching);
                return;
        }
    }

    private RoaringBitmap withAnyValue(LabelRequirement requirement) {
        RoaringBitmap any = new RoaringBitmap();
        for (String value : requirement.values()) {
            any.or(withValue(requirement.key(), value));
        }
        return any;
    }

    private RoaringBitmap withValue(String key, String value) {
        return values.getOrDefault(key, Map.of()).getOrDefault(value, NOTHING);
    }
}
