package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.Protocol;

/**
 * A port of a pod that something listens on, as far as the input tells.
 *
 * @param port 1 to 65535, or {@link #UNKNOWN_PORT} for a pod of which nothing is declared: unknown, not closed
 * @param container the container that declares the port or is probed on it; empty when only a Service names the port
 * @param evidence why: container ports, Service target ports, probes; the strongest first
 */
public record Listener(Protocol protocol, int port, String container, ImmutableList<Evidence> evidence) {
    /** The port of a listener that may exist though nothing declares it. */
    public static final int UNKNOWN_PORT = 0;

    /** Whether any port may be meant. */
    public boolean isUnknown() {
        return port == UNKNOWN_PORT;
    }
}
