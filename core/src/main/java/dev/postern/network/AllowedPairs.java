package dev.postern.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * How many ordered pairs of pods may talk, by classes and rows, without looking at pairs of pods or at all pairs of classes.
 *
 * <p>Rows are taken as {@link RowBases}. Between the classes of an egress base and those of an ingress base a pair is allowed
 * by the ports that the one admits the destination on and those that the other admits the source on: how many pods of the
 * far side there are for each is counted once per base, and the products are summed. Pairs that are an exception of either
 * side are looked at one by one, which is linear in the peers of narrow rules. With B bases and C classes, O(B (B + C) +
 * exceptions).
 */
final class AllowedPairs {
    private final NetworkClasses classes;
    private final FlowTable flows;
    private final RoaringBitmap everyClass;
    private final PortNumbers numbers = new PortNumbers();
    private final RowPorts outPorts;
    private final RowPorts inPorts;
    private final RowBases out;
    private final RowBases in;

    /** Pods of one egress base that one ingress base admits on some ports. */
    private record Admitted(int base, int ports, long pods) {}

    /** Counts pairs with a port of {@code wanted}. */
    AllowedPairs(CompiledPolicies compiled, FlowTable flows, PortSet wanted) {
        this.classes = compiled.classes();
        this.flows = flows;
        everyClass = RoaringBitmap.bitmapOfRange(0, classes.count());
        outPorts = new RowPorts(compiled, Direction.EGRESS, wanted, numbers);
        inPorts = new RowPorts(compiled, Direction.INGRESS, wanted, numbers);
        out = new RowBases(flows.rows(Direction.EGRESS), classes.count(), Direction.EGRESS);
        in = new RowBases(flows.rows(Direction.INGRESS), classes.count(), Direction.INGRESS);
    }

    /** Without what holds on one node only. */
    long count() {
        return betweenBases() + outExceptions() + inExceptions() - toThemselves();
    }

    private long betweenBases() {
        List<List<Admitted>> sources = new ArrayList<>();
        out.bases().forEach(base -> sources.add(new ArrayList<>()));
        for (Row base : in.bases()) {
            tally(inPorts, base, out).forEach((ports, pods) -> {
                for (int source = 0; source < pods.length; source++) {
                    if (pods[source] > 0) {
                        sources.get(source).add(new Admitted(base.number(), ports, pods[source]));
                    }
                }
            });
        }
        long pairs = 0;
        for (Row base : out.bases()) {
            Map<Integer, long[]> destinations = tally(outPorts, base, in);
            for (Admitted source : sources.get(base.number())) {
                for (Map.Entry<Integer, long[]> destination : destinations.entrySet()) {
                    if (numbers.meet(destination.getKey(), source.ports())) {
                        pairs += source.pods() * destination.getValue()[source.base()];
                    }
                }
            }
        }
        return pairs;
    }

    /** For each set of ports, how many pods of each base of the far direction a base admits on them. */
    private Map<Integer, long[]> tally(RowPorts ports, Row base, RowBases far) {
        Map<Integer, long[]> pods = new HashMap<>();
        ports.each(base, everyClass, (peer, admitted) -> pods.computeIfAbsent(
                        admitted, fresh -> new long[far.bases().size()])[far.baseOf(peer)] += classes.size(peer));
        return pods;
    }

    /** What the exceptions of egress rows add to, or take from, the pairs between bases. */
    private long outExceptions() {
        long[] pairs = {0};
        for (Row row : flows.rows(Direction.EGRESS)) {
            out.exceptions(row).forEach((int destination) -> {
                int actual = outPorts.of(row, destination);
                int assumed = outPorts.of(out.baseOf(row), destination);
                Row far = flows.row(Direction.INGRESS, destination);
                row.classes().forEach((int source) -> pairs[0] += sign(
                                numbers.meet(actual, actual == PortNumbers.NONE ? actual : inPorts.of(far, source)),
                                numbers.meet(
                                        assumed,
                                        assumed == PortNumbers.NONE ? assumed : inPorts.of(in.baseOf(far), source)))
                        * classes.size(source)
                        * classes.size(destination));
            });
        }
        return pairs[0];
    }

    /** The same for ingress rows, without the pairs that are an exception of both sides. */
    private long inExceptions() {
        long[] pairs = {0};
        for (Row row : flows.rows(Direction.INGRESS)) {
            in.exceptions(row).forEach((int source) -> {
                int actual = inPorts.of(row, source);
                int assumed = inPorts.of(in.baseOf(row), source);
                Row far = flows.row(Direction.EGRESS, source);
                RoaringBitmap counted = out.exceptions(far);
                row.classes().forEach((int destination) -> {
                    if (!counted.contains(destination)) {
                        // No exception of the egress row: it says what its base says.
                        int ports = outPorts.of(out.baseOf(far), destination);
                        pairs[0] += sign(numbers.meet(ports, actual), numbers.meet(ports, assumed))
                                * classes.size(source)
                                * classes.size(destination);
                    }
                });
            });
        }
        return pairs[0];
    }

    private static long sign(boolean actual, boolean assumed) {
        return (actual ? 1 : 0) - (assumed ? 1 : 0);
    }

    /** Pairs of a pod and itself, which are among those of a class and itself. */
    private long toThemselves() {
        long pods = 0;
        for (int c = 0; c < classes.count(); c++) {
            pods += allows(c, c) ? classes.size(c) : 0;
        }
        return pods;
    }

    /** Whether packets of one class to another pass on some port for certain, whatever nodes their pods are on. */
    boolean allows(int source, int destination) {
        return numbers.meet(
                outPorts.of(flows.row(Direction.EGRESS, source), destination),
                inPorts.of(flows.row(Direction.INGRESS, destination), source));
    }
}
