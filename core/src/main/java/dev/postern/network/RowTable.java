package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/** The rows of one direction: one for each distinct set of isolating policies (and traits, and named ports). */
final class RowTable {
    private final ImmutableList<Row> rows;
    private final int[] rowOf;

    private record Key(ImmutableList<Integer> policies, int traits, int resolution) {}

    RowTable(CompiledPolicies compiled, Direction direction) {
        NetworkClasses classes = compiled.classes();
        List<List<Integer>> policiesOf = isolating(compiled, direction);
        Map<Key, Integer> numbers = new HashMap<>();
        List<Key> keys = new ArrayList<>();
        List<RoaringBitmap> members = new ArrayList<>();
        rowOf = new int[classes.count()];
        for (int c = 0; c < rowOf.length; c++) {
            Key key = new Key(ImmutableList.copyOf(policiesOf.get(c)), classes.traits(c), classes.resolution(c));
            Integer number = numbers.putIfAbsent(key, keys.size());
            if (number == null) {
                number = keys.size();
                keys.add(key);
                members.add(new RoaringBitmap());
            }
            rowOf[c] = number;
            members.get(number).add(c);
        }
        ImmutableList.Builder<Row> built = ImmutableList.builderWithExpectedSize(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            members.get(i).runOptimize();
            built.add(row(i, keys.get(i), members.get(i), compiled, direction));
        }
        rows = built.build();
    }

    private static List<List<Integer>> isolating(CompiledPolicies compiled, Direction direction) {
        List<List<Integer>> policiesOf =
                new ArrayList<>(Collections.nCopies(compiled.classes().count(), List.of()));
        for (int policy = 0; policy < compiled.policies().size(); policy++) {
            if (direction.isolates(compiled.policies().get(policy))) {
                Integer boxed = policy;
                compiled.selected().get(policy).forEach((int c) -> {
                    if (policiesOf.get(c).isEmpty()) {
                        policiesOf.set(c, new ArrayList<>(2));
                    }
                    policiesOf.get(c).add(boxed);
                });
            }
        }
        return policiesOf;
    }

    private static Row row(int number, Key key, RoaringBitmap members, CompiledPolicies compiled, Direction direction) {
        ImmutableList.Builder<CompiledRule> rules = ImmutableList.builder();
        boolean byAddress = false;
        for (int policy : key.policies()) {
            for (CompiledRule rule : compiled.rules(direction, policy)) {
                rules.add(rule);
                byAddress |= rule.peers().byAddress();
            }
        }
        return new Row(number, key.policies(), key.traits(), key.resolution(), rules.build(), members, byAddress);
    }

    Row rowOf(int networkClass) {
        return rows.get(rowOf[networkClass]);
    }

    ImmutableList<Row> rows() {
        return rows;
    }
}
