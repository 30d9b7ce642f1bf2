package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.roaringbitmap.RoaringBitmap;

/** The rows of a direction after a change: classes of which something is others than before leave their rows for those that fit. */
final class RowChange {
    /** Of the classes of one policy, how many are asked whether their row fits. */
    private static final int SOME = 64;

    private final CompiledPolicies compiled;
    private final Direction direction;
    private final List<Row> rows;
    private final int[] rowOf;
    private final RoaringBitmap affected;
    private final RoaringBitmap places;
    private final Map<Integer, RoaringBitmap> edited = new HashMap<>();

    private RowChange(
            RowTable former,
            CompiledPolicies compiled,
            Direction direction,
            RoaringBitmap affected,
            RoaringBitmap places,
            PolicyChange policies,
            int formerPolicies) {
        this.compiled = compiled;
        this.direction = direction;
        this.affected = affected;
        this.places = places;
        rows = new ArrayList<>(List.of(former.written()));
        rowOf = former.numbers(compiled.classes().count());
        if (!policies.isInPlace(formerPolicies)) {
            move(policies, formerPolicies);
        }
    }

    /**
     * The table of the changed cluster.
     *
     * @param affected classes whose pods, policies or number are others than before
     * @param places of the policies that may be for one of these
     * @param formerClasses how many there were
     * @param formerPolicies how many there were
     */
    static RowTable of(
            RowTable former,
            CompiledPolicies compiled,
            Direction direction,
            RoaringBitmap affected,
            RoaringBitmap places,
            int formerClasses,
            PolicyChange policies,
            int formerPolicies) {
        RowChange change = new RowChange(former, compiled, direction, affected, places, policies, formerPolicies);
        int[] before = former.numbers(formerClasses);
        affected.forEach((int c) -> {
            if (c < formerClasses) {
                change.classes(before[c]).remove(c);
            }
        });
        for (int c = compiled.classes().count(); c < formerClasses; c++) {
            change.classes(before[c]).remove(c);
        }
        change.place();
        return change.table();
    }

    /** Rows name policies by their places. */
    private void move(PolicyChange policies, int formerPolicies) {
        Integer[] places = new Integer[formerPolicies];
        for (int i = 0; i < policies.before().length; i++) {
            if (policies.before()[i] >= 0) {
                places[policies.before()[i]] = i;
            }
        }
        rows.replaceAll(row -> {
            ImmutableList.Builder<Integer> moved =
                    ImmutableList.builderWithExpectedSize(row.policies().size());
            for (Integer place : row.policies()) {
                if (places[place] == null) {
                    // All its classes are affected and leave it.
                    return row;
                }
                moved.add(places[place]);
            }
            return row.with(row.number(), moved.build(), row.classes());
        });
    }

    private RoaringBitmap classes(int row) {
        return edited.computeIfAbsent(row, number -> rows.get(number).classes().clone());
    }

    private void place() {
        Map<RowTable.Key, List<Integer>> byKey = new LinkedHashMap<>();
        RowTable.keys(compiled, direction, affected, places)
                .forEach((c, key) ->
                        byKey.computeIfAbsent(key, first -> new ArrayList<>()).add(c));
        byKey.forEach((key, classes) -> {
            int row = fitting(key);
            if (row < 0) {
                row = rows.size();
                ImmutableList<Stage> stages = RowTable.stages(key.policies(), compiled, direction);
                rows.add(RowTable.row(row, key, stages, new RoaringBitmap()));
            }
            for (int c : classes) {
                rowOf[c] = row;
                classes(row).add(c);
            }
        });
    }

    /** A row of classes that are as they were; -1 if none is found. */
    private int fitting(RowTable.Key key) {
        if (key.policies().isEmpty()) {
            for (Row row : rows) {
                if (fits(row, key)) {
                    return row.number();
                }
            }
            return -1;
        }
        int asked = 0;
        for (int c : compiled.selected().get(key.policies().get(0))) {
            if (!affected.contains(c) && asked++ < SOME && fits(rows.get(rowOf[c]), key)) {
                return rowOf[c];
            }
        }
        return -1;
    }

    private static boolean fits(Row row, RowTable.Key key) {
        return row.traits() == key.traits()
                && row.resolution() == key.resolution()
                && row.policies().equals(key.policies());
    }

    private RowTable table() {
        TreeSet<Integer> empty = new TreeSet<>();
        edited.forEach((number, classes) -> {
            Row row = rows.get(number);
            rows.set(number, row.with(number, row.policies(), classes));
            if (classes.isEmpty()) {
                empty.add(number);
            }
        });
        for (int hole : empty.descendingSet()) {
            int last = rows.size() - 1;
            Row row = rows.remove(last);
            if (hole != last) {
                rows.set(hole, row.with(hole, row.policies(), row.classes()));
                row.classes().forEach((int c) -> rowOf[c] = hole);
            }
        }
        return new RowTable(compiled, rows.toArray(Row[]::new), rowOf);
    }
}
