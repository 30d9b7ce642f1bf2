package dev.postern.check;

import dev.postern.model.Printable;
import dev.postern.model.Protocol;
import dev.postern.network.Endpoint;
import dev.postern.network.Flow;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a policy writes the ends and the ports of flows: as places of {@code --from} are written, where there is one. */
final class FlowNotation {
    private static final Pattern PORT = Pattern.compile("([0-9]{1,5})(?:/([A-Za-z]+))?");

    private FlowNotation() {}

    /**
     * {@code pod:NS/NAME}, {@code service:NS/NAME}, {@code namespace:NAME}, {@code node:NAME}, {@code ip:ADDRESS} or {@code
     * internet}.
     */
    static Endpoint endpoint(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (text.equals("internet")) {
            return Endpoint.internet();
        }
        if (colon > 0 && !rest.isEmpty()) {
            switch (kind) {
                case "pod":
                case "service":
                    int slash = rest.indexOf('/');
                    if (slash > 0 && slash < rest.length() - 1) {
                        String namespace = rest.substring(0, slash);
                        String name = rest.substring(slash + 1);
                        return kind.equals("pod")
                                ? Endpoint.workload(namespace, name)
                                : Endpoint.service(namespace, name);
                    }
                    break;
                case "namespace":
                    return Endpoint.namespace(rest);
                case "node":
                    return Endpoint.node(rest);
                case "ip":
                    return Endpoint.address(rest);
                default:
                    break;
            }
        }
        throw new IllegalArgumentException("'" + Printable.of(text) + "' is no end of a flow: write pod:NAMESPACE/NAME"
                + " (a pod's or a workload's name), service:NAMESPACE/NAME, namespace:NAME, node:NAME, ip:ADDRESS or"
                + " internet");
    }

    /** The flow to a port: {@code 5432}, {@code 53/UDP}. */
    static Flow flow(Endpoint from, Endpoint to, String port) {
        Matcher parts = PORT.matcher(port);
        Optional<Protocol> protocol = parts.matches()
                ? Arrays.stream(Protocol.values())
                        .filter(one -> parts.group(2) == null || one.name().equalsIgnoreCase(parts.group(2)))
                        .findFirst()
                : Optional.empty();
        if (protocol.isEmpty()) {
            throw new IllegalArgumentException("'" + Printable.of(port)
                    + "' is no port: write 5432, 53/UDP or 9999/SCTP (TCP where none is given)");
        }
        return Flow.from(from).to(to).on(protocol.get(), Integer.parseInt(parts.group(1)));
    }
}
