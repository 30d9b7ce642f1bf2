package dev.postern.network;

import dev.postern.model.Protocol;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;

/** The ranges of ports that no rule tells apart: cut where a rule begins or ends, or a port that rules name lies. */
final class PortAtoms {
    /** Receives one range: any port of it speaks for all. */
    interface Sink {
        void accept(Protocol protocol, int first, int last);
    }

    private final Map<Protocol, TreeSet<Integer>> cuts = new EnumMap<>(Protocol.class);

    PortAtoms(CompiledPolicies compiled) {
        for (Protocol protocol : Protocol.values()) {
            cuts.put(protocol, new TreeSet<>());
            cut(PortSet.allOf(protocol));
        }
        for (int policy = 0; policy < compiled.policies().size(); policy++) {
            for (Direction direction : Direction.values()) {
                compiled.rules(direction, policy).forEach(rule -> cut(rule.ports()));
            }
        }
        // Each by itself: a set joins neighbours, which two names tell apart.
        for (PortSet.Range range : compiled.namedPorts().everyPort().ranges()) {
            for (int port = range.first(); port <= range.last(); port++) {
                cut(PortSet.of(range.protocol(), port));
            }
        }
    }

    private void cut(PortSet ports) {
        for (PortSet.Range range : ports.ranges()) {
            TreeSet<Integer> set = cuts.getOrDefault(range.protocol(), new TreeSet<>());
            set.add(range.first());
            set.add(range.last() + 1);
        }
    }

    /** Hands on each range, by its protocol, first and last port. */
    void each(Sink sink) {
        cuts.forEach((protocol, set) -> {
            for (int first : set.headSet(PortSet.MAX_PORT + 1)) {
                Integer next = set.higher(first);
                sink.accept(protocol, first, (next == null ? PortSet.MAX_PORT + 1 : next) - 1);
            }
        });
    }
}
