package dev.postern.network;

import dev.postern.network.IpAddress.Family;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * The ports, of those that are asked about, on which the rows of one direction admit a class for certain, as {@link
 * PortNumbers}. Families that one of the two ends does not use have none. Not thread-safe.
 */
final class RowPorts {
    /** Rules whose answers for a class fit one memo key: certain and possible, for two families, beside the class's own. */
    private static final int MEMO_RULES = 10;

    private static final int BITS_OF_RULES = 4 * MEMO_RULES;
    private static final int MEMO_RESOLUTIONS = 1 << 20;

    private final NetworkClasses classes;
    private final NamedPorts namedPorts;
    private final Direction direction;
    private final PortSet wanted;
    private final PortNumbers numbers;

    RowPorts(CompiledPolicies compiled, Direction direction, PortSet wanted, PortNumbers numbers) {
        this.classes = compiled.classes();
        this.namedPorts = compiled.namedPorts();
        this.direction = direction;
        this.wanted = wanted;
        this.numbers = numbers;
    }

    /** O(rules of the row). */
    int of(Row row, int peer) {
        int resolution = direction == Direction.EGRESS ? classes.resolution(peer) : row.resolution();
        PortSet[] byFamily = {PortSet.NONE, PortSet.NONE};
        PortSet whatever = row.byAddress() ? PortSet.NONE : ports(row, Family.IPV4, peer, resolution);
        for (Family family : Family.values()) {
            if (Traits.uses(row.traits(), family) && Traits.uses(classes.traits(peer), family)) {
                byFamily[family.ordinal()] = row.byAddress() ? ports(row, family, peer, resolution) : whatever;
            }
        }
        return numbers.number(List.of(byFamily));
    }

    private PortSet ports(Row row, Family family, int peer, int resolution) {
        boolean tunnelled = Traits.areTunnelled(row.traits(), classes.traits(peer));
        return row.ports(family, peer, tunnelled, true, namedPorts, resolution).intersect(wanted);
    }

    Direction direction() {
        return direction;
    }

    int classCount() {
        return classes.count();
    }

    /** Hands on those of some classes that a row admits, with their ports; the same as {@link #of} of each. */
    void each(Row row, RoaringBitmap peers, Sink sink) {
        Map<Long, Integer> memo = new HashMap<>();
        List<CompiledRule> rules = row.rules();
        peers.forEach((int peer) -> {
            int ports = rules.size() > MEMO_RULES || classes.resolution(peer) >= MEMO_RESOLUTIONS
                    ? of(row, peer)
                    : memo.computeIfAbsent(key(rules, peer), key -> of(row, peer));
            if (ports != PortNumbers.NONE) {
                sink.accept(peer, ports);
            }
        });
    }

    /** Receives a class and the ports on which it is admitted. */
    interface Sink {
        void accept(int peer, int ports);
    }

    /** Equal for classes that a row admits on the same ports: those that match the same of its rules. */
    private long key(List<CompiledRule> rules, int peer) {
        long key = direction == Direction.EGRESS ? classes.resolution(peer) : 0;
        for (Family family : Family.values()) {
            key = key << 1 | (Traits.uses(classes.traits(peer), family) ? 1 : 0);
        }
        key = key << 1 | (Traits.isAmbient(classes.traits(peer)) ? 1 : 0);
        key <<= BITS_OF_RULES;
        int bit = 0;
        for (CompiledRule rule : rules) {
            for (Family family : Family.values()) {
                long answers = (rule.peers().admits(family, peer) ? 2 : 0)
                        | (rule.peers().byAddress() && rule.peers().mayAdmit(family, peer) ? 1 : 0);
                key |= answers << bit;
                bit += 2;
            }
        }
        return key;
    }
}
