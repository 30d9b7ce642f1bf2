package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * On which ports the pods of a row exchange packets with addresses outside the cluster. Blocks alone tell such addresses
 * apart, so a family falls into the ranges between their ends; neighbours with equal ports are one range.
 */
final class OutsideReach {
    /** Some addresses of one family, and the ports that are open, or may be open, to all of them. */
    record Opening(IpRanges.Range range, PortSet ports, PortSet unknown) {
        private boolean isEmpty() {
            return ports.isEmpty() && unknown.isEmpty();
        }

        private boolean continues(Opening before) {
            return before.range().last().next().equals(range.first())
                    && before.range().first().family() == range.first().family()
                    && before.ports().equals(ports)
                    && before.unknown().equals(unknown);
        }
    }

    private final CompiledPolicies compiled;

    OutsideReach(CompiledPolicies compiled) {
        this.compiled = compiled;
    }

    /** Disjoint ranges in order of their addresses, each with its ports; none where no port is open. O(blocks * rules). */
    ImmutableList<Opening> of(Row row, Direction direction) {
        List<Opening> all = new ArrayList<>();
        for (Family family : Family.values()) {
            if (Traits.uses(row.traits(), family)) {
                for (IpRanges.Range range : ranges(cuts(row, family), family)) {
                    all.add(opening(row, direction, range));
                }
            }
        }
        return joined(all);
    }

    private Opening opening(Row row, Direction direction, IpRanges.Range range) {
        // A port name means something on pods only.
        int destination = direction == Direction.INGRESS ? row.resolution() : NamedPorts.UNRESOLVED;
        PortSet ports = row.ports(new Stage.OfAddress(range.first(), true, compiled.namedPorts(), destination));
        PortSet possible = row.ports(new Stage.OfAddress(range.first(), false, compiled.namedPorts(), destination));
        return new Opening(range, ports, possible.minus(ports));
    }

    private static TreeSet<IpAddress> cuts(Row row, Family family) {
        TreeSet<IpAddress> cuts = new TreeSet<>();
        for (CompiledRule rule : row.rules()) {
            rule.peers().outside().ranges().forEach(range -> cut(range, family, cuts));
        }
        return cuts;
    }

    private static void cut(IpRanges.Range range, Family family, TreeSet<IpAddress> cuts) {
        if (range.first().family() == family) {
            cuts.add(range.first());
            if (!range.last().equals(whole(family).last())) {
                cuts.add(range.last().next());
            }
        }
    }

    private static IpRanges.Range whole(Family family) {
        return IpRanges.all(family).ranges().get(0);
    }

    /** A family, cut before these addresses. */
    private static List<IpRanges.Range> ranges(TreeSet<IpAddress> cuts, Family family) {
        List<IpRanges.Range> ranges = new ArrayList<>();
        IpAddress first = whole(family).first();
        for (IpAddress cut : cuts.tailSet(first, false)) {
            ranges.add(new IpRanges.Range(first, cut.previous()));
            first = cut;
        }
        ranges.add(new IpRanges.Range(first, whole(family).last()));
        return ranges;
    }

    private static ImmutableList<Opening> joined(List<Opening> openings) {
        List<Opening> joined = new ArrayList<>();
        for (Opening next : openings) {
            if (next.isEmpty()) {
                continue;
            }
            int last = joined.size() - 1;
            if (last >= 0 && next.continues(joined.get(last))) {
                IpAddress first = joined.get(last).range().first();
                IpRanges.Range range = new IpRanges.Range(first, next.range().last());
                joined.set(last, new Opening(range, next.ports(), next.unknown()));
            } else {
                joined.add(next);
            }
        }
        return ImmutableList.copyOf(joined);
    }

    /** What is open in one of several such lists. */
    static ImmutableList<Opening> union(List<ImmutableList<Opening>> lists) {
        List<Opening> all = new ArrayList<>();
        for (Family family : Family.values()) {
            TreeSet<IpAddress> cuts = new TreeSet<>();
            lists.forEach(list -> list.forEach(opening -> cut(opening.range(), family, cuts)));
            for (IpRanges.Range range : ranges(cuts, family)) {
                PortSet ports = PortSet.NONE;
                PortSet unknown = PortSet.NONE;
                for (ImmutableList<Opening> list : lists) {
                    for (Opening opening : list) {
                        if (opening.range().contains(range.first())) {
                            ports = ports.union(opening.ports());
                            unknown = unknown.union(opening.unknown());
                        }
                    }
                }
                all.add(new Opening(range, ports, unknown.minus(ports)));
            }
        }
        return joined(all);
    }
}
