package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.network.IpAddress.Family;
import org.roaringbitmap.RoaringBitmap;

/**
 * What holds in one direction for all classes with the same policies, traits and named ports. A class that no policy
 * isolates has a row without policies, which admits everything.
 *
 * @param policies positions in {@link CompiledPolicies#policies}, ascending
 * @param rules the rules of these policies
 * @param classes the classes this row stands for
 */
record Row(
        int number,
        ImmutableList<Integer> policies,
        int traits,
        int resolution,
        ImmutableList<CompiledRule> rules,
        RoaringBitmap classes,
        boolean byAddress) {
    boolean isOpen() {
        return policies.isEmpty();
    }

    /**
     * The ports on which this row admits a peer.
     *
     * @param certainly false to count peers of unknown address as admitted
     * @param resolution of the destination of the packet
     */
    PortSet ports(Family family, int peer, boolean certainly, NamedPorts namedPorts, int resolution) {
        if (isOpen()) {
            return PortSet.ALL;
        }
        PortSet ports = PortSet.NONE;
        for (CompiledRule rule : rules) {
            if (certainly ? rule.peers().admits(family, peer) : rule.peers().mayAdmit(family, peer)) {
                ports = ports.union(rule.ports(namedPorts, resolution));
            }
        }
        return ports;
    }
}
