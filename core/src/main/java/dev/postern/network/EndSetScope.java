package dev.postern.network;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What an {@link EndSet} says of pods of a namespace of which nothing else is known. */
final class EndSetScope {
    /** No label has this key. */
    static final String ACCOUNT = "";

    /** As many label sets of one expression as are looked at. */
    private static final int MOST = 16;

    private final Map<String, ImmutableSortedMap<String, String>> labels = new TreeMap<>();

    EndSetScope(Cluster cluster) {
        cluster.namespaceNames().forEach(name -> labels.put(name, Matches.namespaceLabels(cluster, name)));
    }

    /** The namespaces whose pods are in a set or not by what they are themselves. O(namespaces), unless the set names its own. */
    List<String> depending(EndSet set) {
        return named(set).orElse(labels.keySet()).stream()
                .filter(name -> labels.containsKey(name) && holds(set, name) == Outcome.UNKNOWN)
                .toList();
    }

    /** The namespaces outside of which no pod is in the set, if it says so. */
    private static Optional<Set<String>> named(EndSet set) {
        if (set instanceof EndSet.And and) {
            return and.parts().stream().flatMap(part -> named(part).stream()).findFirst();
        }
        return set instanceof EndSet.InNamespace in && in.name() instanceof LabelTest.In names
                ? Optional.of(names.values())
                : Optional.empty();
    }

    /** Whether pods of a namespace are in a set: UNKNOWN if it depends on the pod. */
    Outcome holds(EndSet set, String namespace) {
        if (set instanceof EndSet.And and) {
            return fold(and.parts(), Outcome.DENIED, Outcome.ALLOWED, namespace);
        } else if (set instanceof EndSet.Or or) {
            return fold(or.parts(), Outcome.ALLOWED, Outcome.DENIED, namespace);
        } else if (set instanceof EndSet.Not not) {
            Outcome of = holds(not.of(), namespace);
            return of == Outcome.UNKNOWN ? of : of(of == Outcome.DENIED);
        } else if (set instanceof EndSet.InNamespace in) {
            return of(in.name().matches(namespace));
        } else if (set instanceof EndSet.Label label && label.whose() == EndSet.Whose.NAMESPACE) {
            String value =
                    labels.getOrDefault(namespace, ImmutableSortedMap.of()).get(label.key());
            return of(value != null && label.test().matches(value));
        } else if (set instanceof EndSet.Pods) {
            return Outcome.ALLOWED;
        } else if (set instanceof EndSet.World || set instanceof EndSet.Nodes || set instanceof EndSet.LabelledNodes) {
            return Outcome.DENIED;
        }
        return Outcome.UNKNOWN;
    }

    /** @param settles the answer of one part that settles it, {@code otherwise} that of all parts together */
    private Outcome fold(List<EndSet> parts, Outcome settles, Outcome otherwise, String namespace) {
        Outcome all = otherwise;
        for (EndSet part : parts) {
            Outcome next = holds(part, namespace);
            if (next == settles) {
                return settles;
            }
            all = next == Outcome.UNKNOWN ? next : all;
        }
        return all;
    }

    private static Outcome of(boolean holds) {
        return holds ? Outcome.ALLOWED : Outcome.DENIED;
    }

    /**
     * Labels with which a pod is told by a set, each as few as will do, and the account under {@link #ACCOUNT}; those that it
     * must not have are left out.
     */
    static List<ImmutableSortedMap<String, String>> told(EndSet set) {
        return read(set).stream().map(ImmutableSortedMap::copyOf).toList();
    }

    private static List<Map<String, String>> read(EndSet set) {
        if (set instanceof EndSet.And and) {
            List<Map<String, String>> all = List.of(Map.of());
            for (EndSet part : and.parts()) {
                all = combined(all, read(part));
            }
            return all;
        } else if (set instanceof EndSet.Or or) {
            List<Map<String, String>> any = new ArrayList<>();
            or.parts().forEach(part -> any.addAll(read(part)));
            return any.isEmpty() ? List.of(Map.of()) : first(any);
        } else if (set instanceof EndSet.Label label && label.whose() == EndSet.Whose.POD) {
            return values(label.test()).stream()
                    .map(value -> Map.of(label.key(), value))
                    .toList();
        } else if (set instanceof EndSet.AsAccount as) {
            return values(as.name()).stream()
                    .map(value -> Map.of(ACCOUNT, value))
                    .toList();
        }
        return List.of(Map.of());
    }

    private static List<String> values(LabelTest test) {
        if (test instanceof LabelTest.In in) {
            return in.values().stream().limit(MOST).toList();
        } else if (test instanceof LabelTest.StartsWith starts) {
            return List.of(starts.prefix());
        } else if (test instanceof LabelTest.EndsWith ends) {
            return List.of(ends.suffix());
        }
        return test instanceof LabelTest.Contains contains ? List.of(contains.part()) : List.of();
    }

    private static List<Map<String, String>> combined(List<Map<String, String>> some, List<Map<String, String>> more) {
        List<Map<String, String>> all = new ArrayList<>();
        for (Map<String, String> one : some) {
            for (Map<String, String> other : more) {
                Map<String, String> both = new HashMap<>(one);
                both.putAll(other);
                all.add(both);
            }
        }
        return first(all);
    }

    private static List<Map<String, String>> first(List<Map<String, String>> all) {
        return all.size() > MOST ? all.subList(0, MOST) : all;
    }
}
