package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectChange;

/**
 * How the packets that pass from one end to another differ between two states of a cluster.
 *
 * @param before the ports on which packets passed; none where the connection is new
 * @param after the ports on which packets pass
 * @param unknownBefore others on which they might have
 * @param unknownAfter others on which they may
 * @param causes changed policies that are for one of the ends, and changed ends, their pods and namespaces; empty where it
 *     is because of something else, as the address of a pod
 */
public record ConnectionChange(
        ConnectionEnd source,
        ConnectionEnd destination,
        PortSet before,
        PortSet unknownBefore,
        PortSet after,
        PortSet unknownAfter,
        ImmutableList<ObjectChange> causes) {
    /** What became of a connection. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** Added if nothing passed before, not even perhaps; removed if nothing does after. */
    public Kind kind() {
        if (before.isEmpty() && unknownBefore.isEmpty()) {
            return Kind.ADDED;
        }
        return after.isEmpty() && unknownAfter.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
    }
}
