package dev.postern.attack.rule;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.model.Workload;
import java.util.List;

/** Whoever may start pods in some namespaces, by making a pod or a workload or by changing one that is there. */
final class PodStarts {
    private PodStarts() {}

    /**
     * @param right ends the names of the hubs; unique among techniques
     * @param where completes "create pods …"
     * @param namespaces what starting a pod there leads to; there may be several of one namespace
     */
    static void lead(
            Facts facts, Edges edges, String right, String where, List<Spread.Target> namespaces, PodEntry entry) {
        if (namespaces.isEmpty()) {
            return;
        }
        entry.creators("create-pods-" + right, "create pods " + where, namespaces);
        ImmutableListMultimap<String, Spread.Target> starts = namespaces.stream()
                .collect(ImmutableListMultimap.toImmutableListMultimap(Spread.Target::namespace, target -> target));
        PodCreation.changes(
                facts,
                edges,
                "change-" + right,
                true,
                workload -> starts.get(workload.meta().namespace()).stream()
                        .flatMap(start -> entry.changed(workload, of(workload, start)).stream())
                        .toList());
    }

    private static Spread.Target of(Workload workload, Spread.Target start) {
        return new Spread.Target(
                start.namespace(),
                ImmutableSet.of(workload.meta().name()),
                start.vertex(),
                PodCreation.lasts(workload).and(start.confidence()),
                Targets.stated(workload.ref()).and(start.support()));
    }
}
