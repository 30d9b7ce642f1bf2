package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Decision;

/**
 * Whether a flow passes, what each end has to say about it, and what would let it pass.
 *
 * @param source the end that was judged, which stands for all others of {@code flow.source()}; like {@code destination}
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
        Decision egress,
        Decision ingress,
        ImmutableList<FlowChange> changes) {}
