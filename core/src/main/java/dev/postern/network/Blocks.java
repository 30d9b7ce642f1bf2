package dev.postern.network;

import dev.postern.model.IpBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads ipBlocks: the CIDR without its exceptions. An exception binds to its own block only; another may re-allow. */
final class Blocks {
    /** Of a CIDR in a CustomResourceDefinition. */
    private static final int MAX_LENGTH = 43;

    /** An octet with a zero in front. */
    private static final Pattern PADDED = Pattern.compile("(^|\\.)0[0-9]");

    private Blocks() {}

    /** The addresses of a block of a valid policy; none for a block that the API server refuses. */
    static IpRanges ranges(IpBlock block) {
        List<IpRanges> except = new ArrayList<>();
        for (String hole : block.except()) {
            except.add(IpRanges.parseCidr(hole).orElse(IpRanges.NONE));
        }
        IpRanges cidr = IpRanges.parseCidr(block.cidr()).orElse(IpRanges.NONE);
        return except.isEmpty() ? cidr : cidr.minus(IpRanges.union(except));
    }

    /** What the API server refuses about a block. */
    static Optional<String> fault(IpBlock block) {
        Optional<IpRanges> cidr = IpRanges.parseCidr(block.cidr());
        if (cidr.isEmpty()) {
            return Optional.of("ipBlock.cidr is not a CIDR");
        }
        for (String hole : block.except()) {
            Optional<IpRanges> except = IpRanges.parseCidr(hole);
            if (except.isEmpty()) {
                return Optional.of("ipBlock.except holds something that is not a CIDR");
            }
            if (!except.get().minus(cidr.get()).isEmpty()
                    || cidr.get().minus(except.get()).isEmpty()) {
                return Optional.of("ipBlock.except is not strictly within its cidr");
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a valid CIDR is one that servers before version 1.36 took: with zeros in front, of an IPv4 address written as
     * IPv6, or with bits behind its prefix. Source: {@code parseCIDR} in apimachinery's {@code pkg/util/validation/ip.go}.
     */
    static boolean isLegacy(String cidr) {
        int slash = cidr.indexOf('/');
        boolean mapped = cidr.indexOf(':') >= 0
                && IpAddress.parse(cidr.substring(0, slash))
                        .filter(address -> address.family() == IpAddress.Family.IPV4)
                        .isPresent();
        boolean padded = PADDED.matcher(cidr.substring(0, slash)).find() && cidr.indexOf(':') < 0
                || cidr.length() > slash + 2 && cidr.charAt(slash + 1) == '0';
        boolean beyond = IpRanges.parseCidr(cidr)
                .filter(ranges -> !IpAddress.parse(cidr.substring(0, slash))
                        .equals(Optional.of(ranges.ranges().get(0).first())))
                .isPresent();
        return mapped || padded || beyond;
    }

    /** What a CustomResourceDefinition refuses about a CIDR: what today's Go would not parse, and IPv4 written as IPv6. */
    static Optional<String> strictFault(String cidr) {
        boolean both = cidr.indexOf(':') >= 0 && cidr.indexOf('.') >= 0;
        boolean padded = cidr.indexOf(':') < 0 && PADDED.matcher(cidr).find();
        return both
                        || padded
                        || cidr.length() > MAX_LENGTH
                        || IpRanges.parseCidr(cidr).isEmpty()
                ? Optional.of("is not a CIDR")
                : Optional.empty();
    }
}
