package dev.postern.model;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;

/**
 * A protocol of the IP header, by number.
 *
 * @param number 1 to 255, or 0 for a text that the API server refuses
 * @param text as written
 */
public record CalicoProtocol(int number, String text) {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMP_V6 = 58;
    public static final int SCTP = 132;

    private static final ImmutableMap<String, Integer> NAMES =
            ImmutableMap.of("TCP", TCP, "UDP", UDP, "SCTP", SCTP, "ICMP", ICMP, "ICMPv6", ICMP_V6, "UDPLite", 136);

    /** A name as Calico writes it, or a number. */
    public static CalicoProtocol of(String text) {
        Integer number = NAMES.containsKey(text) ? NAMES.get(text) : Ints.tryParse(text);
        return new CalicoProtocol(number == null || number < 1 || number > 255 ? 0 : number, text);
    }

    /** What the protocols of ports are here. */
    public static int number(Protocol protocol) {
        return protocol == Protocol.TCP ? TCP : protocol == Protocol.UDP ? UDP : SCTP;
    }

    public boolean hasPorts() {
        return number == TCP || number == UDP || number == SCTP;
    }

    public boolean isIcmp() {
        return number == ICMP || number == ICMP_V6;
    }
}
