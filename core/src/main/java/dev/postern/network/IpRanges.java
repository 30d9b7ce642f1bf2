package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An immutable set of addresses: sorted, disjoint ranges, possibly of both families. */
final class IpRanges {
    static final IpRanges NONE = new IpRanges(ImmutableList.of());
    private static final IpRanges IPV4 = ofRange(new IpAddress(Family.IPV4, 0, 0), 0);
    private static final IpRanges IPV6 = ofRange(new IpAddress(Family.IPV6, 0, 0), 0);

    /** Every address of every family. */
    static final IpRanges EVERY = union(List.of(IPV4, IPV6));

    /** From first to last, both included, of one family. */
    record Range(IpAddress first, IpAddress last) {
        boolean contains(IpAddress address) {
            return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
        }
    }

    private final ImmutableList<Range> ranges;

    private IpRanges(ImmutableList<Range> ranges) {
        this.ranges = ranges;
    }

    ImmutableList<Range> ranges() {
        return ranges;
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    static IpRanges all(Family family) {
        return family == Family.IPV4 ? IPV4 : IPV6;
    }

    /**
     * Parses a CIDR; host bits are ignored, as the API server does. A mapped IPv6 prefix of at least 96 bits is the IPv4
     * prefix. Empty for anything that is not a CIDR.
     */
    static Optional<IpRanges> parseCidr(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        Optional<IpAddress> address = IpAddress.parse(cidr.substring(0, slash));
        int length = prefixLength(cidr.substring(slash + 1));
        if (address.isEmpty() || length < 0) {
            return Optional.empty();
        }
        boolean mapped = address.get().family() == Family.IPV4 && cidr.indexOf(':') >= 0;
        int bits = mapped ? length - 96 : length;
        return bits < 0 || bits > address.get().family().bits()
                ? Optional.empty()
                : Optional.of(ofRange(address.get(), bits));
    }

    private static int prefixLength(String text) {
        if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(text);
    }

    static IpRanges of(IpAddress address) {
        return ofRange(address, address.family().bits());
    }

    private static IpRanges ofRange(IpAddress address, int prefix) {
        return new IpRanges(ImmutableList.of(new Range(address.prefix(prefix, false), address.prefix(prefix, true))));
    }

    static IpRanges union(List<IpRanges> parts) {
        List<Range> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(part.ranges));
        all.sort(Comparator.comparing(Range::first));
        List<Range> merged = new ArrayList<>();
        for (Range range : all) {
            Range top = merged.isEmpty() ? range : merged.get(merged.size() - 1);
            if (!merged.isEmpty() && top.contains(range.first)) {
                IpAddress last = top.last.compareTo(range.last) < 0 ? range.last : top.last;
                merged.set(merged.size() - 1, new Range(top.first, last));
            } else {
                merged.add(range);
            }
        }
        return new IpRanges(ImmutableList.copyOf(merged));
    }

    IpRanges minus(IpRanges other) {
        List<Range> left = new ArrayList<>();
        int from = 0;
        for (Range range : ranges) {
            IpAddress next = range.first;
            boolean rest = true;
            while (from < other.ranges.size() && other.ranges.get(from).last.compareTo(range.first) < 0) {
                from++;
            }
            for (int i = from; rest && i < other.ranges.size(); i++) {
                Range hole = other.ranges.get(i);
                if (hole.first.compareTo(range.last) > 0) {
                    break;
                }
                if (hole.first.compareTo(next) > 0) {
                    left.add(new Range(next, hole.first.previous()));
                }
                rest = hole.last.compareTo(range.last) < 0;
                next = rest ? hole.last.next() : next;
            }
            if (rest) {
                left.add(new Range(next, range.last));
            }
        }
        return left.isEmpty() ? NONE : new IpRanges(ImmutableList.copyOf(left));
    }

    IpRanges intersect(IpRanges other) {
        return minus(minus(other));
    }

    boolean intersects(IpRanges other) {
        int i = 0;
        int j = 0;
        while (i < ranges.size() && j < other.ranges.size()) {
            Range a = ranges.get(i);
            Range b = other.ranges.get(j);
            if (a.last.compareTo(b.first) < 0) {
                i++;
            } else if (b.last.compareTo(a.first) < 0) {
                j++;
            } else {
                return true;
            }
        }
        return false;
    }

    boolean contains(IpAddress address) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = ranges.get(middle);
            if (range.contains(address)) {
                return true;
            } else if (range.first.compareTo(address) > 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return false;
    }

    boolean containsAll(Family family) {
        return all(family).minus(this).isEmpty();
    }

    /** Of the same ranges. */
    @Override
    public boolean equals(Object other) {
        return other instanceof IpRanges ranges && ranges.ranges.equals(this.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }
}
