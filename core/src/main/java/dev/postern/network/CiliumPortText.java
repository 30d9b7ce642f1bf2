package dev.postern.network;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Ports as Cilium's policies write them: always texts. Source: cilium, {@code PortProtocol.Validate} in {@code
 * pkg/policy/api/rule_validation.go}, {@code IsSvcName} in {@code pkg/iana} and Go's {@code strconv.ParseUint} with base 0.
 */
final class CiliumPortText {
    private static final int MAX_NAME = 15;

    /** More digits make no port, zeros in front included. */
    private static final int MAX_DIGITS = 20;

    private CiliumPortText() {}

    /** Whether it is a name rather than a number: any letter makes it one. */
    static boolean isName(String port) {
        return port.length() <= MAX_NAME && Names.isPort(name(port));
    }

    /** Names do not differ by case. */
    static String name(String port) {
        return port.toLowerCase(Locale.ROOT);
    }

    /** A number from 0 to 65535; with a zero in front it is octal. Empty for anything else. */
    static OptionalInt number(String port) {
        int radix = port.length() > 1 && port.startsWith("0") ? 8 : 10;
        if (port.isEmpty() || port.length() > MAX_DIGITS) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (int i = 0; i < port.length(); i++) {
            int digit = port.charAt(i) - '0';
            if (digit < 0 || digit >= radix) {
                return OptionalInt.empty();
            }
            number = number * radix + digit;
            if (number > PortSet.MAX_PORT) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(number);
    }
}
