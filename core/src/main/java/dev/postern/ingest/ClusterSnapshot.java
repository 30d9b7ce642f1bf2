package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import dev.postern.model.Change;
import dev.postern.model.Cluster;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.JsonValue;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.Pod;
import dev.postern.model.SourceRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster as some input describes it, with what was noticed while reading. Immutable; safe to share.
 *
 * <p>Neither the order of the inputs nor that of the files in them changes anything: where two files disagree, the place
 * that sorts first counts, and the disagreement is reported.
 */
public final class ClusterSnapshot {
    /** Diagnostics of which each is about something that an answer lacks. */
    private static final ImmutableSet<String> LOSSES = ImmutableSet.of(
            Duplicates.CONTRADICTION, FactContradictions.CODE, ClusterFactsReader.UNKNOWN, ClusterFactsReader.INVALID);

    private final Cluster cluster;
    private final ImmutableList<Diagnostic> diagnostics;
    private final Inventory inventory;

    /** Of objects that were changed in memory: they stand in no file as they are. */
    private final ImmutableMap<ObjectRef, JsonValue.Obj> changedDocuments;

    ClusterSnapshot(Cluster cluster, ImmutableList<Diagnostic> diagnostics, Inventory inventory) {
        this(cluster, diagnostics, inventory, ImmutableMap.of());
    }

    ClusterSnapshot(
            Cluster cluster,
            ImmutableList<Diagnostic> diagnostics,
            Inventory inventory,
            ImmutableMap<ObjectRef, JsonValue.Obj> changedDocuments) {
        this.cluster = cluster;
        this.diagnostics = diagnostics;
        this.inventory = inventory;
        this.changedDocuments = changedDocuments;
    }

    /**
     * Reads files and folders. O(size) time; memory for the objects kept and the largest single object.
     *
     * @throws IngestException if one of them does not exist or cannot be opened
     */
    public static ClusterSnapshot read(Path... inputs) {
        return read(Arrays.stream(inputs).map(Input::path).collect(ImmutableList.toImmutableList()));
    }

    /**
     * Reads inputs of any sort.
     *
     * @throws IngestException if one of them does not exist or cannot be opened
     */
    public static ClusterSnapshot read(List<Input> inputs) {
        Collector collector = new Collector();
        InputReader reader = new InputReader(collector);
        inputs.forEach(reader::read);
        return collector.snapshot();
    }

    /** Starts a snapshot of objects that a program already holds. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes fabric8's objects, of any kind and in any order. What comes out equals what reading the same objects from a
     * file gives, but for the places. Not thread-safe; the objects are not kept.
     */
    public static final class Builder {
        private final Collector collector = new Collector();
        private final MemoryReader reader = new MemoryReader(collector);
        private String namespace = "default";

        private Builder() {}

