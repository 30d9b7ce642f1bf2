package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the rows of a direction have in common: those of one shape say the same of two classes if the same of their rules match
 * these. Rows of many namespaces are alike in that sense, and differ in whom they name alone.
 */
final class RowShapes {
    /** Rules of more answers than this are not told apart. */
    static final int MANY = -1;

    private static final int UNKNOWN = -1;
    /** Answers of a rule for a class: certain and possible, for two families. */
    private static final int BY_ADDRESS = 4;

    private final RowTable table;
    private final Map<Shape, Integer> numbers = new HashMap<>();
    /** By the number of the row; filled in when one is asked for, by whichever thread. */
    private final int[] shapes;

    private record RuleShape(Action action, PortSet ports, ImmutableList<NamedPorts.Name> names, boolean byAddress) {}

    private record StageShape(Tier tier, boolean closed, boolean union, ImmutableList<RuleShape> rules) {}

    private record Shape(
            boolean open, int traits, int resolution, boolean byAddress, ImmutableList<StageShape> stages) {}

    RowShapes(RowTable table) {
        this.table = table;
        shapes = new int[table.rows().size()];
        Arrays.fill(shapes, UNKNOWN);
    }

    /** The number of the shape of a row. */
    int of(int row) {
        int shape = shapes[row];
        if (shape == UNKNOWN) {
            shape = number(shape(table.rows().get(row)));
            shapes[row] = shape;
        }
        return shape;
    }

    private synchronized int number(Shape shape) {
        return numbers.computeIfAbsent(shape, fresh -> numbers.size());
    }

    private static Shape shape(Row row) {
        ImmutableList.Builder<StageShape> stages = ImmutableList.builder();
        for (Stage stage : row.stages()) {
            ImmutableList.Builder<RuleShape> rules = ImmutableList.builder();
            for (CompiledRule rule : stage.rules()) {
                rules.add(new RuleShape(
                        rule.action(), rule.ports(), rule.names(), rule.peers().byAddress()));
            }
            stages.add(new StageShape(stage.tier(), stage.closed(), stage.union(), rules.build()));
        }
        return new Shape(row.isOpen(), row.traits(), row.resolution(), row.byAddress(), stages.build());
    }

    /**
     * Which rules of a row match a class: the same for two classes, or for two rows of one shape, where the same ones do.
     *
     * @return {@link #MANY} if it does not fit so many bits
     */
    static long matches(Row row, int peer, int bits) {
        long matches = 0;
        int used = 0;
        for (int i = 0; i < row.stages().size(); i++) {
            ImmutableList<CompiledRule> rules = row.stages().get(i).rules();
            for (int rule = 0; rule < rules.size() && used <= bits; rule++) {
                PeerSet peers = rules.get(rule).peers();
                used += peers.byAddress() ? BY_ADDRESS : 1;
                matches = matches << (peers.byAddress() ? BY_ADDRESS : 1) | peers.answers(peer);
            }
        }
        return used > bits ? MANY : matches;
    }
}
