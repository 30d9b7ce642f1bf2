package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/**
 * The rows of one direction as few distinct ones with exceptions.
 *
 * <p>What makes most rows distinct is rules with few peers, each used by few classes; what makes them wide is rules that
 * many share. A row without its narrow rules is its base: it says the same as the row of every class but the peers of the
 * rules that were left out, which are the exceptions. Rows of equal bases share one.
 */
final class RowBases {
    /** A peer set is narrow while its pairs with the classes that use it are fewer than this part of all classes. */
    private static final int NARROW = 4;

    private final ImmutableList<Row> rows;
    private final RowPorts ports;
    private final List<Row> bases = new ArrayList<>();
    private final List<RoaringBitmap> candidates = new ArrayList<>();
    private final int[] baseOfRow;
    private final int[] rowOfClass;
    private final RoaringBitmap[] exceptions;

    private record Key(boolean open, ImmutableList<Object> stages, int families, int resolution) {}

    /** How wide a peer set is, and how many classes have a rule with it. */
    private static final class Use {
        private final RoaringBitmap peers;
        private long classes;

        private Use(RoaringBitmap peers) {
            this.peers = peers;
        }
    }

    RowBases(ImmutableList<Row> rows, RowPorts ports) {
        this.rows = rows;
        this.ports = ports;
        int classCount = ports.classCount();
        RoaringBitmap everyClass = RoaringBitmap.bitmapOfRange(0, classCount);
        Map<PeerSet, Use> uses = uses(rows);
        Map<Key, Integer> numbers = new LinkedHashMap<>();
        baseOfRow = new int[rows.size()];
        rowOfClass = new int[classCount];
        exceptions = new RoaringBitmap[rows.size()];
        for (Row row : rows) {
            RoaringBitmap apart = new RoaringBitmap();
            ImmutableList.Builder<Stage> kept =
                    ImmutableList.builderWithExpectedSize(row.stages().size());
            for (Stage stage : row.stages()) {
                ImmutableList.Builder<CompiledRule> wide = ImmutableList.builder();
                for (CompiledRule rule : stage.rules()) {
                    Use use = uses.get(rule.peers());
                    if (use != null && use.peers.getLongCardinality() * use.classes <= classCount / NARROW) {
                        apart.or(use.peers);
                    } else {
                        wide.add(rule);
                    }
                }
                kept.add(stage.with(wide.build()));
            }
            exceptions[row.number()] = apart;
            Row base = new Row(
                    bases.size(),
                    row.policies(),
                    row.traits(),
                    row.resolution(),
                    kept.build(),
                    new RoaringBitmap(),
                    row.byAddress());
            int number = numbers.computeIfAbsent(key(base, ports.direction()), fresh -> bases.size());
            if (number == bases.size()) {
                bases.add(base);
                candidates.add(base.candidates(everyClass));
            }
            bases.get(number).classes().or(row.classes());
            baseOfRow[row.number()] = number;
            row.classes().forEach((int c) -> rowOfClass[c] = row.number());
        }
    }

    private static Map<PeerSet, Use> uses(ImmutableList<Row> rows) {
        Map<PeerSet, Use> uses = new IdentityHashMap<>();
        for (Row row : rows) {
            Stream<PeerSet> peers = row.rules().stream().map(CompiledRule::peers);
            peers.distinct()
                    .forEach(set -> uses.computeIfAbsent(set, fresh -> new Use(fresh.anyFamily())).classes +=
                            row.classes().getCardinality());
        }
        return uses;
    }

    /** Equal for rows that say the same of every class; the rules of a union may come in any order. */
    private static Key key(Row base, Direction direction) {
        ImmutableList.Builder<Object> stages = ImmutableList.builder();
        boolean named = false;
        for (Stage stage : base.stages()) {
            stages.add(stage.tier());
            stages.add(stage.closed());
            stages.add(stage.tier().pooled() ? ImmutableSet.copyOf(stage.rules()) : stage.rules());
            named |= stage.rules().stream().anyMatch(rule -> !rule.names().isEmpty());
        }
        int families = Traits.isAmbient(base.traits()) ? 1 : 0;
        for (Family family : Family.values()) {
            families = families << 1 | (Traits.uses(base.traits(), family) ? 1 : 0);
        }
        boolean resolves = named && direction == Direction.INGRESS;
        return new Key(base.isOpen(), stages.build(), families, resolves ? base.resolution() : NamedPorts.UNRESOLVED);
    }

    List<Row> bases() {
        return bases;
    }

    Row baseOf(Row row) {
        return bases.get(baseOfRow[row.number()]);
    }

    /** The classes that a base may admit. */
    RoaringBitmap candidates(Row base) {
        return candidates.get(base.number());
    }

    ImmutableList<Row> rows() {
        return rows;
    }

    RowPorts ports() {
        return ports;
    }

    Row rowOf(int networkClass) {
        return rows.get(rowOfClass[networkClass]);
    }

    /** The numbers of the rows of some classes, each once. */
    int[] rowsOf(RoaringBitmap networkClasses) {
        int[] numbers = networkClasses.toArray();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = rowOfClass[numbers[i]];
        }
        return Arrays.stream(numbers).sorted().distinct().toArray();
    }

    /** The classes of which a row may say something else than its base. */
    RoaringBitmap exceptions(Row row) {
        return exceptions[row.number()];
    }
}
