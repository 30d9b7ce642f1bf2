package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Addresses and blocks as numbers. */
class AddressesTest {
    @Test
    void one_address_has_many_spellings() {
        assertThat(IpAddress.parse("fd00:0:0:0::9")).isEqualTo(IpAddress.parse("fd00::9"));
        assertThat(IpAddress.parse("FD00::0009")).isEqualTo(IpAddress.parse("fd00::9"));
        assertThat(IpAddress.parse("::ffff:10.0.0.1")).isEqualTo(IpAddress.parse("10.0.0.1"));
        assertThat(IpAddress.parse("::ffff:a00:1")).isEqualTo(IpAddress.parse("10.0.0.1"));
        assertThat(IpAddress.parse("010.0.0.01")).isEqualTo(IpAddress.parse("10.0.0.1"));
        assertThat(IpAddress.parse("0:0:0:0:0:ffff:10.0.0.1")).isEqualTo(IpAddress.parse("10.0.0.1"));
        assertThat(IpAddress.parse("1:2:3:4:5:6::8")).isEqualTo(IpAddress.parse("1:2:3:4:5:6:0:8"));
        assertThat(IpAddress.parse("1::").map(IpAddress::toString)).contains("1:0:0:0:0:0:0:0");
        assertThat(IpAddress.parse("10.0.255.1").map(IpAddress::toString)).contains("10.0.255.1");
    }

