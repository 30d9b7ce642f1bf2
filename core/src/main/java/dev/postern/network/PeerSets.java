package dev.postern.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.roaringbitmap.RoaringBitmap;

/**
 * The distinct lists of peers that rules have, each with the classes that it matches now. Rules hold on to the set that they
 * were compiled with: after a change of the cluster {@link #current} says which one counts. Immutable; what did not change is
 * shared.
 */
final class PeerSets {
    /** So many more than at first are nothing to speak of. */
    private static final int ROOM = 1_000;

    /** As they were compiled; not to be changed. */
    private final Map<ImmutableList<Peer>, PeerSet> first;

    private final ImmutableMap<ImmutableList<Peer>, Integer> late;
    private final ImmutableList<Peer>[] keys;
    private final PeerSet[] sets;
    private final boolean original;
    private final Supplier<PeerPlaces> places;
    /** What became of rules; like them, told apart by who they are. */
    private final Map<CompiledRule, CompiledRule> renewed = Collections.synchronizedMap(new IdentityHashMap<>());
    /** How many classes there were at first. */
    private final int compiledClasses;

    private PeerSets(
            Map<ImmutableList<Peer>, PeerSet> first,
            ImmutableMap<ImmutableList<Peer>, Integer> late,
            ImmutableList<Peer>[] keys,
            PeerSet[] sets,
            boolean original,
            Supplier<PeerPlaces> places,
            int compiledClasses) {
        this.compiledClasses = compiledClasses;
        this.first = first;
        this.late = late;
        this.keys = keys;
        this.sets = sets;
        this.original = original;
        this.places = places;
    }

    /** Each list with its set, numbered from 0; the map is kept and must not change any more. */
    static PeerSets of(Map<ImmutableList<Peer>, PeerSet> compiled, int classes) {
        ImmutableList<Peer>[] keys = array(compiled.size());
        PeerSet[] sets = new PeerSet[compiled.size()];
        compiled.forEach((key, set) -> {
            keys[set.number()] = key;
            sets[set.number()] = set;
        });
        return new PeerSets(
                compiled, ImmutableMap.of(), keys, sets, true, Suppliers.memoize(() -> new PeerPlaces(keys)), classes);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays have no type parameters
    private static ImmutableList<Peer>[] array(int size) {
        return new ImmutableList[size];
    }

    int count() {
        return sets.length;
    }

    ImmutableList<Peer> key(int number) {
        return keys[number];
    }

    PeerSet get(int number) {
        return sets[number];
    }

    /** The number of a list of peers; -1 if there is none like it. */
    int number(ImmutableList<Peer> key) {
        PeerSet compiled = first.get(key);
        return compiled != null ? compiled.number() : late.getOrDefault(key, -1);
    }

    /** The numbers of all lists that may mean some pods, or others; those that came with changes are all among them. */
    RoaringBitmap within(PeerPlaces.Wanted wanted) {
        RoaringBitmap numbers = places.get().within(wanted);
        numbers.add((long) first.size(), sets.length);
        return numbers;
    }

    /**
     * The same after a change.
     *
     * @param changed the new sets of the first numbers, or the very ones that there were
     * @param added further lists of peers, whose sets stand behind the others
     */
    PeerSets with(PeerSet[] changed, List<ImmutableList<Peer>> added) {
        ImmutableList<Peer>[] more = Arrays.copyOf(keys, changed.length);
        Map<ImmutableList<Peer>, Integer> numbers = new HashMap<>(late);
        for (int i = 0; i < added.size(); i++) {
            more[keys.length + i] = added.get(i);
            numbers.put(added.get(i), keys.length + i);
        }
        return new PeerSets(first, ImmutableMap.copyOf(numbers), more, changed, false, places, compiledClasses);
    }

    /** The sets by their numbers; a copy with room for more. */
    PeerSet[] copy(int length) {
        return Arrays.copyOf(sets, length);
    }

    /** Whether so much came with changes that it is time to build anew: classes and lists of peers are never joined or left out. */
    boolean isWorn(int classes) {
        return sets.length > 2 * first.size() + ROOM || classes > 2 * compiledClasses + ROOM;
    }

    /** Rules with the sets that count now; the same ones where none has changed. */
    ImmutableList<CompiledRule> current(ImmutableList<CompiledRule> rules) {
        if (original) {
            return rules;
        }
        for (int i = 0; i < rules.size(); i++) {
            if (!Identity.same(current(rules.get(i)), rules.get(i))) {
                return rules.stream().map(this::current).collect(ImmutableList.toImmutableList());
            }
        }
        return rules;
    }

    private CompiledRule current(CompiledRule rule) {
        PeerSet set = sets[rule.peers().number()];
        return set == rule.peers() ? rule : renewed.computeIfAbsent(rule, this::renewed);
    }

    private CompiledRule renewed(CompiledRule rule) {
        PeerSet set = sets[rule.peers().number()];
        return new CompiledRule(
                rule.action(), set, rule.ports(), rule.names(), rule.whole().map(this::renewed));
    }

    /** A row with the sets that count now; the same where none has changed. */
    Row current(Row row) {
        if (original) {
            return row;
        }
        boolean same = true;
        ImmutableList.Builder<Stage> stages =
                ImmutableList.builderWithExpectedSize(row.stages().size());
        for (Stage stage : row.stages()) {
            ImmutableList<CompiledRule> rules = current(stage.rules());
            boolean unchanged = Identity.same(rules, stage.rules());
            same &= unchanged;
            stages.add(unchanged ? stage : stage.with(rules));
        }
        return same ? row : row.with(stages.build());
    }
}
