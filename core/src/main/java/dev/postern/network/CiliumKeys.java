package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys of Cilium's selectors, which may name the source of a label in front: {@code k8s:app}. Source: cilium, {@code
 * parseSource} and {@code GetExtendedKeyFrom} in {@code pkg/labels/labels.go}.
 */
final class CiliumKeys {
    static final String ANY = "any";
    static final String RESERVED = "reserved";
    private static final String DOTTED = RESERVED + ".";

    private CiliumKeys() {}

    /** {@code any} where none is written. */
    static String source(String key) {
        if (key.startsWith("$") || key.startsWith(DOTTED)) {
            return RESERVED;
        }
        int colon = key.indexOf(':');
        return colon <= 0 ? ANY : key.substring(0, colon);
    }

    /** The key without its source. */
    static String name(String key) {
        if (key.startsWith("$")) {
            return key.substring(1);
        }
        return key.startsWith(DOTTED) ? key.substring(DOTTED.length()) : key.substring(key.indexOf(':') + 1);
    }

    /** As agents hold and check it: {@code k8s.app}. */
    static LabelSelector extended(LabelSelector selector) {
        Map<String, String> labels = new TreeMap<>();
        selector.matchLabels().forEach((key, value) -> labels.put(extended(key), value));
        return new LabelSelector(
                ImmutableSortedMap.copyOf(labels),
                selector.matchExpressions().stream()
                        .map(item -> new LabelRequirement(extended(item.key()), item.operator(), item.values()))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static String extended(String key) {
        return source(key) + "." + name(key);
    }
}
