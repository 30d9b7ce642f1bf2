package dev.postern.report;

import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.network.EntryPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entry points as they are shown: those of replicas, which are open for the same reasons, are one. */
record ExposureRows(EntryPoint first, List<ObjectRef> pods) {
    private record Key(
            ObjectRef via, ObjectRef workload, Object protocol, int port, String how, List<Support> supports) {}

    static List<ExposureRows> of(Iterable<EntryPoint> entries) {
        Map<Key, ExposureRows> rows = new LinkedHashMap<>();
        for (EntryPoint entry : entries) {
            Key key = new Key(
                    entry.via(),
                    entry.backend().owner(),
                    entry.protocol(),
                    entry.port(),
                    entry.how(),
                    entry.supports());
            rows.computeIfAbsent(key, fresh -> new ExposureRows(entry, new ArrayList<>()))
                    .pods()
                    .add(entry.backend().object());
        }
        return List.copyOf(rows.values());
    }

    /** {@code TCP 80}, or {@code any port} where nothing is declared. */
    String port() {
        return first.port() == 0 ? "any port" : first.protocol() + " " + first.port();
    }

    ObjectRef workload() {
        return first.backend().owner();
    }

    /** {@code 1 pod}, or the number of replicas. */
    String replicas() {
        return pods.size() + (pods.size() == 1 ? " pod" : " pods");
    }

    /** The facts of the first way, in the order in which a packet meets them. */
    List<Evidence> chain() {
        return first.supports().isEmpty() ? List.of() : first.supports().get(0).facts();
    }

    /** What the way rests on that is outside of the input and taken for granted. */
    List<Evidence> gates() {
        return chain().stream().filter(fact -> fact.basis() == Basis.ASSUMED).toList();
    }
}
