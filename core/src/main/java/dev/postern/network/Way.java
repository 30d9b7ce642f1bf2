package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;

/**
 * How packets from outside come as far as a pod's network interface; whether policy lets them in is decided after that.
 *
 * @param via the object that opens the way
 * @param how see {@link EntryPoint#how}
 * @param confidence that the way exists and leads from the internet
 * @param facts why
 * @param clients the addresses that clients of this way can have
 * @param keepsClient whether the pod sees the client's address, not that of a node
 */
record Way(
        ObjectRef via,
        String how,
        Confidence confidence,
        ImmutableList<Evidence> facts,
        IpRanges clients,
        boolean keepsClient) {
    Way with(Confidence other, Evidence fact) {
        ImmutableList<Evidence> more =
                ImmutableList.<Evidence>builder().addAll(facts).add(fact).build();
        return new Way(via, how, confidence.and(other), more, clients, keepsClient);
    }
}
