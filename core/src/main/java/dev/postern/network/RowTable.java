package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/** The rows of one direction: one for each distinct set of binding policies (and traits, and named ports). */
final class RowTable {
    private final ImmutableList<Row> rows;
    /** Rows that differ in traits and names of ports only share their stages. */
    private final Map<ImmutableList<Integer>, ImmutableList<Stage>> staged = new HashMap<>();

    private final int[] rowOf;

    private record Key(ImmutableList<Integer> policies, int traits, int resolution) {}

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
        ImmutableList.Builder<Row> built = ImmutableList.builderWithExpectedSize(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            members.get(i).runOptimize();
            built.add(row(i, keys.get(i), members.get(i), compiled, direction));
        }
        rows = built.build();
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

    private Row row(int number, Key key, RoaringBitmap members, CompiledPolicies compiled, Direction direction) {
        ImmutableList<Stage> stages = staged.computeIfAbsent(key.policies(), same -> stages(same, compiled, direction));
        boolean byAddress = stages.stream()
                .anyMatch(stage ->
                        stage.rules().stream().anyMatch(rule -> rule.peers().byAddress()));
        return new Row(number, key.policies(), key.traits(), key.resolution(), stages, members, byAddress);
    }

    private static ImmutableList<Stage> stages(
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
            rules.addAll(compiled.rules(direction, policy));
            closed |= compiled.policies().get(policy).isolates(direction);
        }
        return Stage.of(tier, rules.build(), closed);
    }

    Row rowOf(int networkClass) {
        return rows.get(rowOf[networkClass]);
    }

    ImmutableList<Row> rows() {
        return rows;
    }
}
