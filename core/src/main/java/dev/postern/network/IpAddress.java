package dev.postern.network;

import java.util.Optional;

/**
 * An IP address as a number, so that {@code fd00:0::9} and {@code fd00::9} are one. An IPv4-mapped IPv6 address is the
 * IPv4 address, as Go's {@code net} package has it. Ordered by family, then unsigned value.
 *
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits; the 32 bits of an IPv4 address
 */
record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {
    /** The two address families; a dual-stack cluster is judged once for each. */
    enum Family {
        IPV4(32),
        IPV6(128);

        private final int bits;

        Family(int bits) {
            this.bits = bits;
        }

        /** The length of an address. */
        int bits() {
            return bits;
        }
    }

    private static final long MAPPED_PREFIX = 0xffffL << 32;
    private static final long IPV4_MASK = 0xffffffffL;
    private static final int GROUPS = 8;

    /** Parses a literal; empty for anything else, zones ({@code fe80::1%eth0}) included. Never asks a name server. */
    static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') < 0 ? parseV4(text).map(IpAddress::v4) : parseV6(text);
    }

    static IpAddress v4(long value) {
        return new IpAddress(Family.IPV4, 0, value & IPV4_MASK);
    }

    private static IpAddress v6(long high, long low) {
        boolean mapped = high == 0 && (low & ~IPV4_MASK) == MAPPED_PREFIX;
        return mapped ? v4(low) : new IpAddress(Family.IPV6, high, low);
    }

    /** Leading zeros are decimal, as the API server still accepts them. */
    private static Optional<Long> parseV4(String text) {
        long value = 0;
        int octet = -1;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && octet >= 0) {
                value = value << 8 | octet;
                octet = -1;
                dots++;
            } else if (c >= '0' && c <= '9' && octet * 10 + c - '0' <= 255) {
                octet = Math.max(octet, 0) * 10 + c - '0';
            } else {
                return Optional.empty();
            }
        }
        return dots == 3 && octet >= 0 ? Optional.of(value << 8 | octet) : Optional.empty();
    }

    private static Optional<IpAddress> parseV6(String text) {
        int gap = text.indexOf("::");
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return groups(text, true, groups) == GROUPS ? Optional.of(ofGroups(groups)) : Optional.empty();
        }
        int[] tail = new int[GROUPS];
        int before = groups(text.substring(0, gap), false, groups);
        int after = groups(text.substring(gap + 2), true, tail);
        if (before < 0 || after < 0 || before + after >= GROUPS) {
            return Optional.empty();
        }
        System.arraycopy(tail, 0, groups, GROUPS - after, after);
        return Optional.of(ofGroups(groups));
    }

    /** Fills groups from the front and returns how many there were, or -1 for something that is not a list of groups. */
    private static int groups(String text, boolean last, int[] groups) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        int start = 0;
        while (start <= text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            String part = text.substring(start, end);
            if (colon < 0 && last && part.indexOf('.') >= 0) {
                Optional<Long> v4 = parseV4(part);
                if (v4.isEmpty() || count > GROUPS - 2) {
                    return -1;
                }
                groups[count++] = (int) (v4.get() >>> 16);
                groups[count++] = (int) (v4.get() & 0xffff);
                return count;
            }
            int value = hex(part);
            if (value < 0 || count == GROUPS) {
                return -1;
            }
            groups[count++] = value;
            start = end + 1;
        }
        return count;
    }

    private static int hex(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static IpAddress ofGroups(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return v6(high, low);
    }

    /** The address with all bits after the prefix set to 0, or to 1. */
    IpAddress prefix(int length, boolean ones) {
        long highMask = family == Family.IPV4 ? 0 : hostMask(length);
        long lowMask = family == Family.IPV4 ? IPV4_MASK & hostMask(length + 32) : hostMask(length - 64);
        return ones
                ? new IpAddress(family, high | highMask, low | lowMask)
                : new IpAddress(family, high & ~highMask, low & ~lowMask);
    }

    /** Ones for the bits of a 64-bit word that lie after a prefix of that length. */
    private static long hostMask(int length) {
        return length <= 0 ? -1L : length >= 64 ? 0 : -1L >>> length;
    }

    /** The next address; must not be called on the last of its family. */
    IpAddress next() {
        return new IpAddress(family, low == -1L ? high + 1 : high, low + 1);
    }

    /** The address before; must not be called on the first of its family. */
    IpAddress previous() {
        return new IpAddress(family, low == 0 ? high - 1 : high, low - 1);
    }

    @Override
    public int compareTo(IpAddress other) {
        int order = family.compareTo(other.family);
        if (order == 0) {
            order = Long.compareUnsigned(high, other.high);
        }
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    /** Dotted decimal; eight hexadecimal groups for IPv6. */
    @Override
    public String toString() {
        if (family == Family.IPV4) {
            return (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
        }
        StringBuilder text = new StringBuilder();
        for (int shift = 48; shift >= 0; shift -= 16) {
            text.append(Long.toHexString(high >>> shift & 0xffff)).append(':');
        }
        for (int shift = 48; shift >= 0; shift -= 16) {
            text.append(Long.toHexString(low >>> shift & 0xffff)).append(shift == 0 ? "" : ":");
        }
        return text.toString();
    }
}
