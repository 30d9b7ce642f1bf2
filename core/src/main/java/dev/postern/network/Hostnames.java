package dev.postern.network;

import java.util.List;
import java.util.Locale;

/**
 * Whether a listener and a route of the Gateway API have a host name in common. {@code *.a.example} stands for every name
 * below {@code a.example}, however deep, and not for itself; none at all stands for every name. Source: gateway-api, {@code
 * Listener.hostname} and {@code HTTPRouteSpec.hostnames}.
 */
final class Hostnames {
    private Hostnames() {}

    /** @param listener empty for any */
    static boolean meet(String listener, List<String> route) {
        return listener.isEmpty() || route.isEmpty() || route.stream().anyMatch(name -> meet(listener, name));
    }

    private static boolean meet(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        return first.equals(second) || isBelow(first, second) || isBelow(second, first);
    }

    private static boolean isBelow(String name, String wildcard) {
        return wildcard.startsWith("*.") && name.endsWith(wildcard.substring(1));
    }
}
