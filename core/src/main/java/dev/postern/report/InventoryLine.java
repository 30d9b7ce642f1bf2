package dev.postern.report;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Printable;
import java.util.Map;

/** The inventory in one line: how much of what was read. */
final class InventoryLine {
    private InventoryLine() {}

    static String of(ClusterSnapshot snapshot) {
        int objects = snapshot.inventory().kinds().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return objects
                + (objects == 1 ? " object from " : " objects from ")
                + snapshot.inventory().files()
                + (snapshot.inventory().files() == 1 ? " file: " : " files: ")
                + counts(snapshot.inventory().kinds());
    }

    /** {@code 3 Pod, 1 Service}, in the order of the kinds' names. */
    static String counts(Map<String, Integer> counts) {
        StringBuilder text = new StringBuilder();
        counts.forEach((kind, count) -> text.append(text.length() == 0 ? "" : ", ")
                .append(count)
                .append(' ')
                .append(Printable.of(kind)));
        return text.toString();
    }
}
