package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.JsonValue;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Printable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lays changed objects over a snapshot, with what controllers make of the changes ({@link Consequences}): a new snapshot, of
 * which nothing that did not change was read again.
 */
final class Overlay {
    private final ClusterSnapshot base;
    private ImmutableMap<ObjectRef, JsonValue.Obj> documents = ImmutableMap.of();
    private ImmutableList<Diagnostic> diagnostics = ImmutableList.of();
    private int skipped;

    private Overlay(ClusterSnapshot base) {
        this.base = base;
    }

    static Overlay of(ClusterSnapshot base) {
        return new Overlay(base);
    }

    /** Documents that stand in no file, or not as they are. */
    Overlay documents(ImmutableMap<ObjectRef, JsonValue.Obj> changed) {
        documents = changed;
        return this;
    }

    /** How many documents of what is laid over could not be read. */
    Overlay skipped(int count) {
        skipped = count;
        return this;
    }

    /** What was noticed of the changed objects. */
    Overlay diagnostics(ImmutableList<Diagnostic> noticed) {
        diagnostics = noticed;
        return this;
    }

    ClusterSnapshot lay(Cluster changed, Set<ObjectRef> deleted) {
        Consequences consequences = new Consequences(base.cluster(), changed, deleted);
        Cluster cluster = base.cluster().with(consequences.changed(), consequences.gone());
        Set<ObjectRef> touched = new HashSet<>(consequences.gone());
        consequences.changed().objects().forEach(object -> touched.add(object.ref()));
        consequences.changed().existingPods().forEach(pod -> touched.add(pod.object()));
        Map<ObjectRef, JsonValue.Obj> kept =
                Maps.filterKeys(base.changedDocuments(), object -> !touched.contains(object));
        ImmutableMap.Builder<ObjectRef, JsonValue.Obj> all = ImmutableMap.builder();
        all.putAll(kept).putAll(documents);
        return new ClusterSnapshot(cluster, diagnostics(touched), inventory(cluster), all.buildOrThrow());
    }

    /** That two manifests of one object disagree is settled once another takes their place. */
    private ImmutableList<Diagnostic> diagnostics(Set<ObjectRef> touched) {
        Collection<String> settled = touched.stream()
                .map(object -> Printable.of(object.toString(), Limits.SHOWN) + " ")
                .toList();
        Stream<Diagnostic> old = base.diagnostics().stream()
                .filter(diagnostic -> !diagnostic.code().equals(Duplicates.CONTRADICTION)
                        || settled.stream().noneMatch(diagnostic.message()::startsWith));
        return Stream.concat(old, diagnostics.stream()).sorted().distinct().collect(ImmutableList.toImmutableList());
    }

    private Inventory inventory(Cluster cluster) {
        Inventory old = base.inventory();
        Map<String, Integer> kinds = new TreeMap<>();
        cluster.objects().map(KubernetesObject::kind).forEach(kind -> kinds.merge(kind, 1, Integer::sum));
        List<Pod> pods = cluster.existingPods().toList();
        if (!pods.isEmpty()) {
            kinds.put("Pod", pods.size());
        }
        return new Inventory(
                ImmutableSortedMap.copyOf(kinds),
                cluster.otherKinds(),
                old.duplicates(),
                old.skipped() + skipped,
                old.files(),
                old.ignoredFiles(),
                old.documents(),
                old.retiredVersions());
    }
}
