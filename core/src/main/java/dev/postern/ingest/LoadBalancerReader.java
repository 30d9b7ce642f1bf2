package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** Addresses that a load balancer was given: {@code status.loadBalancer.ingress}. */
final class LoadBalancerReader {
    private LoadBalancerReader() {}

    /** Reads a {@code status}. */
    static ImmutableList<String> addresses(Values in) {
        ImmutableList<String> addresses = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "loadBalancer" -> addresses = loadBalancer(in);
                    default -> in.skip();
                }
            }
        }
        return addresses;
    }

    private static ImmutableList<String> loadBalancer(Values in) {
        ImmutableList<String> addresses = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "ingress" ->
                        addresses = in.objects(() -> address(in)).stream()
                                .flatMap(Optional::stream)
                                .collect(ImmutableList.toImmutableList());
                    default -> in.skip();
                }
            }
        }
        return addresses;
    }

    private static Optional<String> address(Values in) {
        String ip = "";
        String hostname = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "ip" -> ip = in.string();
                    case "hostname" -> hostname = in.string();
                    default -> in.skip();
                }
            }
        }
        String address = ip.isEmpty() ? hostname : ip;
        return address.isEmpty() ? Optional.empty() : Optional.of(address);
    }
}
