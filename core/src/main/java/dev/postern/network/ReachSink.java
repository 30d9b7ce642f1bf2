package dev.postern.network;

/** Receives what a network class reaches, or is reached by, one other class at a time. */
@FunctionalInterface
public interface ReachSink {
    /**
     * At least one of the two port sets is not empty; they are disjoint.
     *
     * @param otherClass the class at the other end
     * @param allowed (protocol, port)s on which packets pass
     * @param unknown (protocol, port)s on which they may pass: the input lacks an address or a node to tell
     */
    void accept(int otherClass, PortSet allowed, PortSet unknown);
}
