package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.network.IpAddress.Family;
import java.util.List;

/**
 * The addresses that somebody on the internet can have: all that the IANA registries of special-purpose addresses do not
 * set aside. The documentation ranges (RFC 5737, RFC 3849) count as public: in examples they stand for public addresses.
 */
final class PublicAddresses {
    private static final ImmutableList<String> SPECIAL_V4 = ImmutableList.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "224.0.0.0/4",
            "240.0.0.0/4");

    static final IpRanges ALL = IpRanges.union(List.of(
            IpRanges.all(Family.IPV4).minus(IpRanges.union(parse(SPECIAL_V4))),
            IpRanges.union(parse(List.of("2000::/3")))));

    private PublicAddresses() {}

    private static List<IpRanges> parse(List<String> cidrs) {
        return cidrs.stream()
                .map(cidr -> IpRanges.parseCidr(cidr).orElseThrow())
                .collect(ImmutableList.toImmutableList());
    }

    static boolean isPublic(String address) {
        return IpAddress.parse(address).filter(ALL::contains).isPresent();
    }
}
