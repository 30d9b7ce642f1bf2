package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.IpBlock;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * On which ports the pods of a row exchange packets with addresses outside the cluster. Blocks alone tell such addresses
 * apart, so a family falls into the ranges between their ends; neighbours with equal ports are one range.
 */
final class OutsideReach {
    /** Some addresses of one family and the ports that are open to all of them. */
    record Opening(ImmutableList<IpRanges.Range> ranges, PortSet ports) {
        static Opening of(IpRanges ranges, PortSet ports) {
            return new Opening(ranges.ranges(), ports);
        }

        private boolean contains(IpAddress address) {
            return ranges.stream().anyMatch(range -> range.contains(address));
        }
    }

    private final CompiledPolicies compiled;

    OutsideReach(CompiledPolicies compiled) {
        this.compiled = compiled;
    }

    /** Disjoint ranges in order of their addresses, each with its ports; none where no port is open. */
    ImmutableList<Opening> of(Row row, Direction direction) {
        ImmutableList.Builder<Opening> all = ImmutableList.builder();
        for (Family family : Family.values()) {
            if (Traits.uses(row.traits(), family)) {
                all.addAll(merge(row.isOpen() ? open(family) : openings(row, direction, family)));
            }
        }
        return all.build();
    }

    private static ImmutableList<Opening> open(Family family) {
        return ImmutableList.of(Opening.of(IpRanges.all(family), PortSet.ALL));
    }

    private List<Opening> openings(Row row, Direction direction, Family family) {
        List<Opening> openings = new ArrayList<>();
        for (int policy : row.policies()) {
            List<NetworkPolicyRule> rules = direction.rules(compiled.policies().get(policy));
            for (int i = 0; i < rules.size(); i++) {
                IpRanges ranges = outside(rules.get(i), family);
                PortSet ports = ports(compiled.rules(direction, policy).get(i), row, direction);
                if (!ranges.isEmpty() && !ports.isEmpty()) {
                    openings.add(Opening.of(ranges, ports));
                }
            }
        }
        return openings;
    }

    /** A port name means something on pods only. */
    private PortSet ports(CompiledRule rule, Row row, Direction direction) {
        int destination = direction == Direction.INGRESS ? row.resolution() : NamedPorts.UNRESOLVED;
        return rule.ports(compiled.namedPorts(), destination);
    }

    private IpRanges outside(NetworkPolicyRule rule, Family family) {
        if (rule.peers().isEmpty()) {
            return IpRanges.all(family);
        }
        List<IpRanges> blocks = new ArrayList<>();
        for (NetworkPolicyPeer peer : rule.peers()) {
            if (peer.ipBlock().isPresent()) {
                IpBlock block = peer.ipBlock().get();
                blocks.add(compiled.block(block));
            }
        }
        return IpRanges.union(blocks).intersect(IpRanges.all(family));
    }

    /** Sweeps over the ends of all ranges. */
    static ImmutableList<Opening> merge(List<Opening> openings) {
        if (openings.size() == 1 && openings.get(0).ranges().size() == 1) {
            return ImmutableList.copyOf(openings);
        }
        ImmutableList.Builder<Opening> merged = ImmutableList.builder();
        for (Family family : Family.values()) {
            merge(openings, family, merged);
        }
        return merged.build();
    }

    private static void merge(List<Opening> openings, Family family, ImmutableList.Builder<Opening> merged) {
        IpRanges.Range whole = IpRanges.all(family).ranges().get(0);
        TreeSet<IpAddress> cuts = new TreeSet<>();
        for (Opening opening : openings) {
            for (IpRanges.Range range : opening.ranges()) {
                if (range.first().family() == family) {
                    cuts.add(range.first());
                    if (!range.last().equals(whole.last())) {
                        cuts.add(range.last().next());
                    }
                }
            }
        }
        IpAddress first = whole.first();
        PortSet ports = PortSet.NONE;
        for (IpAddress cut : cuts) {
            PortSet next = PortSet.NONE;
            for (Opening opening : openings) {
                next = opening.contains(cut) ? next.union(opening.ports()) : next;
            }
            if (!next.equals(ports)) {
                add(first, cut, ports, merged);
                first = cut;
                ports = next;
            }
        }
        add(new IpRanges.Range(first, whole.last()), ports, merged);
    }

    /** The addresses before {@code end}, unless there are none. */
    private static void add(IpAddress first, IpAddress end, PortSet ports, ImmutableList.Builder<Opening> merged) {
        if (!first.equals(end)) {
            add(new IpRanges.Range(first, end.previous()), ports, merged);
        }
    }

    private static void add(IpRanges.Range range, PortSet ports, ImmutableList.Builder<Opening> merged) {
        if (!ports.isEmpty()) {
            merged.add(new Opening(ImmutableList.of(range), ports));
        }
    }
}
