package dev.postern.network;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/** Numbers filed under labels, to be found by those of a pod or a namespace. */
final class LabelPlaces {
    private final Map<String, Map<String, RoaringBitmap>> byValue = new LinkedHashMap<>();
    /** Those that are not told by single values, under the key alone. */
    private final Map<String, RoaringBitmap> byKey = new LinkedHashMap<>();

    private final RoaringBitmap all = new RoaringBitmap();

    void file(String key, LabelTest test, int number) {
        if (test instanceof LabelTest.In in) {
            in.values().forEach(value -> file(key, value, number));
        } else {
            all.add(number);
            byKey.computeIfAbsent(key, first -> new RoaringBitmap()).add(number);
        }
    }

    void file(String key, String value, int number) {
        all.add(number);
        byValue.computeIfAbsent(key, first -> new HashMap<>())
                .computeIfAbsent(value, first -> new RoaringBitmap())
                .add(number);
    }

    /** Whatever is filed under any label. */
    RoaringBitmap all() {
        return all;
    }

    /** Adds what is filed under one of these labels. O(keys times label sets). */
    void find(Collection<? extends Map<String, String>> labels, RoaringBitmap numbers) {
        byValue.forEach((key, values) -> labels.forEach(one -> {
            String value = one.get(key);
            RoaringBitmap filed = value == null ? null : values.get(value);
            if (filed != null) {
                numbers.or(filed);
            }
        }));
        byKey.forEach((key, filed) -> {
            if (labels.stream().anyMatch(one -> one.containsKey(key))) {
                numbers.or(filed);
            }
        });
    }
}
