package dev.postern.network;

import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * An immutable set of (protocol, port), kept as sorted, disjoint, non-adjacent ranges. Operations are linear in the
 * number of ranges; {@link #contains} is logarithmic.
 */
public final class PortSet {
    /** Port numbers a rule can name. */
    static final int MIN_PORT = 1;

    static final int MAX_PORT = 65535;

    /** Distance between the codes of two protocols; port 0 stays unused, so ranges of two protocols never touch. */
    private static final int SPAN = 1 << 16;

    /** No port at all. */
    public static final PortSet NONE = new PortSet(new int[0]);

    /** Every port of every protocol. */
    public static final PortSet ALL =
            allOf(Protocol.TCP).union(allOf(Protocol.UDP)).union(allOf(Protocol.SCTP));

    /** First and last code of each range, in turn. */
    private final int[] bounds;

    private PortSet(int[] bounds) {
        this.bounds = bounds;
    }

    /** Every port of one protocol. */
    public static PortSet allOf(Protocol protocol) {
        return range(protocol, MIN_PORT, MAX_PORT);
    }

    public static PortSet of(Protocol protocol, int port) {
        return range(protocol, port, port);
    }

    /** Ports from first to last, both included; what lies outside 1 to 65535 is left out. */
    public static PortSet range(Protocol protocol, int first, int last) {
        int low = Math.max(first, MIN_PORT);
        int high = Math.min(last, MAX_PORT);
        return low > high ? NONE : new PortSet(new int[] {code(protocol, low), code(protocol, high)});
    }

    private static int code(Protocol protocol, int port) {
        return protocol.ordinal() * SPAN + port;
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    public boolean isAll() {
        return equals(ALL);
    }

    public boolean contains(Protocol protocol, int port) {
        if (port < MIN_PORT || port > MAX_PORT) {
            return false;
        }
        int found = Arrays.binarySearch(bounds, code(protocol, port));
        // A bound itself is inside; between bounds, an odd insertion point lies inside a range.
        return found >= 0 || (~found & 1) == 1;
    }

    public PortSet union(PortSet other) {
        return other.isEmpty() || equals(other) ? this : isEmpty() ? other : combine(other, true, true, true);
    }

    public PortSet intersect(PortSet other) {
        return equals(other) ? this : isEmpty() || other.isEmpty() ? NONE : combine(other, false, false, true);
    }

    public PortSet minus(PortSet other) {
        return other.isEmpty() || isEmpty() ? this : combine(other, true, false, false);
    }

    /** Sweeps both lists of bounds; the flags say whether a code only here, only there, in both belongs to the result. */
    private PortSet combine(PortSet other, boolean here, boolean there, boolean both) {
        int[] result = new int[bounds.length + other.bounds.length + 2];
        int size = 0;
        int i = 0;
        int j = 0;
        boolean inside = false;
        while (i < bounds.length || j < other.bounds.length) {
            int next = Math.min(edge(bounds, i), edge(other.bounds, j));
            while (edge(bounds, i) == next) {
                i++;
            }
            while (edge(other.bounds, j) == next) {
                j++;
            }
            boolean inA = (i & 1) == 1;
            boolean inB = (j & 1) == 1;
            boolean now = inA ? (inB ? both : here) : inB && there;
            if (now != inside) {
                result[size++] = now ? next : next - 1;
                inside = now;
            }
        }
        return size == 0 ? NONE : new PortSet(Arrays.copyOf(result, size));
    }

    /** The code at which membership changes: the first of a range, or the one after its last. */
    private static int edge(int[] bounds, int i) {
        return i >= bounds.length ? Integer.MAX_VALUE : bounds[i] + (i & 1);
    }

    /** The ranges in order of protocol and port. */
    public List<Range> ranges() {
        List<Range> ranges = new ArrayList<>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            Protocol protocol = Protocol.values()[bounds[i] / SPAN];
            ranges.add(new Range(protocol, bounds[i] % SPAN, bounds[i + 1] % SPAN));
        }
        return ranges;
    }

    /** Ports of one protocol from first to last, both included. */
    public record Range(Protocol protocol, int first, int last) {
        @Override
        public String toString() {
            if (first == MIN_PORT && last == MAX_PORT) {
                return protocol + " any port";
            }
            return protocol + " " + (first == last ? String.valueOf(first) : first + "-" + last);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof PortSet && Arrays.equals(bounds, ((PortSet) other).bounds));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /**
     * As connection lists of network analysers have it: {@code SCTP 9000,TCP 80,8000-8010}, {@code All Connections} or
     * {@code No Connections}.
     */
    public String notation() {
        if (isEmpty()) {
            return "No Connections";
        }
        if (isAll()) {
            return "All Connections";
        }
        Map<String, StringJoiner> byProtocol = new TreeMap<>();
        for (Range range : ranges()) {
            byProtocol
                    .computeIfAbsent(range.protocol().name(), name -> new StringJoiner(",", name + " ", ""))
                    .add(notation(range));
        }
        StringJoiner all = new StringJoiner(",");
        byProtocol.values().forEach(ports -> all.add(ports.toString()));
        return all.toString();
    }

    static String notation(Range range) {
        return range.first() == range.last() ? "" + range.first() : range.first() + "-" + range.last();
    }

    /** {@code TCP 80, TCP 8000-8010}, {@code any port} or {@code no port}. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "no port";
        }
        if (isAll()) {
            return "any port";
        }
        List<String> parts = new ArrayList<>();
        for (Range range : ranges()) {
            parts.add(range.toString());
        }
        return String.join(", ", parts);
    }
}
