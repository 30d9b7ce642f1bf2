package dev.postern.network;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Protocol;
import java.util.Comparator;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What policies leave open between a workload and what the input does not hold: addresses outside, any pod of the cluster,
 * or pods that a rule names by labels.
 *
 * @param ingress whether it is open towards the workload; else from it
 * @param other an address range, the whole cluster, or pods by labels; these have the ports of the whole cluster, too
 * @param names ports that each pod has a number of its own for, and the input does not hold the pod
 */
public record Exposure(
        ConnectionEnd.OfWorkload workload,
        boolean ingress,
        ConnectionEnd other,
        PortSet ports,
        ImmutableSortedSet<PortName> names) {
    /** A port by its name. */
    public record PortName(Protocol protocol, String name) implements Comparable<PortName> {
        private static final Comparator<PortName> ORDER =
                Comparator.comparing(PortName::protocol).thenComparing(PortName::name);

        @Override
        public int compareTo(PortName other) {
            return ORDER.compare(this, other);
        }
    }

    /** As {@link PortSet#notation}, names behind the numbers of their protocol: {@code TCP 80,http}. */
    public String notation() {
        if (names.isEmpty()) {
            return ports.notation();
        }
        Map<String, StringJoiner> byProtocol = new TreeMap<>();
        for (Protocol protocol : Protocol.values()) {
            StringJoiner all = new StringJoiner(",", protocol + " ", "").setEmptyValue("");
            ports.ranges().stream()
                    .filter(range -> range.protocol() == protocol)
                    .forEach(range -> all.add(PortSet.notation(range)));
            names.stream().filter(name -> name.protocol() == protocol).forEach(name -> all.add(name.name()));
            byProtocol.put(protocol.name(), all);
        }
        StringJoiner all = new StringJoiner(",");
        byProtocol.values().stream().filter(one -> one.length() > 0).forEach(one -> all.add(one.toString()));
        return all.toString();
    }

    /** In the common form, {@code WORKLOAD => OTHER : CONN}, or with {@code <=}. Names are not escaped. */
    @Override
    public String toString() {
        return workload + (ingress ? " <= " : " => ") + other + " : " + notation();
    }
}
