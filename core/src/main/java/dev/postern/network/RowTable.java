package dev.postern.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * The rows of one direction: one for each distinct set of binding policies (and traits, and named ports). After a change of the
 * cluster rows are held as they were compiled, and the classes of their peers are brought up to date when a row is asked for.
 */
final class RowTable {
    private final CompiledPolicies compiled;
    private final Row[] written;
    /** The rows with the peers of now, as far as they were asked for; whichever thread fills one in, it is the same. */
    private final Row[] current;

    private final int[] rowOf;
    private final Supplier<ImmutableList<Row>> rows = Suppliers.memoize(this::all);

    record Key(ImmutableList<Integer> policies, int traits, int resolution) {}

    RowTable(CompiledPolicies compiled, Direction direction) {
        NetworkClasses classes = compiled.classes();
        List<List<Integer>> policiesOf = binding(compiled, direction);
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
        // Rows that differ in traits and names of ports only share their stages.
        Map<ImmutableList<Integer>, ImmutableList<Stage>> staged = new HashMap<>();
        written = new Row[keys.size()];
        for (int i = 0; i < written.length; i++) {
            members.get(i).runOptimize();
            ImmutableList<Stage> stages =
                    staged.computeIfAbsent(keys.get(i).policies(), same -> stages(same, compiled, direction));
            written[i] = row(i, keys.get(i), stages, members.get(i));
        }
        current = written;
        this.compiled = compiled;
    }

    /** After a change; the arrays must not change any more. */
    RowTable(CompiledPolicies compiled, Row[] written, int[] rowOf) {
        this.compiled = compiled;
        this.written = written;
        this.rowOf = rowOf;
        current = new Row[written.length];
    }

    /** For each class the policies that are asked, in their order: none behind a stage that has the last word. */
    private static List<List<Integer>> binding(CompiledPolicies compiled, Direction direction) {
        List<List<Integer>> policiesOf =
                new ArrayList<>(Collections.nCopies(compiled.classes().count(), List.of()));
        for (int policy = 0; policy < compiled.policies().size(); policy++) {
            if (compiled.policies().get(policy).appliesTo(direction)) {
                Integer boxed = policy;
                compiled.selected().get(policy).forEach((int c) -> add(boxed, policiesOf, c, compiled, direction));
            }
        }
        return policiesOf;
    }

    /**
     * As the policies bind them, the keys of the rows of some classes.
     *
     * @param places of all policies that may be for one of these
     */
    static Map<Integer, Key> keys(
            CompiledPolicies compiled, Direction direction, RoaringBitmap classes, RoaringBitmap places) {
        int[] wanted = classes.toArray();
        List<List<Integer>> policiesOf = new ArrayList<>(Collections.nCopies(wanted.length, List.of()));
        for (int policy : places) {
            RoaringBitmap selected = compiled.selected().get(policy);
            if (RoaringBitmap.intersects(selected, classes)
                    && compiled.policies().get(policy).appliesTo(direction)) {
                for (int i = 0; i < wanted.length; i++) {
                    if (selected.contains(wanted[i])) {
                        add(policy, policiesOf, i, compiled, direction);
                    }
                }
            }
        }
        Map<Integer, Key> keys = new LinkedHashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            keys.put(
                    wanted[i],
                    new Key(
                            ImmutableList.copyOf(policiesOf.get(i)),
                            compiled.classes().traits(wanted[i]),
                            compiled.classes().resolution(wanted[i])));
        }
        return keys;
    }

    private static void add(
            Integer policy, List<List<Integer>> policiesOf, int c, CompiledPolicies compiled, Direction direction) {
        List<Integer> earlier = policiesOf.get(c);
        if (earlier.isEmpty()) {
            earlier = new ArrayList<>(2);
            policiesOf.set(c, earlier);
        }
        if (earlier.isEmpty()
                || tier(compiled, earlier.get(earlier.size() - 1)).equals(tier(compiled, policy))
                || !lastStage(earlier, compiled, direction).isLast()) {
            earlier.add(policy);
        }
    }

    private static Tier tier(CompiledPolicies compiled, Integer policy) {
        return compiled.policies().get(policy).tier();
    }

    private static Stage lastStage(List<Integer> policies, CompiledPolicies compiled, Direction direction) {
        int first = policies.size() - 1;
        Tier tier = tier(compiled, policies.get(first));
        while (first > 0 && tier(compiled, policies.get(first - 1)).equals(tier)) {
            first--;
        }
        return stage(tier, policies.subList(first, policies.size()), compiled, direction);
    }

    static Row row(int number, Key key, ImmutableList<Stage> stages, RoaringBitmap members) {
        boolean byAddress = stages.stream()
                .anyMatch(stage ->
                        stage.rules().stream().anyMatch(rule -> rule.peers().byAddress()));
        return new Row(number, key.policies(), key.traits(), key.resolution(), stages, members, byAddress);
    }

    static ImmutableList<Stage> stages(
            ImmutableList<Integer> policies, CompiledPolicies compiled, Direction direction) {
        ImmutableList.Builder<Stage> stages = ImmutableList.builderWithExpectedSize(1);
        for (int first = 0; first < policies.size(); ) {
            Tier tier = tier(compiled, policies.get(first));
            int next = first;
            while (next < policies.size() && tier(compiled, policies.get(next)).equals(tier)) {
                next++;
            }
            stages.add(stage(tier, policies.subList(first, next), compiled, direction));
            first = next;
        }
        return stages.build();
    }

    private static Stage stage(Tier tier, List<Integer> policies, CompiledPolicies compiled, Direction direction) {
        ImmutableList.Builder<CompiledRule> rules = ImmutableList.builder();
        boolean closed = false;
        for (Integer policy : policies) {
            rules.addAll(compiled.written(direction, policy));
            closed |= compiled.policies().get(policy).isolates(direction);
        }
        return Stage.of(tier, rules.build(), closed);
    }

    Row rowOf(int networkClass) {
        return row(rowOf[networkClass]);
    }

    private Row row(int number) {
        Row row = current[number];
        if (row == null) {
            row = compiled.peerSets().current(written[number]);
            current[number] = row;
        }
        return row;
    }

    ImmutableList<Row> rows() {
        return rows.get();
    }

    private ImmutableList<Row> all() {
        return IntStream.range(0, written.length).mapToObj(this::row).collect(ImmutableList.toImmutableList());
    }

    /** The rows as they were compiled; a copy. */
    Row[] written() {
        return written.clone();
    }

    /** The number of the row of each class; a copy, with room for more or less of them. */
    int[] numbers(int classes) {
        return Arrays.copyOf(rowOf, classes);
    }
}
