package dev.postern.network;

import dev.postern.model.Printable;
import java.util.function.BiFunction;

/** Reads endpoints as people write them. */
final class EndpointText {
    private EndpointText() {}

    static Endpoint parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        switch (kind) {
            case "internet":
                return Endpoint.internet();
            case "api-server":
                return Endpoint.apiServer();
            case "etcd":
                return Endpoint.etcd();
            case "metadata":
                return Endpoint.cloudMetadata();
            case "kubelet":
                return rest.isEmpty() ? Endpoint.kubelet() : Endpoint.kubelet(rest);
            case "node":
                return Endpoint.node(name(text, rest));
            case "namespace":
                return Endpoint.namespace(name(text, rest));
            case "pod":
                return qualified(text, rest, Endpoint::pod);
            case "workload":
                return qualified(text, rest, Endpoint::workload);
            case "service":
                return qualified(text, rest, Endpoint::service);
            default:
                return other(text);
        }
    }

    private static Endpoint other(String text) {
        if (IpAddress.parse(text).isPresent()) {
            return Endpoint.address(text);
        } else if (IpRanges.parseCidr(text).isPresent()) {
            return Endpoint.cidr(text);
        }
        // What starts as an address and is no CIDR is a slip, not a namespace.
        int slash = text.indexOf('/');
        if (text.indexOf(':') < 0
                && slash >= 0
                && IpAddress.parse(text.substring(0, slash)).isEmpty()) {
            return qualified(text, text, Endpoint::workload);
        }
        throw refused(text);
    }

    private static String name(String text, String rest) {
        if (rest.isEmpty()) {
            throw refused(text);
        }
        return rest;
    }

    private static Endpoint qualified(String text, String rest, BiFunction<String, String, Endpoint> end) {
        String[] parts = rest.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw refused(text);
        }
        return end.apply(parts[0], parts[1]);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("\"" + Printable.of(text, 120)
                + "\" is no end of a flow: write pod:NS/NAME, workload:NS/NAME, namespace:NAME, service:NS/NAME, node:NAME,"
                + " an address, a CIDR, internet, api-server, kubelet, kubelet:NODE, etcd or metadata");
    }
}
