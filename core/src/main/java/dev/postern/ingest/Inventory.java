package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.ClusterFacts;

/**
 * What was found in the input and what became of it. Every object of the input is in exactly one of {@code kinds},
 * {@code otherKinds}, {@code duplicates} and {@code skipped}.
 *
 * @param kinds objects that were understood, counted by kind
 * @param otherKinds objects of kinds that no analysis here reads, counted by {@code Kind.group}
 * @param duplicates objects that were left out because another of the same kind, namespace and name is used
 * @param skipped documents, or items of lists, that could not be read; each has a diagnostic
 * @param files files that were read
 * @param ignoredFiles files in folders whose names end in nothing that is read
 * @param documents YAML documents and JSON values that held anything
 * @param retiredVersions API versions that no server of today serves and that were read as today's, with their kinds
 */
public record Inventory(
        ImmutableSortedMap<String, Integer> kinds,
        ImmutableSortedMap<String, Integer> otherKinds,
        int duplicates,
        int skipped,
        int files,
        int ignoredFiles,
        int documents,
        ImmutableSortedSet<String> retiredVersions) {
    /** How many objects were understood. */
    public int understood() {
        return kinds.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many objects of other kinds there were. */
    public int others() {
        return otherKinds.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether nothing at all was understood: an analysis of that would say "no path" of a cluster it has not seen. */
    public boolean isEmpty() {
        return kinds.keySet().stream().allMatch(ClusterFacts.KIND::equals);
    }
}
