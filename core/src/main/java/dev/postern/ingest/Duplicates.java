package dev.postern.ingest;

import dev.postern.model.ClusterDiff;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.Pod;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settles several objects of one kind, namespace and name. Equal ones are one. Of differing ones the live one counts,
 * and among equals in that the one in the smallest place (file, document, item), so that the order of files is no matter.
 */
final class Duplicates {
    /** Code of the error about two objects of one name that differ. */
    static final String CONTRADICTION = "duplicate-object";

    private static final Comparator<Record> PLACE = Comparator.comparing(
                    (Record object) -> origin(object).file())
            .thenComparing(object -> origin(object).document())
            .thenComparing(object -> origin(object).item())
            // Objects in memory have no place: any order will do that is not the order of adding.
            .thenComparing(Object::toString);

    private final Report report;

    Duplicates(Report report) {
        this.report = report;
    }

    /** Each object once, in the order in which their names came first. */
    List<Record> settle(List<Record> objects) {
        Map<ObjectRef, Integer> first = new HashMap<>(objects.size() * 2);
        Map<ObjectRef, List<Record>> several = new HashMap<>();
        List<Record> unique = new ArrayList<>(objects.size());
        for (Record object : objects) {
            ObjectRef ref = ref(object);
            Integer known = first.putIfAbsent(ref, unique.size());
            if (known == null) {
                unique.add(object);
            } else {
                several.computeIfAbsent(ref, key -> new ArrayList<>(List.of(unique.get(known))))
                        .add(object);
            }
        }
        Map<ObjectRef, Record> chosen = new HashMap<>();
        several.forEach((ref, group) -> chosen.put(ref, choose(ref, group)));
        if (!chosen.isEmpty()) {
            unique.replaceAll(object -> chosen.getOrDefault(ref(object), object));
        }
        return unique;
    }

    private Record choose(ObjectRef ref, List<Record> group) {
        group.sort(Comparator.comparing((Record object) -> !meta(object).live()).thenComparing(PLACE));
        Record chosen = group.get(0);
        for (Record other : group.subList(1, group.size())) {
            if (ClusterDiff.equal(chosen, other)) {
                continue;
            }
            if (meta(chosen).live() && !meta(other).live()) {
                report.warning(
                        "drift",
                        Printable.of(ref.toString(), Limits.SHOWN) + " differs from the live object at " + place(chosen)
                                + "; the live one is used",
                        place(other));
            } else {
                report.error(
                        CONTRADICTION,
                        Printable.of(ref.toString(), Limits.SHOWN) + " is also defined, differently, at "
                                + place(chosen) + ", and that one is used; leave one of the two out",
                        place(other));
            }
        }
        return chosen;
    }

    static ObjectRef ref(Record object) {
        return object instanceof Pod pod ? pod.object() : ((KubernetesObject) object).ref();
    }

    static ObjectMeta meta(Record object) {
        return object instanceof Pod pod ? pod.meta() : ((KubernetesObject) object).meta();
    }

    private static Origin origin(Record object) {
        return meta(object).origin();
    }

    static SourceRef place(Record object) {
        Origin origin = origin(object);
        return origin.isFile()
                ? new SourceRef(origin.file(), origin.line(), origin.line() == 0 ? 0 : 1)
                : SourceRef.NONE;
    }
}
