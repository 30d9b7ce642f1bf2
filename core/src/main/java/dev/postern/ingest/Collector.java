package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.Pod;
import dev.postern.model.SourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers what the readers find in all inputs of a snapshot. */
final class Collector {
    private final Report report = new Report();
    private final Sharing sharing = new Sharing();
    private final Optional<Documents> documentsKept;
    private final List<Record> objects = new ArrayList<>();
    private final Map<String, Integer> otherKinds = new TreeMap<>();
    private final Map<String, SourceRef> retired = new TreeMap<>();
    private int skipped;
    private int files;
    private int ignoredFiles;
    private int documents;

    Collector() {
        this(Optional.empty());
    }

    private Collector(Optional<Documents> kept) {
        this.documentsKept = kept;
    }

    /** A collector that, of what it is told, keeps the documents too. */
    static Collector keeping(Documents documents) {
        return new Collector(Optional.of(documents));
    }

    Optional<Documents> documentsKept() {
        return documentsKept;
    }

    /** A state to go back to. */
    record Mark(
            int objects,
            Map<String, Integer> otherKinds,
            Map<String, SourceRef> retired,
            int skipped,
            int documents,
            Report.Mark report) {}

    Mark mark() {
        return new Mark(
                objects.size(), new TreeMap<>(otherKinds), new TreeMap<>(retired), skipped, documents, report.mark());
    }

    /** Forgets everything since. */
    void reset(Mark mark) {
        objects.subList(mark.objects(), objects.size()).clear();
        otherKinds.clear();
        otherKinds.putAll(mark.otherKinds());
        retired.clear();
        retired.putAll(mark.retired());
        skipped = mark.skipped();
        documents = mark.documents();
        report.reset(mark.report());
    }

    Report report() {
        return report;
    }

    Sharing sharing() {
        return sharing;
    }

    void object(Record object) {
        objects.add(object);
    }

    void other(String kind) {
        otherKinds.merge(sharing.one(kind), 1, Integer::sum);
    }

    void skipped() {
        skipped++;
    }

    void file() {
        files++;
    }

    void ignoredFile() {
        ignoredFiles++;
    }

    void document() {
        documents++;
    }

    /** An object in an API version that is no longer served; the first place of each is reported. */
    void retired(String apiVersion, Kinds.Kind kind, SourceRef at) {
        retired.merge(apiVersion + " " + kind.name(), at, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    /** What was read so far: each object once, kinds that are not read, documents that could not be. */
    record Found(List<Record> objects, Map<String, Integer> otherKinds, int skipped) {}

    Found found() {
        return new Found(new Duplicates(report).settle(objects), new TreeMap<>(otherKinds), skipped);
    }

    /** Settles duplicates and builds the snapshot. */
    ClusterSnapshot snapshot() {
        Duplicates duplicates = new Duplicates(report);
        List<Record> unique = duplicates.settle(objects);
        new SubjectHints(report).look(unique);
        Cluster known = cluster(unique);
        new FactContradictions(report).look(known.facts());
        retired.forEach((version, at) -> report.info(
                "retired-version", version + " is no longer served by any API server; it is read as today's kind", at));
        Map<String, Integer> kinds = new TreeMap<>();
        unique.forEach(object -> kinds.merge(Duplicates.ref(object).kind(), 1, Integer::sum));
        Inventory inventory = new Inventory(
                ImmutableSortedMap.copyOf(kinds),
                ImmutableSortedMap.copyOf(otherKinds),
                objects.size() - unique.size(),
                skipped,
                files,
                ignoredFiles,
                documents,
                ImmutableSortedSet.copyOf(retired.keySet()));
        if (inventory.isEmpty()) {
            report.error(
                    "nothing-understood",
                    "nothing in the input is a Kubernetes object that the analysis knows, so there is no answer. Give a"
                            + " file or directory of manifests, or a dump made with kubectl get -o json",
                    SourceRef.NONE);
        }
        return new ClusterSnapshot(known, report.diagnostics(), inventory);
    }

    private Cluster cluster(List<Record> objects) {
        Cluster.Builder cluster = Cluster.builder();
        for (Record object : objects) {
            if (object instanceof Pod pod) {
                cluster.add(pod);
            } else if (object instanceof KubernetesObject other) {
                cluster.add(other);
            }
        }
        otherKinds.forEach(cluster::addOther);
        return cluster.build();
    }
}