        /** Sets the namespace of objects added from here on that do not name theirs; at first {@code default}. */
        public Builder namespace(String name) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a namespace has a name");
            }
            namespace = name;
            return this;
        }

        /**
         * Adds an object.
         *
         * @throws IllegalArgumentException if it cannot be serialised
         */
        public Builder add(HasMetadata object) {
            reader.read(object, namespace);
            return this;
        }

        /** Adds objects. */
        public Builder addAll(Iterable<? extends HasMetadata> objects) {
            objects.forEach(this::add);
            return this;
        }

        public ClusterSnapshot build() {
            return collector.snapshot();
        }
    }

    public Cluster cluster() {
        return cluster;
    }

    /** What was noticed while reading, sorted by place. */
    public ImmutableList<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /**
     * Whether something of the input is missing from the cluster: a document that could not be read, one of two objects of one
     * name that differ, or a fact that is not understood. An answer that rests on it may be wrong.
     */
    public boolean isIncomplete() {
        return inventory.skipped() > 0
                || diagnostics.stream().anyMatch(diagnostic -> LOSSES.contains(diagnostic.code()));
    }

    /** What was found and what became of it. */
    public Inventory inventory() {
        return inventory;
    }

    /**
     * Where a field of an object is written. The file is read again to find it, so ask for what is printed only, and for
     * many fields at once where there are many ({@link #locate(Collection)}).
     *
     * @param field a path as evidence names it, for instance {@code spec.containers[0].image}; empty for the object
     * @return the field's place, that of what should hold it where the field is not written, the object's own where the file
     *     cannot be read any more, or {@link SourceRef#NONE} for an object that is in no file
     */
    public SourceRef locate(ObjectRef object, String field) {
        return FieldLocator.open().locate(origin(object).orElse(Origin.NONE), field);
    }

    /** As {@link #locate(ObjectRef, String)} for many facts: each file is read once. */
    public ImmutableMap<Evidence, SourceRef> locate(Collection<Evidence> facts) {
        Map<Evidence, FieldLocator.Query> queries = new LinkedHashMap<>();
        for (Evidence fact : facts) {
            Origin origin = origin(fact.object()).orElse(Origin.NONE);
            queries.put(fact, new FieldLocator.Query(origin, fact.field()));
        }
        ImmutableMap<FieldLocator.Query, SourceRef> places = FieldLocator.open().locate(queries.values());
        return ImmutableMap.copyOf(Maps.transformValues(queries, query -> places.getOrDefault(query, SourceRef.NONE)));
    }

    /**
     * An object's document as its file has it, or as {@link #with(Collection)} left it; the file is read again up to it. Values
     * of a Secret are blank, and the annotation in which {@code kubectl apply} repeats an object is left out; all else is there,
     * what an environment variable is set to, for instance: so do not print it.
     *
     * @return empty for an object that is not in the cluster or in no file (standard input, memory, {@code with(ClusterSnapshot)}
     *     of those): patches of it are not possible, and whoever asks should be told to give the input as files
     * @throws IngestException if the file is gone, or the object no longer where it was
     */
    public Optional<JsonValue.Obj> document(ObjectRef object) {
        JsonValue.Obj changed = changedDocuments.get(object);
        if (changed != null) {
            return Optional.of(changed);
        }
        return cluster.contains(object)
                ? origin(object).flatMap(origin -> DocumentFinder.find(object, origin))
                : Optional.empty();
    }

    /**
     * The cluster as it would be after these changes, made one after the other, and after its controllers did their part: a
     * workload's pods follow its template, and what is owned goes with its owner, as a Namespace's content does. Changed objects
     * are read as all others are; nothing else is read again. An object that is put in takes the place of that of its name,
     * whatever both say. Patched objects keep their places in their files, as far as evidence can be found there.
     *
     * @throws ChangeException if an object is not there or has no {@link #document}, a patch does not apply, or a manifest cannot
     *     be read
     * @throws IngestException if the file of an object that is patched has changed
     */
    public ClusterSnapshot with(Collection<Change> changes) {
        return Changes.make(this, changes);
    }

    /**
     * This cluster with more that is said of it beside its manifests. What is not from a file counts before what is; of one from
     * a file that was read, evidence keeps its place.
     */
    public ClusterSnapshot knowing(ClusterFacts facts) {
        return Overlay.of(this).lay(Cluster.builder().add(facts).build(), Set.of());
    }

    /** This cluster with everything that another snapshot holds laid over it, as {@link #with(Collection)} does. */
    public ClusterSnapshot with(ClusterSnapshot other) {
        return Overlay.of(this)
                .documents(other.changedDocuments)
                .diagnostics(other.diagnostics)
                .skipped(other.inventory.skipped())
                .lay(other.cluster, Set.of());
    }

    ImmutableMap<ObjectRef, JsonValue.Obj> changedDocuments() {
        return changedDocuments;
    }

    Optional<Origin> origin(ObjectRef object) {
        if (object.kind().equals("Pod")) {
            int index = Collections.binarySearch(
                    Lists.transform(cluster.pods(), Pod::object), object, Comparator.naturalOrder());
            return index < 0
                    ? Optional.empty()
                    : Optional.of(cluster.pods().get(index).meta().origin());
        }
        return cluster.find(object).map(found -> found.meta().origin());
    }
}