    @Test
    void what_is_not_an_address_is_refused() {
        for (String text : List.of(
                "",
                "a",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1..2.3",
                "1.2.3.",
                "-1.2.3.4",
                ":",
                ":::",
                "1:2",
                "1::2::3",
                "::1::",
                "1:2:3:4:5:6:7::8",
                "1:2:3:4::5:6:7:8",
                "1:2:3:4:5:6:7:8:",
                "1:2:3:4:5:6:7:1.2.3.4",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7:8:9",
                "::1.2.3",
                "1.2.3.4::",
                "example.com",
                "１.2.3.4")) {
            assertThat(IpAddress.parse(text)).as(text).isEmpty();
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void addresses_order_as_numbers(@ForAll long high, @ForAll long low, @ForAll long high2, @ForAll long low2)
            throws UnknownHostException {
        IpAddress a = new IpAddress(IpAddress.Family.IPV6, high, low);
        IpAddress b = new IpAddress(IpAddress.Family.IPV6, high2, low2);
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(number(a).compareTo(number(b)));
        assertThat(IpAddress.parse(a.toString())).contains(a);
    }

    private static BigInteger number(IpAddress address) throws UnknownHostException {
        return new BigInteger(1, InetAddress.getByName(address.toString()).getAddress());
    }

    @Test
    void a_cidr_masks_its_host_bits_and_a_mapped_one_is_ipv4() {
        assertThat(in("10.0.0.77/24", "10.0.0.1")).isTrue();
        assertThat(in("10.0.0.77/24", "10.0.1.0")).isFalse();
        assertThat(in("::ffff:10.0.0.0/104", "10.9.9.9")).isTrue();
        assertThat(in("fd00::/8", "fdff::1")).isTrue();
        assertThat(in("fd00::/65", "fd00::8000:0:0:0")).isFalse();
        assertThat(in("0.0.0.0/0", "255.255.255.255")).isTrue();
        assertThat(in("0.0.0.0/0", "::1")).isFalse();
        for (String text : List.of(
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/x",
                "10.0.0.0/",
                "::/129",
                "x/8",
                "::ffff:1.2.3.4/8")) {
            assertThat(IpRanges.parseCidr(text)).as(text).isEmpty();
        }
    }

    @Test
    void a_hole_of_a_block_ends_where_the_next_address_begins() {
        IpRanges left = cidr("fd00::/32").minus(cidr("fd00:0:0:5::/64"));
        for (String address : List.of("fd00::", "fd00::4:ffff:ffff:ffff:ffff", "fd00:0:0:6::", "fd00:0:ffff::")) {
            assertThat(left.contains(IpAddress.parse(address).orElseThrow()))
                    .as(address)
                    .isTrue();
        }
        for (String address : List.of("fd00:0:0:5::", "fd00::5:ffff:ffff:ffff:ffff", "fd00:1::")) {
            assertThat(left.contains(IpAddress.parse(address).orElseThrow()))
                    .as(address)
                    .isFalse();
        }
    }

    @Test
    void blocks_meet_where_they_have_one_address_in_common() {
        assertThat(cidr("10.0.0.0/31").intersects(cidr("10.0.0.1/32"))).isTrue();
        assertThat(cidr("10.0.0.1/32").intersects(cidr("10.0.0.0/31"))).isTrue();
        assertThat(cidr("10.0.0.0/31").intersects(cidr("10.0.0.2/32"))).isFalse();
        assertThat(cidr("10.0.0.2/32").intersects(cidr("10.0.0.0/31"))).isFalse();
    }

    @Test
    void a_set_may_be_every_address_of_one_family() {
        IpRanges halves = IpRanges.union(List.of(cidr("0.0.0.0/1"), cidr("128.0.0.0/1")));
        assertThat(halves.containsAll(IpAddress.Family.IPV4)).isTrue();
        assertThat(halves.containsAll(IpAddress.Family.IPV6)).isFalse();
        assertThat(cidr("0.0.0.0/1").containsAll(IpAddress.Family.IPV4)).isFalse();
    }

    private static IpRanges cidr(String cidr) {
        return IpRanges.parseCidr(cidr).orElseThrow();
    }

    private static boolean in(String cidr, String address) {
        return IpRanges.parseCidr(cidr)
                .orElseThrow()
                .contains(IpAddress.parse(address).orElseThrow());
    }

    /** Sets of single bytes stand for sets of addresses: the arithmetic is the same. */
    @Property
    void ranges_are_sets(@ForAll @IntRange(max = 1_000_000) int seed) {
        Random random = new Random(seed);
        IpRanges a = random(random);
        IpRanges b = random(random);
        boolean meets = false;
        for (int i = 0; i < 256; i++) {
            IpAddress address = IpAddress.v4(i);
            boolean inA = a.contains(address);
            boolean inB = b.contains(address);
            meets |= inA && inB;
            assertThat(a.minus(b).contains(address)).isEqualTo(inA && !inB);
            assertThat(a.intersect(b).contains(address)).isEqualTo(inA && inB);
            assertThat(IpRanges.union(List.of(a, b)).contains(address)).isEqualTo(inA || inB);
        }
        assertThat(a.intersects(b)).isEqualTo(meets);
        assertThat(a.minus(b).isEmpty()).isEqualTo(a.ranges().stream().allMatch(range -> coveredBy(range, b)));
    }

    private static boolean coveredBy(IpRanges.Range range, IpRanges set) {
        for (long i = range.first().low(); i <= range.last().low(); i++) {
            if (!set.contains(IpAddress.v4(i))) {
                return false;
            }
        }
        return true;
    }

    private static IpRanges random(Random random) {
        return IpRanges.union(random.ints(random.nextInt(4), 0, 256)
                .mapToObj(i -> IpRanges.parseCidr("0.0.0." + i + "/" + (24 + random.nextInt(9))))
                .flatMap(Optional::stream)
                .toList());
    }

    @Test
    void public_addresses_are_those_that_somebody_outside_can_have() {
        for (String address : List.of("8.8.8.8", "203.0.113.1", "172.32.0.1", "2001:db8::1", "2600::")) {
            assertThat(PublicAddresses.isPublic(address)).as(address).isTrue();
        }
        for (String address : List.of(
                "10.1.1.1",
                "172.31.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.169.254",
                "127.0.0.1",
                "fd00::1",
                "fe80::1",
                "::1",
                "a.b")) {
            assertThat(PublicAddresses.isPublic(address)).as(address).isFalse();
        }
    }
}
