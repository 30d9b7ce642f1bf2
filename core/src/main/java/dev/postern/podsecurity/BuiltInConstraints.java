package dev.postern.podsecurity;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.io.Resources;
import dev.postern.model.ObjectMeta;
import dev.postern.model.PodPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SecurityContextConstraints that every OpenShift has, in a resource of one line each. Who may use them by their own
 * lists is left out: administrators, nodes and controllers of OpenShift itself. Source: openshift {@code
 * cluster-kube-apiserver-operator}, {@code bindata/bootkube/scc-manifests}; a test compares the two.
 */
final class BuiltInConstraints {
    private static final String RESOURCE = "built-in-constraints.txt";
    private static final Splitter WORDS = Splitter.on(' ');
    private static final Splitter COMMAS = Splitter.on(',');
    private static final ImmutableSortedSet<String> VOLUMES = ImmutableSortedSet.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private BuiltInConstraints() {}

    static ImmutableList<PodPolicy> load() {
        try {
            return Resources.readLines(
                            Resources.getResource(BuiltInConstraints.class, RESOURCE), StandardCharsets.UTF_8)
                    .stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(BuiltInConstraints::parse)
                    .collect(ImmutableList.toImmutableList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PodPolicy parse(String line) {
        List<String> words = new ArrayList<>(WORDS.splitToList(line));
        String name = words.remove(0);
        Map<String, String> values = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            values.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
        }
        List<String> range = list(values, "uids");
        return new PodPolicy(
                PodPolicy.CONSTRAINTS,
                ObjectMeta.of("", name),
                values.containsKey("privileged"),
                values.containsKey("hostPID"),
                values.containsKey("hostNetwork"),
                volumes(list(values, "volumes")),
                ImmutableList.of(),
                list(values, "add"),
                ImmutableList.of(),
                list(values, "drop"),
                Optional.of(values.containsKey("escalation")),
                values.getOrDefault("user", ""),
                range.isEmpty()
                        ? ImmutableList.of()
                        : ImmutableList.of(
                                new PodPolicy.UserRange(Long.parseLong(range.get(0)), Long.parseLong(range.get(1)))),
                values.getOrDefault("selinux", ""),
                values.containsKey("ownUsers"),
                ImmutableList.of(),
                ImmutableList.of());
    }

    /** {@code *}, or what is named besides those that all have. */
    private static ImmutableSortedSet<String> volumes(List<String> more) {
        if (more.contains("*")) {
            return ImmutableSortedSet.of("*", "hostPath");
        }
        return ImmutableSortedSet.<String>naturalOrder()
                .addAll(VOLUMES)
                .addAll(more)
                .build();
    }

    private static ImmutableList<String> list(Map<String, String> values, String key) {
        String value = values.getOrDefault(key, "");
        return value.isEmpty() ? ImmutableList.of() : ImmutableList.copyOf(COMMAS.split(value));
    }
}
