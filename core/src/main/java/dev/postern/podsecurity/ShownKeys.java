package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * Which keys of a Secret a mount shows: {@code items} choose and rename them, and a {@code subPath} shows one file or folder
 * of the volume.
 */
final class ShownKeys {
    /** Stands for every key. */
    static final String ALL = "";

    private ShownKeys() {}

    /**
     * The keys; {@link #ALL} alone for every one, nothing where the path shows none.
     *
     * @param items keys by path
     */
    static ImmutableSortedSet<String> of(Optional<Secret> secret, Map<String, String> items, String subPath) {
        String path = subPath.replaceAll("^(\\./+)+|(/+\\.?)+$", "");
        // A path made of variables shows what they say.
        boolean whole = path.isEmpty() || path.equals(".") || path.contains("$(");
        if (items.isEmpty()) {
            boolean lacking = secret.filter(known -> !known.keys().isEmpty())
                    .filter(known -> !known.keys().contains(path))
                    .isPresent();
            return whole || !lacking ? ImmutableSortedSet.of(whole ? ALL : path) : ImmutableSortedSet.of();
        }
        return items.entrySet().stream()
                .filter(item ->
                        whole || item.getKey().equals(path) || item.getKey().startsWith(path + "/"))
                .map(Map.Entry::getValue)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }
}
