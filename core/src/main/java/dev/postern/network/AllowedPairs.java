package dev.postern.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many ordered pairs of pods may talk, by classes and rows, without looking at pairs of pods or at all pairs of classes.
 *
 * <p>Rows are taken as {@link RowBases}. Between the classes of an egress base and those of an ingress base a pair is allowed
 * by the ports that the one admits the destination on and those that the other admits the source on: how many pods of the
 * far side there are for each is counted once per base, and the products are summed. {@link ExceptionPairs} then puts right
 * what rows say that their bases do not.
 */
final class AllowedPairs {
    private final NetworkClasses classes;
    private final FlowTable flows;
    private final PortNumbers numbers = new PortNumbers();
    private final RowBases out;
    private final RowBases in;

    /** Pods of one egress base that one ingress base admits on some ports. */
    private record Admitted(int base, int ports, long pods) {}

    /** Counts pairs with a port of {@code wanted}. */
    AllowedPairs(CompiledPolicies compiled, FlowTable flows, PortSet wanted) {
        this.classes = compiled.classes();
        this.flows = flows;
        out = new RowBases(flows.rows(Direction.EGRESS), new RowPorts(compiled, Direction.EGRESS, wanted, numbers));
        in = new RowBases(flows.rows(Direction.INGRESS), new RowPorts(compiled, Direction.INGRESS, wanted, numbers));
    }

    /** Without what holds on one node only. */
    long count() {
        ExceptionPairs exceptions = new ExceptionPairs(classes, numbers, out, in);
        return betweenBases() + exceptions.count() - toThemselves();
    }

    private long betweenBases() {
        List<List<Admitted>> sources = new ArrayList<>();
        out.bases().forEach(base -> sources.add(new ArrayList<>()));
        for (Row base : in.bases()) {
            tally(in, base, out).forEach((ports, pods) -> {
                for (int source = 0; source < pods.length; source++) {
                    if (pods[source] > 0) {
                        sources.get(source).add(new Admitted(base.number(), ports, pods[source]));
                    }
                }
            });
        }
        long pairs = 0;
        for (Row base : out.bases()) {
            Map<Integer, long[]> destinations = tally(out, base, in);
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
    private Map<Integer, long[]> tally(RowBases near, Row base, RowBases far) {
        Map<Integer, long[]> pods = new HashMap<>();
        near.ports()
                .each(
                        base,
                        near.candidates(base),
                        (peer, admitted) -> pods.computeIfAbsent(
                                                admitted,
                                                fresh -> new long[far.bases().size()])[
                                        far.baseOf(far.rowOf(peer)).number()] +=
                                classes.size(peer));
        return pods;
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
        int leaves = out.ports().of(flows.row(Direction.EGRESS, source), destination);
        return leaves != PortNumbers.NONE
                && numbers.meet(leaves, in.ports().of(flows.row(Direction.INGRESS, destination), source));
    }
}
