package dev.postern.network;

import dev.postern.model.Protocol;

/**
 * The first packet of a connection: {@code Flow.from(workload("shop", "cart")).to(workload("data", "postgres")).tcp(5432)}.
 *
 * @param port the port of the destination itself, 1 to 65535: of a pod its own, of {@link Endpoint#service} the Service's
 */
public record Flow(Endpoint source, Endpoint destination, Protocol protocol, int port) {
    public Flow {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    public static From from(Endpoint source) {
        return new From(source);
    }

    /** For people: {@code shop/cart to data/postgres, TCP 5432}. */
    public String describe() {
        return source.describe() + " to " + destination.describe() + ", " + protocol + " " + port;
    }

    /** A flow that still needs its destination. */
    public record From(Endpoint source) {
        public To to(Endpoint destination) {
            return new To(source, destination);
        }
    }

    /** A flow that still needs its port. */
    public record To(Endpoint source, Endpoint destination) {
        public Flow tcp(int port) {
            return on(Protocol.TCP, port);
        }

        public Flow udp(int port) {
            return on(Protocol.UDP, port);
        }

        public Flow sctp(int port) {
            return on(Protocol.SCTP, port);
        }

        public Flow on(Protocol protocol, int port) {
            return new Flow(source, destination, protocol, port);
        }
    }
}
