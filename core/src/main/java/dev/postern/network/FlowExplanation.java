package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import java.util.Optional;

/**
 * Whether a flow passes, what each end has to say about it, and what would let it pass.
 *
 * @param source the end that was judged, which stands for all others of {@code flow.source()}; like {@code destination}
 * @param behind of a flow to a Service: how it leads to the end that was judged; else empty
 * @param egress of the source, whatever the destination says; not bound by any policy where it is no pod
 * @param ingress of the destination, whatever the source says
 * @param changes where it is denied: what to add so that no side stops it, one for each that does. Empty where something
 *     else than a NetworkPolicy stops it or the address that a rule would name is not known
 */
public record FlowExplanation(
        Flow flow,
        Decision decision,
        String source,
        String destination,
        Optional<Behind> behind,
        Decision egress,
        Decision ingress,
        ImmutableList<FlowChange> changes) {
    /**
     * What a Service does with a packet.
     *
     * @param port the port of the end behind it
     * @param facts the Service's port and selector, or the EndpointSlice, and what the port is translated to
     */
    public record Behind(int port, ImmutableList<Evidence> facts) {}

    /** The same, of the flow to a Service that was asked for, by way of one end behind it. */
    FlowExplanation through(Flow asked, Decision whole, Behind way) {
        return new FlowExplanation(asked, whole, source, destination, Optional.of(way), egress, ingress, changes);
    }
}
