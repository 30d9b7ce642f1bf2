package dev.postern.rbac;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The resources of a v1.36 API server, found by the names that kubectl accepts for them, whatever their case. */
final class ApiResources {
    private static final String RESOURCE = "api-resources-v1.36.txt";
    private static final Splitter WORDS = Splitter.on(' ');
    private static final Splitter ITEMS = Splitter.on(',');

    private final ImmutableList<ApiResource> all;
    /** The first that has the name: where two groups share one, kubectl takes the core group's. */
    private final ImmutableMap<String, ApiResource> byName;

    private final ImmutableMap<String, ApiResource> byNameAndGroup;

    private ApiResources(ImmutableList<ApiResource> all) {
        this.all = all;
        Map<String, ApiResource> names = new HashMap<>();
        Map<String, ApiResource> qualified = new HashMap<>();
        for (ApiResource resource : all) {
            for (String name : resource.names()) {
                names.putIfAbsent(name, resource);
                qualified.putIfAbsent(name + "." + resource.group(), resource);
            }
        }
        this.byName = ImmutableMap.copyOf(names);
        this.byNameAndGroup = ImmutableMap.copyOf(qualified);
    }

    static ApiResources load() {
        try {
            List<String> lines =
                    Resources.readLines(Resources.getResource(ApiResources.class, RESOURCE), StandardCharsets.UTF_8);
            return new ApiResources(lines.stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(ApiResources::parse)
                    .collect(ImmutableList.toImmutableList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ImmutableList<ApiResource> all() {
        return all;
    }

    /** By plural, singular or short name. */
    Optional<ApiResource> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    Optional<ApiResource> find(String name, String group) {
        return Optional.ofNullable(byNameAndGroup.get(name.toLowerCase(Locale.ROOT) + "." + group));
    }

    private static ApiResource parse(String line) {
        List<String> words = WORDS.splitToList(line);
        return new ApiResource(
                words.get(0).equals("core") ? "" : words.get(0),
                words.get(1),
                words.get(2),
                items(words.get(3)),
                words.get(4).equals("namespaced"),
                items(words.get(5)));
    }

    private static ImmutableSet<String> items(String word) {
        return word.equals("-") ? ImmutableSet.of() : ImmutableSet.copyOf(ITEMS.split(word));
    }
}
