package dev.postern.network;

import com.google.common.collect.ImmutableList;

/**
 * One ingress or egress rule, whatever kind of policy wrote it.
 *
 * @param peers any peer where empty
 * @param ports any port where empty
 * @param portsField the field of the rule that holds its ports; empty where {@link Policy#cites} says which they are
 * @param name what its author called it; empty where he did not
 * @param ofRequests whether it is about some of the requests on a connection: one that allows lets these through alone, and one
 *     that denies closes nothing
 * @param unread the field of the rule that is not known and because of which the rule fails closed; else empty
 */
record Rule(
        Action action,
        ImmutableList<Peer> peers,
        ImmutableList<PortItem> ports,
        String portsField,
        String name,
        boolean ofRequests,
        String unread) {
    Rule(
            Action action,
            ImmutableList<Peer> peers,
            ImmutableList<PortItem> ports,
            String portsField,
            String name,
            String unread) {
        this(action, peers, ports, portsField, name, false, unread);
    }

    /** The same of some requests alone. */
    Rule narrowed(boolean narrowed) {
        return new Rule(action, peers, ports, portsField, name, narrowed, unread);
    }

    /** Whether what is allowed to one of the ports is allowed to some requests alone. */
    boolean isNarrowed(PortItem port) {
        return ofRequests || !port.note().isEmpty();
    }

    /** Whether it refuses some requests, and so no connection. */
    boolean sparesConnections() {
        return action == Action.DENY && ofRequests;
    }

    /** Where in the rule one of its ports is written. */
    String portField(int port) {
        String field = ports.get(port).field();
        return field.isEmpty() ? portsField + "[" + port + "]" : field;
    }

    /** A rule that matches nothing, because it would allow more than what is known of it. */
    boolean isVoid() {
        return action == Action.ALLOW && !unread.isEmpty();
    }
}
