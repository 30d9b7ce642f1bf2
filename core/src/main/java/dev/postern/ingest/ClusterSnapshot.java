package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import dev.postern.model.AbacPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.ConfigMap;
import dev.postern.model.Diagnostic;
import dev.postern.model.EndpointSlice;
import dev.postern.model.Evidence;
import dev.postern.model.Ingress;
import dev.postern.model.KubernetesObject;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.PersistentVolume;
import dev.postern.model.PersistentVolumeClaim;
import dev.postern.model.Pod;
import dev.postern.model.ResourceQuota;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Secret;
import dev.postern.model.Service;
import dev.postern.model.ServiceAccount;
import dev.postern.model.SourceRef;
import dev.postern.model.Workload;
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

/**
 * A cluster as some input describes it, with what was noticed while reading. Immutable; safe to share.
 *
 * <p>Neither the order of the inputs nor that of the files in them changes anything: where two files disagree, the place
 * that sorts first counts, and the disagreement is reported.
 */
public final class ClusterSnapshot {
    private final Cluster cluster;
    private final ImmutableList<Diagnostic> diagnostics;
    private final Inventory inventory;

    ClusterSnapshot(Cluster cluster, ImmutableList<Diagnostic> diagnostics, Inventory inventory) {
        this.cluster = cluster;
        this.diagnostics = diagnostics;
        this.inventory = inventory;
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
     * Whether something of the input is missing from the cluster: a document that could not be read, or one of two objects
     * of one name that differ. An answer that rests on it may be wrong.
     */
    public boolean isIncomplete() {
        return inventory.skipped() > 0
                || diagnostics.stream().anyMatch(diagnostic -> diagnostic.code().equals(Duplicates.CONTRADICTION));
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

    private Optional<Origin> origin(ObjectRef object) {
        if (object.kind().equals("Pod")) {
            int index = Collections.binarySearch(
                    Lists.transform(cluster.pods(), Pod::object), object, Comparator.naturalOrder());
            return index < 0
                    ? Optional.empty()
                    : Optional.of(cluster.pods().get(index).meta().origin());
        }
        return typeOf(object.kind())
                .flatMap(type -> cluster.find(type, object))
                .map(found -> found.meta().origin());
    }

    private static Optional<Class<? extends KubernetesObject>> typeOf(String kind) {
        switch (kind) {
            case "Namespace":
                return Optional.of(Namespace.class);
            case "Node":
                return Optional.of(Node.class);
            case "Policy":
                return Optional.of(AbacPolicy.class);
            case "ServiceAccount":
                return Optional.of(ServiceAccount.class);
            case "Role":
            case "ClusterRole":
                return Optional.of(Role.class);
            case "RoleBinding":
            case "ClusterRoleBinding":
                return Optional.of(RoleBinding.class);
            case "Service":
                return Optional.of(Service.class);
            case "Endpoints":
            case "EndpointSlice":
                return Optional.of(EndpointSlice.class);
            case "Ingress":
                return Optional.of(Ingress.class);
            case "NetworkPolicy":
                return Optional.of(NetworkPolicy.class);
            case "PersistentVolume":
                return Optional.of(PersistentVolume.class);
            case "PersistentVolumeClaim":
                return Optional.of(PersistentVolumeClaim.class);
            case "Secret":
                return Optional.of(Secret.class);
            case "ConfigMap":
                return Optional.of(ConfigMap.class);
            case "ResourceQuota":
                return Optional.of(ResourceQuota.class);
            default:
                return Optional.of(Workload.class);
        }
    }
}
